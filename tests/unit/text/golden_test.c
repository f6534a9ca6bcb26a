/* What our own faces show, px by px: tests/golden/LANGUAGE-FACE.png at 1:1. A bitmap face looks the
 * same wherever it is drawn, so these hold on every machine. GOLDEN_WRITE=1 in the environment
 * writes them anew (tests/golden/regenerate.sh); what differs is written to build/golden. */
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"
#include "config/text_keys.h"
#include "text/strip.h"
#include "text/strip_create.h"

#define PATH_MAX_BYTES 96
#define DIFFERENT "build/golden"

static const struct {
    const char *name, *text;
} strips[] = {
    {"english",
     "“It’s ‘done’—or is it?” he asked… [A–Z] {#1} (50%) 7/8 & \"3 < 4\"; 2 + 2 = 4! £5 $6 "
     "€7 ¥8 ½ ¾ ° § © ® ™ † • → x² me@home.org *~^_`|\\"},
    {"german", "„Größe hilft Übermut nicht“, sagt Jörg Süßmilch: Ärger um 3,2 Mio. € – STRAẞE"},
    {"french", "« Où sont l’œuvre et Noël ? » À l’Élysée, ça dépend : naïf, août, être, 3 000 €"},
    {"polish", "„Źrebię śpi, a łoś pędzi” — Łódź, Żywiec, Ćmielów: pięć książek, koń, noc"},
    {"vietnamese",
     "Chính phủ: “Đường ngập, người dân sẽ được hỗ trợ” – Ở Huế, bão lớn, gió giật mạnh; "
     "ẦN ẤT ẨM ẪU ỆCH Ễ ẴẶ ẳ ẵ ẫ ỷ ỹ ỵ ừ ữ"},
    {"greek", "«Όχι άλλα ψέματα», είπε η Ξένια Θωμά· δρόμος, βράχος, γέφυρα, ζώα, ΐ ΰ, ΑΎΡΙΟ Ω"},
    {"russian",
     "«Объявлен конкурс: ещё пять эскизов моста», — шутит юный зодчий Жуков. Цифры, щит, №3"},
};
static const char *const faces[] = {"7", "13", "13-bold", "16", "26", "26-bold", "40"};

static struct strip *draw(const char *face, const char *text)
{
    struct diag diag = {0};
    struct config_text config = {.size_px = 1, .scale = 1, .font_count = 1};
    char path[PATH_MAX_BYTES];
    snprintf(path, sizeof path, "build/fonts/motograph-%s.bdf", face);
    config.fonts[0] = path;
    struct fonts *fonts = fonts_open(&config, &diag);
    assert_non_null(fonts);
    struct strip *strip = strip_create(fonts, text, strlen(text), TEXT_ROLE_TEXT, NULL, 0, &diag);
    assert_non_null(strip);
    fonts_close(fonts);
    diag_finish(&diag);
    return strip;
}

static void write_strip(const char *path, const struct strip *strip)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)strip->width,
                       .height = (png_uint_32)strip->height,
                       .format = PNG_FORMAT_GRAY};
    if (!png_image_write_to_file(&image, path, 0, strip->coverage, strip->width, NULL))
        fail_msg("%s: %s", path, image.message);
}

/* How many px differ; -1 where the sizes do. */
static long count_differences(const char *path, const struct strip *strip)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    long differences = 0;
    if (!png_image_begin_read_from_file(&image, path))
        fail_msg("%s: %s", path, image.message);
    image.format = PNG_FORMAT_GRAY;
    size_t size = PNG_IMAGE_SIZE(image);
    unsigned char *golden = malloc(size);
    assert_true(png_image_finish_read(&image, NULL, golden, 0, NULL));
    bool same_size =
        (int)image.width == strip->width && (int)image.height == strip->height && size > 0;
    for (size_t i = 0; same_size && i < size; i++)
        differences += golden[i] != strip->coverage[i];
    free(golden);
    return same_size ? differences : -1;
}

static void compare(const char *name, const char *face, const char *text)
{
    char path[PATH_MAX_BYTES];
    struct strip *strip = draw(face, text);
    assert_int_equal(strip->missing, 0);
    snprintf(path, sizeof path, "tests/golden/%s-%s.png", name, face);
    if (getenv("GOLDEN_WRITE")) {
        write_strip(path, strip);
    } else if (count_differences(path, strip) != 0) {
        long differences = count_differences(path, strip);
        snprintf(path, sizeof path, DIFFERENT "/%s-%s.png", name, face);
        mkdir(DIFFERENT, 0755);
        write_strip(path, strip);
        fail_msg("%s: %ld px differ from tests/golden (-1: its size does)", path, differences);
    }
    strip_unref(strip);
}

static void every_language_looks_as_it_did(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof strips / sizeof *strips; i++)
        for (size_t k = 0; k < sizeof faces / sizeof *faces; k++)
            compare(strips[i].name, faces[k], strips[i].text);
}

static void a_px_that_differs_is_seen(void **state)
{
    (void)state;
    struct strip *strip = draw("13", strips[0].text);
    strip->coverage[strip->width + 1] ^= 0xff;
    assert_int_equal(count_differences("tests/golden/english-13.png", strip), 1);
    strip_unref(strip);
}

/* Else another face would fill in for what ours lacks, and nobody would see it here. */
static int leave_only_our_faces(void **state)
{
    (void)state;
    char *path = realpath("tests/support/no_fonts.conf", NULL);
    int failed = path ? setenv("FONTCONFIG_FILE", path, 1) : -1;
    free(path);
    return failed;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Our faces show seven languages as they did, px by px",
             every_language_looks_as_it_did),
        TEST("A px that differs is seen", a_px_that_differs_is_seen),
    };
    return cmocka_run_group_tests(tests, leave_only_our_faces, NULL);
}
