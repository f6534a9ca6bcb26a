/* What our own faces show, px by px: tests/golden/LANGUAGE-FACE.png. A bitmap face looks the same
 * wherever it is drawn, so these hold on every machine. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "config/text_keys.h"
#include "golden.h"
#include "text/strip.h"
#include "text/strip_create.h"

#define NAME_MAX_BYTES 96

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
    char path[NAME_MAX_BYTES];
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

static struct golden picture_of(const struct strip *strip)
{
    return (struct golden){.width = strip->width, .height = strip->height, .px = strip->coverage};
}

static void compare(const char *language, const char *face, const char *text)
{
    char name[NAME_MAX_BYTES];
    struct strip *strip = draw(face, text);
    struct golden picture = picture_of(strip);
    assert_int_equal(strip->missing, 0);
    snprintf(name, sizeof name, "%s-%s", language, face);
    assert_true(golden_holds(name, &picture));
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
    struct golden picture = picture_of(strip);
    strip->coverage[strip->width + 1] ^= 0xff;
    assert_int_equal(golden_differences("english-13", &picture), 1);
    strip_unref(strip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Our faces show seven languages as they did, px by px",
             every_language_looks_as_it_did),
        TEST("A px that differs is seen", a_px_that_differs_is_seen),
    };
    return cmocka_run_group_tests(tests, golden_leave_our_faces, NULL);
}
