/* vcd_check VCD PNG_DIR KEY=VALUE...: whether the light that a panel gives when
 * it is driven as in the trace is that of the PNG pictures (picture.scale 1,
 * squares) of the same show. The keys are those of the configuration. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "hub75/light.h"
#include "module.h"
#include "pictures.h"
#include "vcd_reader.h"

#define EDGE_NS (INT64_C(20) * 1000000) /* of each picture's time, not looked at */
#define LEAST_NS                                                                                   \
    (INT64_C(160) * 1000000) /* a picture that is seen for less is passed over: few refreshes */
#define TOLERANCE 0.06       /* of full light: a refresh more or less, amber's blue */

struct check {
    struct config config;
    struct test_panel panel;
    struct test_module module;
    struct pictures pictures;
    int at;
    bool inside;
    int compared, wrong;
};

static int64_t from_ns(const struct check *check, int index)
{
    return check->pictures.items[index].from_us * 1000;
}

/* The light of an LED's channel: asked for, and given. */
static void light_of(const struct check *check, const struct picture *picture, int x, int y,
                     int colour, double *asked, double *given)
{
    struct module_place p = module_place_of(&check->config.panel, &check->module, x, y);
    const uint8_t *pixel = picture->rgb + (y * picture->width + x) * 3;
    *asked = *given = 0;
    if (p.row < 0) /* no panel hangs there */
        return;
    *asked = light_of_value(pixel[colour]);
    *given = (double)test_panel_lit_ns(&check->panel, p.row, p.column, p.lane, p.half * 3 + colour);
}

static void compare(struct check *check, const struct picture *picture)
{
    double asked, given, both = 0, square = 0;
    int width = picture->width;
    int total = width * picture->height * 3;
    for (int i = 0; i < total; i++) {
        light_of(check, picture, i / 3 % width, i / 3 / width, i % 3, &asked, &given);
        both += asked * given;
        square += asked * asked;
    }
    double scale = square > 0 ? both / square : 1; /* ns of light for a step of it */
    check->wrong += scale <= 0;                    /* it never lit */
    for (int i = 0; i < total && scale > 0; i++) {
        light_of(check, picture, i / 3 % width, i / 3 / width, i % 3, &asked, &given);
        double error = (given / scale - asked) / LIGHT_FULL;
        if (error > TOLERANCE || error < -TOLERANCE)
            check->wrong++;
    }
    check->compared++;
}

static bool visit(void *user, int64_t t_ns)
{
    struct check *check = user;
    const int last = check->pictures.count - 1; /* whose end is not known */
    while (check->at < last) {
        int64_t begin_ns = from_ns(check, check->at);
        int64_t end_ns = from_ns(check, check->at + 1);
        if (!check->inside && t_ns < begin_ns + EDGE_NS)
            break;
        if (!check->inside) {
            test_panel_until(&check->panel, t_ns);
            test_panel_reset_light(&check->panel);
            check->inside = true;
        }
        if (t_ns < end_ns - EDGE_NS)
            break;
        test_panel_until(&check->panel, t_ns);
        if (end_ns - begin_ns >= LEAST_NS)
            compare(check, &check->pictures.items[check->at]);
        check->inside = false;
        check->at++;
    }
    return check->at < last;
}

static void run(struct check *check, const char *vcd)
{
    const struct config_panel *panel = &check->config.panel;
    int scan = panel->scan ? panel->scan : panel->rows / 2;
    int columns = panel->columns * panel->chain * (panel->rows / 2 / scan);
    if (check->module.led) {
        scan = check->module.scan;
        columns = check->module.places * panel->chain;
    }
    test_panel_init(&check->panel, scan, columns, panel->parallel);
    test_panel_become(&check->panel, &check->module);
    if (!vcd_read(vcd, check->config.hub75.call_ns / 2, &check->panel, visit, check))
        check->wrong++;
    printf("%d pictures compared, %d LEDs' channels wrong%s%s\n", check->compared, check->wrong,
           check->panel.error[0] ? "; " : "", check->panel.error);
}

int main(int argc, char **argv)
{
    static struct check check;
    struct diag diag = {0};
    if (argc < 3)
        return 2;
    configuration_init(&check.config);
    for (int i = 3; i < argc; i++)
        if (!configuration_set(&check.config, argv[i], &diag))
            return 2;
    if (!module_named(&check.config.panel, &check.module) ||
        !configuration_check(&check.config, &diag))
        return 2;
    if (!pictures_read(&check.pictures, argv[2]))
        return 2;
    run(&check, argv[1]);
    return check.compared == 0 || check.wrong > 0 || check.panel.error[0];
}
