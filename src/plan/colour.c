#include "plan/colour.h"

#include <assert.h>
#include <math.h>

#include "hub75/light.h"

#define DEGREES (M_PI / 180.0)
/* Amber (#ffa020) is at 76 degrees of hue, red at 40, yellow at 103. */
#define NAME_HUE_DEGREES 20.0
#define NAME_CHROMA 20.0 /* below it a colour has no hue to speak of */

static double lab_f(double t)
{
    const double delta = 6.0 / 29.0;
    return t > delta * delta * delta ? cbrt(t) : t / (3 * delta * delta) + 4.0 / 29.0;
}

struct colour_lab colour_to_lab(const uint16_t light[3])
{
    assert(light[0] <= LIGHT_FULL && light[1] <= LIGHT_FULL && light[2] <= LIGHT_FULL);
    /* IEC 61966-2-1, and its white, (0.9505, 1, 1.089). */
    double r = light[0] / (double)LIGHT_FULL;
    double g = light[1] / (double)LIGHT_FULL;
    double b = light[2] / (double)LIGHT_FULL;
    double x = lab_f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    double y = lab_f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    double z = lab_f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.0890);
    return (struct colour_lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double colour_de76(struct colour_lab x, struct colour_lab y)
{
    return sqrt((x.l - y.l) * (x.l - y.l) + (x.a - y.a) * (x.a - y.a) + (x.b - y.b) * (x.b - y.b));
}

static double hue_degrees(double a, double b)
{
    double hue = a == 0 && b == 0 ? 0 : atan2(b, a) / DEGREES;
    return hue < 0 ? hue + 360 : hue;
}

/* The difference of two hues, -180 to 180. */
static double hue_difference(double from, double to)
{
    double difference = to - from;
    if (difference > 180)
        return difference - 360;
    return difference < -180 ? difference + 360 : difference;
}

static double mean_hue(double h1, double h2)
{
    if (fabs(h1 - h2) <= 180)
        return (h1 + h2) / 2;
    return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

/* CIE 142: C^7 / (C^7 + 25^7), under a root. */
static double chroma_share(double chroma)
{
    double c7 = pow(chroma, 7);
    return sqrt(c7 / (c7 + 6103515625.0));
}

static double hue_weight(double hue)
{
    return 1 - 0.17 * cos((hue - 30) * DEGREES) + 0.24 * cos(2 * hue * DEGREES) +
           0.32 * cos((3 * hue + 6) * DEGREES) - 0.20 * cos((4 * hue - 63) * DEGREES);
}

/* Names as in CIE 142-2001. */
double colour_de2000(struct colour_lab x, struct colour_lab y)
{
    double g = 0.5 * (1 - chroma_share((hypot(x.a, x.b) + hypot(y.a, y.b)) / 2));
    double a1 = (1 + g) * x.a;
    double a2 = (1 + g) * y.a;
    double c1 = hypot(a1, x.b);
    double c2 = hypot(a2, y.b);
    double h1 = hue_degrees(a1, x.b);
    double h2 = hue_degrees(a2, y.b);
    bool grey = c1 * c2 == 0;
    double dh = 2 * sqrt(c1 * c2) * sin((grey ? 0 : hue_difference(h1, h2)) / 2 * DEGREES);
    double hue = grey ? h1 + h2 : mean_hue(h1, h2);
    double c = (c1 + c2) / 2;
    double l50 = ((x.l + y.l) / 2 - 50) * ((x.l + y.l) / 2 - 50);
    double sl = 1 + 0.015 * l50 / sqrt(20 + l50);
    double sc = 1 + 0.045 * c;
    double sh = 1 + 0.015 * c * hue_weight(hue);
    double turn = 30 * exp(-((hue - 275) / 25) * ((hue - 275) / 25));
    double rt = -2 * chroma_share(c) * sin(2 * turn * DEGREES);
    double dl = (y.l - x.l) / sl;
    double dc = (c2 - c1) / sc;
    dh /= sh;
    return sqrt(dl * dl + dc * dc + dh * dh + rt * dc * dh);
}

bool colour_name_differs(struct colour_lab x, struct colour_lab y)
{
    bool grey_x = hypot(x.a, x.b) < NAME_CHROMA;
    bool grey_y = hypot(y.a, y.b) < NAME_CHROMA;
    if (grey_x || grey_y)
        return grey_x != grey_y && colour_de76(x, y) > NAME_CHROMA;
    double turn = hue_difference(hue_degrees(x.a, x.b), hue_degrees(y.a, y.b));
    return fabs(turn) > NAME_HUE_DEGREES;
}
