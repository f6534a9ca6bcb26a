#include "layout/specimen.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/config.h"
#include "text/strip.h"
#include "text/strip_create.h"

#define MARGIN_PX 4
#define SHIFT_PX 1

static const char *const lines[] = {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789",
    "abcdefghijklmnopqrstuvwxyz .,:;!?-–— \"#$%&'()*+/<=>@",
    "‘single’ “double” „low“ «guillemets» … • † § ¶ © ® ™ № ° ′ ″",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØŒÙÚÛÜÝÞŸ",
    "àáâãäåæçèéêëìíîïðñòóôõöøœùúûüýþÿß",
    "ĄąĆćČčĎďĐđĘęĚěĞğĢģĦħİıĶķŁłŃńŇňŊŋŐőŘřŚśŞşŠšŤťŮůŰűŹźŻżŽž",
    "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẾếỀềỂểỄễỆệƠơỚớỜờỢợƯưỨứỮữỴỵỸỹ",
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ αβγδεζηθικλμνξοπρσςτυφχψω",
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЄІЇЎҐЂЉЊЋЏ",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїўґђљњћџ",
    "ӘәҒғҚқҢңӨөҰұҮүҺһ € £ ¥ ¢ ₹ ₽ ₩ ₪ ₺ ₴ ₿ ₼ ₾",
    "½ ¾ ⅓ ⅝ x² H₂O",
    "← ↑ → ↓ ↔ ↕ ↖ ↗ ↘ ↙ ▲ ▼ ● ■ ★ ✓ ✗ ± × ÷ ≈ ≠ ≤ ≥ ∞ √ ℃",
    "“Every sign counts: Illinois 10, Ol’ 0,” said the printer’s clerk.",
};

#define LINES (sizeof lines / sizeof *lines)

static void add_line(const struct config *config, struct scene *scene, struct strip *strip, int y)
{
    struct zone *zone =
        scene_add_zone(scene, MARGIN_PX, y, scene->width - 2 * MARGIN_PX, strip->height, strip);
    zone_set_colours(zone, &config->colours);
}

struct scene *specimen_scene(const struct config *config, struct fonts *fonts, struct diag *diag)
{
    struct strip *strips[LINES] = {NULL};
    struct scene *scene = NULL;
    int width = 0;
    for (size_t i = 0; i < LINES; i++) {
        strips[i] = strip_create(fonts, lines[i], strlen(lines[i]), TEXT_ROLE_TEXT, NULL, 0, diag);
        if (!strips[i])
            goto out;
        width = strips[i]->width > width ? strips[i]->width : width;
    }
    int step = strips[0]->height + MARGIN_PX;
    scene = scene_create(width + 2 * MARGIN_PX, MARGIN_PX + step * (int)LINES, 0);
    scene->background = config->colours.background;
    for (size_t i = 0; i < LINES; i++)
        add_line(config, scene, strips[i], MARGIN_PX + step * (int)i);
out:
    for (size_t i = 0; i < LINES; i++)
        strip_unref(strips[i]);
    return scene;
}

static bool lit(const struct strip *strip, int x, int y)
{
    return x >= 0 && y >= 0 && x < strip->width && y < strip->height &&
           strip->coverage[(size_t)y * (size_t)strip->width + (size_t)x] >= 128;
}

static double distance_at(const struct strip *a, const struct strip *b, int dx, int dy)
{
    int differ = 0;
    int any = 0;
    int right = a->width > b->width + dx ? a->width : b->width + dx;
    for (int y = -SHIFT_PX; y < a->height + SHIFT_PX; y++)
        for (int x = dx < 0 ? dx : 0; x < right; x++) {
            bool of_a = lit(a, x, y);
            bool of_b = lit(b, x - dx, y - dy);
            differ += of_a != of_b;
            any += of_a || of_b;
        }
    return any ? (double)differ / any : 0;
}

static double distance(const struct strip *a, const struct strip *b)
{
    double least = 1;
    int middle = (a->width - b->width) / 2; /* of different widths: by their middles too */
    for (int dy = -SHIFT_PX; dy <= SHIFT_PX; dy++)
        for (int dx = -SHIFT_PX; dx <= SHIFT_PX; dx++) {
            double left = distance_at(a, b, dx, dy);
            double centred = distance_at(a, b, middle + dx, dy);
            least = left < least ? left : least;
            least = centred < least ? centred : least;
        }
    return least;
}

static int compare_pairs(const void *a, const void *b)
{
    double left = ((const struct specimen_pair *)a)->distance;
    double right = ((const struct specimen_pair *)b)->distance;
    return (left > right) - (left < right);
}

static const char characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
#define CHARACTERS (sizeof characters - 1)

struct specimen_pair *specimen_pairs(struct fonts *fonts, size_t *count, struct diag *diag)
{
    struct strip *strips[CHARACTERS] = {NULL};
    struct specimen_pair *pairs = memory_alloc(CHARACTERS * (CHARACTERS - 1) / 2, sizeof *pairs);
    bool good = true;
    *count = 0;
    for (size_t i = 0; i < CHARACTERS && good; i++) {
        strips[i] = strip_create(fonts, &characters[i], 1, TEXT_ROLE_TEXT, NULL, 0, diag);
        good = strips[i] != NULL;
    }
    for (size_t i = 0; i < CHARACTERS && good; i++)
        for (size_t k = 0; k < i; k++)
            pairs[(*count)++] = (struct specimen_pair){characters[k], characters[i],
                                                       distance(strips[k], strips[i])};
    for (size_t i = 0; i < CHARACTERS; i++)
        strip_unref(strips[i]);
    qsort(pairs, *count, sizeof *pairs, compare_pairs);
    return pairs;
}
