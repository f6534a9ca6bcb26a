/* vcd_check VCD PNG_DIR KEY=VALUE...: whether the light that a panel gives when
 * it is driven as in the trace is that of the PNG pictures (picture.scale 1,
 * squares) of the same show. The keys are those of the configuration. */
#include <dirent.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "hub75/light.h"
#include "module.h"
#include "vcd_reader.h"

#define EDGE_NS (INT64_C(20) * 1000000) /* of each picture's time, not looked at */
#define LEAST_NS                                                                                   \
    (INT64_C(160) * 1000000) /* a picture that is seen for less is passed over: few refreshes */
#define TOLERANCE 0.06       /* of full light: a refresh more or less, amber's blue */

struct picture {
    int64_t from_ns, to_ns;
    png_image image;
    uint8_t *rgb;
};

struct check {
    struct config config;
    struct test_panel panel;
    struct picture pictures[256];
    int count, at;
    bool inside;
    int compared, wrong;
};

static void read_picture(struct check *check, const char *folder, const char *name)
{
    char path[512];
    struct picture *picture = &check->pictures[check->count++];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    picture->from_ns = strtoll(name, NULL, 10) * 1000;
    picture->image = (png_image){.version = PNG_IMAGE_VERSION};
    png_image_begin_read_from_file(&picture->image, path);
    picture->image.format = PNG_FORMAT_RGB;
    picture->rgb = malloc(PNG_IMAGE_SIZE(picture->image));
    png_image_finish_read(&picture->image, NULL, picture->rgb, 0, NULL);
}

static int is_png(const struct dirent *entry)
{
    return strstr(entry->d_name, ".png") != NULL;
}

static void read_pictures(struct check *check, const char *folder, int64_t end_ns)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_png, alphasort);
    for (int i = 0; i < count && check->count < 256; i++) {
        read_picture(check, folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    for (int i = 0; i < check->count; i++)
        check->pictures[i].to_ns = i + 1 < check->count ? check->pictures[i + 1].from_ns : end_ns;
}

/* The light of an LED's channel: asked for, and given. */
static void light_of(const struct check *check, const struct picture *picture, int x, int y,
                     int colour, double *asked, double *given)
{
    struct module_place p = module_place(&check->config.panel, x, y);
    const uint8_t *pixel = picture->rgb + (y * (int)picture->image.width + x) * 3;
    *asked = light_of_value(pixel[colour]);
    *given = (double)test_panel_lit_ns(&check->panel, p.row, p.column, p.lane, p.half * 3 + colour);
}

static void compare(struct check *check, const struct picture *picture)
{
    double asked, given, both = 0, square = 0;
    int width = (int)picture->image.width;
    int total = width * (int)picture->image.height * 3;
    for (int i = 0; i < total; i++) {
        light_of(check, picture, i / 3 % width, i / 3 / width, i % 3, &asked, &given);
        both += asked * given;
        square += asked * asked;
    }
    double scale = square > 0 ? both / square : 1; /* ns of light for a step of it */
    for (int i = 0; i < total; i++) {
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
    while (check->at < check->count) {
        struct picture *picture = &check->pictures[check->at];
        if (!check->inside && t_ns < picture->from_ns + EDGE_NS)
            break;
        if (!check->inside) {
            test_panel_until(&check->panel, t_ns);
            test_panel_reset_light(&check->panel);
            check->inside = true;
        }
        if (t_ns < picture->to_ns - EDGE_NS)
            break;
        test_panel_until(&check->panel, t_ns);
        if (picture->to_ns - picture->from_ns >= LEAST_NS)
            compare(check, picture);
        check->inside = false;
        check->at++;
    }
    return check->at < check->count;
}

static void run(struct check *check, const char *vcd)
{
    const struct config_panel *panel = &check->config.panel;
    int scan = panel->scan ? panel->scan : panel->rows / 2;
    int columns = panel->columns * panel->chain * (panel->rows / 2 / scan);
    test_panel_init(&check->panel, scan, columns, panel->parallel);
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
    read_pictures(&check, argv[2], INT64_C(3600) * 1000000000);
    check.count -= check.count > 0; /* the last one's end is not known */
    run(&check, argv[1]);
    return check.compared == 0 || check.wrong > 0 || check.panel.error[0];
}
