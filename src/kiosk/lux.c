#include "kiosk/lux.h"

#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

static double within(double value, double least, double most)
{
    return value < least ? least : value > most ? most : value;
}

/* At an end of the curve it counts at once: further it can't go, and back it takes the hysteresis.
 */
static void take_stop(struct light_level *level, const struct light_curve *curve, double lux)
{
    double least = log2(curve->dim_lux), most = log2(curve->full_lux);
    double stop = lux <= curve->dim_lux ? least : within(log2(lux), least, most);
    bool at_end = stop <= least || stop >= most;
    if (!level->any || at_end || fabs(stop - level->stop) >= LIGHT_HYSTERESIS)
        level->stop = stop;
}

int light_level_see(struct light_level *level, const struct light_curve *curve, double lux,
                    double seconds)
{
    take_stop(level, curve, lux);
    double least = log2(curve->dim_lux), most = log2(curve->full_lux);
    double wanted =
        curve->dim_percent + (100 - curve->dim_percent) * (level->stop - least) / (most - least);
    double step = curve->slew_s > 0 ? 100 * seconds / curve->slew_s : 100;
    level->percent =
        level->any ? within(wanted, level->percent - step, level->percent + step) : wanted;
    level->any = true;
    return (int)lround(within(level->percent, 1, 100));
}

/* *value stays where there is no number. */
static bool read_number(const char *folder, const char *name, double *value)
{
    double found;
    char *path = memory_format("%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    bool good = file && fscanf(file, "%lf", &found) == 1 && isfinite(found);
    if (good)
        *value = found;
    if (file)
        fclose(file);
    free(path);
    return good;
}

/* In lux, or raw and what makes lux of it; tsl2561 numbers its channels. */
static bool read_device(const char *folder, double *lux)
{
    double raw, scale = 1;
    if (read_number(folder, "in_illuminance_input", lux) ||
        read_number(folder, "in_illuminance0_input", lux))
        return true;
    if (!read_number(folder, "in_illuminance_raw", &raw))
        return false;
    read_number(folder, "in_illuminance_scale", &scale);
    *lux = raw * scale;
    return isfinite(*lux);
}

bool light_read(const char *folder, double *lux)
{
    glob_t devices;
    bool good = false;
    char *pattern = memory_format("%s/iio:device*", folder);
    int error = glob(pattern, 0, NULL, &devices);
    free(pattern);
    if (error)
        return false;
    for (size_t i = 0; i < devices.gl_pathc && !good; i++)
        good = read_device(devices.gl_pathv[i], lux);
    globfree(&devices);
    return good;
}
