/* Any bytes as a font: as the whole file, or put into the tables of one that is sound, where a
 * mutation of the file would seldom get past the reader. What opens has a line of a height that
 * makes sense, and shapes and draws a text, a page and a size. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/text_keys.h"
#include "text/font.h"
#include "text/strip.h"
#include "text/strip_create.h"

#include "fuzz.h"

/* fontconfig keeps what it has read until the end. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

#define SOUND "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
#define TABLES_AT 12 /* OpenType: the table directory, 16 bytes an entry */
#define ENTRY 16
#define PATCH 5

static uint8_t *sound;
static size_t sound_size;

/* fontconfig seeks a relative name in its own folder, and not finding it takes the machine's fonts.
 */
static void use_no_fonts(void)
{
    char *path = realpath("tests/support/no_fonts.conf", NULL);
    require(path && setenv("FONTCONFIG_FILE", path, 1) == 0);
    free(path);
}

static void read_sound(void)
{
    FILE *file = fopen(SOUND, "rb");
    if (!file)
        return;
    fseek(file, 0, SEEK_END);
    sound_size = (size_t)ftell(file);
    rewind(file);
    sound = malloc(sound_size);
    require(fread(sound, 1, sound_size, file) == sound_size);
    fclose(file);
}

static uint32_t number_at(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* A table, two bytes of an offset, two that stand there then; or those of the sound one again. */
static void put_into(int fd, const uint8_t *patch, bool back)
{
    size_t tables = (size_t)sound[4] << 8 | sound[5];
    const uint8_t *entry = sound + TABLES_AT + patch[0] % tables * ENTRY;
    size_t start = number_at(entry + 8);
    size_t length = number_at(entry + 12);
    size_t at = (size_t)patch[1] << 8 | patch[2];
    if (length < 2 || start + length > sound_size)
        return;
    at = start + at % (length - 1);
    require(pwrite(fd, back ? sound + at : patch + 3, 2, (off_t)at) == 2);
}

static void patch_all(int fd, const uint8_t *data, size_t size, bool back)
{
    for (size_t at = 1; at + PATCH <= size; at += PATCH)
        put_into(fd, data + at, back);
}

static void draw(struct fonts *fonts, const char *words)
{
    struct diag diag = {0};
    struct strip *strip = strip_create(fonts, words, strlen(words), TEXT_ROLE_TEXT, NULL, 0, &diag);
    require(!strip || (strip->width >= 0 && strip->height == fonts_line_height_px(fonts)));
    strip_unref(strip);
    diag_finish(&diag);
}

static void try_font(const char *path)
{
    struct config_text config = {.scale = 1, .size_px = 13, .font_count = 1};
    struct diag diag = {0};
    config.fonts[0] = memory_copy_string(path);
    struct fonts *fonts = fonts_open(&config, &diag);
    if (fonts) {
        require(fonts_line_height_px(fonts) > 0 && fonts_mean_advance_26_6(fonts) >= 0);
        fonts_cap_height_px(fonts);
        draw(fonts, "Mrs Jones: \"fi AV\" 4.25 %");
        draw(fonts, "\u0627\u0644\u0633\u0644\u0627\u0645 e\u0301");
    }
    fonts_close(fonts);
    free(config.fonts[0]);
    diag_finish(&diag);
}

static void try_file(int fd)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    try_font(path);
}

static int make_file(const void *bytes, size_t size)
{
    int fd = memfd_create("font", MFD_CLOEXEC);
    require(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    return fd;
}

/* One file for all: to write it whole each time would be most of the work. */
static void try_patched(const uint8_t *data, size_t size)
{
    static int fd = -1;
    if (fd < 0)
        fd = make_file(sound, sound_size);
    patch_all(fd, data, size, false);
    try_file(fd);
    patch_all(fd, data, size, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int begun;
    if (!begun++) {
        use_no_fonts();
        read_sound();
    }
    if (size == 0)
        return 0;
    if (data[0] % 2 && sound) {
        try_patched(data, size);
        return 0;
    }
    int fd = make_file(data + 1, size - 1);
    try_file(fd);
    close(fd);
    return 0;
}
