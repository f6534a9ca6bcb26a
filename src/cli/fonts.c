/* motograph fonts: the chain of faces, which has what, and how they look. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/typed_text.h"
#include "config/config.h"
#include "layout/specimen.h"
#include "output/picture_png.h"
#include "text/coverage.h"
#include "text/strip.h"

#define NAME_SIZE 128

static void print_chain(const struct cli *cli, const struct fonts *fonts)
{
    const struct config_text *text = &cli->config->text;
    json_t *chain = json_array();
    for (size_t i = 0; i < text->font_count; i++)
        json_array_append_new(chain, json_string(text->fonts[i]));
    if (cli->json) {
        cli_print_json(json_pack("{s:o, s:i, s:i}", "fonts", chain, "line_px",
                                 fonts_line_height_px(fonts), "ascent_px", fonts_ascent_px(fonts)));
        return;
    }
    for (size_t i = 0; i < text->font_count; i++)
        cli_print_text(text->fonts[i]);
    printf("a line is %d px high, %d of them above the baseline\n", fonts_line_height_px(fonts),
           fonts_ascent_px(fonts));
    json_decref(chain);
}

static void print_character(struct cli *cli, const char *text, size_t size, const char *name)
{
    uint32_t code = 0;
    utf8_decode(text, size, &code);
    char *character = strndup(text, size);
    if (cli->json)
        cli_print_json(
            json_pack("{s:s, s:i, s:s?}", "character", character, "code", (int)code, "face", name));
    else
        printf("U+%04X %s  %s\n", (unsigned)code, character, name ? name : "no face has it");
    free(character);
}

/* A line for each character, once. False when one has no face. */
static bool print_coverage(struct cli *cli, struct fonts *fonts, const char *text)
{
    size_t length = strlen(text);
    bool covered = true;
    if (!cli_check_typed(cli, "--coverage", text))
        return false;
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        size_t size = utf8_decode(text + at, length - at, &code);
        char name[NAME_SIZE];
        char *before = strndup(text, at);
        char *character = strndup(text + at, size);
        if (code >= ' ' && !strstr(before, character)) {
            const char *face = fonts_name_for(fonts, character, size, name, sizeof name);
            print_character(cli, character, size, face);
            covered &= face != NULL;
        }
        free(before);
        free(character);
        at += size;
    }
    return covered;
}

static bool write_specimen(struct cli *cli, struct fonts *fonts, const char *path)
{
    struct scene *scene = specimen_scene(cli->config, fonts, &cli->diag);
    if (!scene)
        return false;
    struct frame frame;
    frame_init(&frame, scene->width, scene->height);
    scene_draw(scene, 0, &frame);
    bool good = picture_write_png(path, &frame, cli->config->picture.scale,
                                  cli->config->picture.dots, &cli->diag);
    frame_finish(&frame);
    scene_unref(scene);
    return good;
}

static bool print_confusable(struct cli *cli, struct fonts *fonts)
{
    size_t count = 0;
    struct specimen_pair *pairs = specimen_pairs(fonts, &count, &cli->diag);
    size_t near = 0;
    cli_begin_items(cli);
    for (; near < count && pairs[near].distance < SPECIMEN_CONFUSABLE; near++) {
        const char a[] = {pairs[near].a, '\0'};
        const char b[] = {pairs[near].b, '\0'};
        if (cli->json)
            cli_print_item(cli, json_pack("{s:s, s:s, s:f}", "a", a, "b", b, "distance",
                                          pairs[near].distance));
        else
            printf("%s and %s may be taken for each other: %.0f %% of their px differ\n", a, b,
                   100 * pairs[near].distance);
    }
    if (!cli->json && near == 0 && count > 0)
        printf(
            "No two letters or figures are alike; the nearest are %c and %c: %.0f %% of their px "
            "differ\n",
            pairs[0].a, pairs[0].b, 100 * pairs[0].distance);
    free(pairs);
    return near == 0;
}

static int run(struct cli *cli)
{
    const char *coverage = cli_value(cli, "coverage");
    const char *specimen = cli_value(cli, "specimen");
    if (!cli_not_both(cli, "coverage", "specimen") ||
        !cli_not_both(cli, "coverage", "confusable") ||
        !cli_not_both(cli, "specimen", "confusable"))
        return CLI_FAULT;
    struct fonts *fonts = fonts_open(&cli->config->text, &cli->diag);
    bool good = fonts != NULL;
    if (good && coverage)
        good = print_coverage(cli, fonts, coverage);
    else if (good && specimen)
        good = write_specimen(cli, fonts, specimen);
    else if (good && cli_value(cli, "confusable"))
        good = print_confusable(cli, fonts);
    else if (good)
        print_chain(cli, fonts);
    fonts_close(fonts);
    return good && !cli->diag.errors ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_fonts = {
    .name = "fonts",
    .arguments = "",
    .help = "the chain of fonts; what they have, and how they look",
    .lists = true,
    .options = {{"coverage", "TEXT", "which face shows each of its characters", 0},
                {"specimen", "FILE.png", "writes their letters as a picture", 0},
                {"confusable", NULL, "names letters and figures that are too much alike", 0}},
    .run = run,
};
