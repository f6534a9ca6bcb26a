#include "hub75/pass.h"

#include <assert.h>

#include "hub75/rows.h"

#define FULL_PERCENT 100
#define MILLION 1000000u
#define NS_PER_S 1000000000u
/* A driver's outputs need some ns to come on: a pulse that is much shorter than the unit of
 * 64 columns at full brightness (48 ns) might not light at all. */
#define SHORTEST_NS 40
#define UNIT_MOST (1u << 16) /* with ten planes 26 bits */

int pass_planes(int columns)
{
    assert(columns > 0);
    return columns <= 128 ? 10 : 8;
}

static uint32_t cycles_of(const struct pass *pass, int ns)
{
    return (uint32_t)((uint64_t)(uint32_t)ns * pass->clock_hz / NS_PER_S);
}

static uint32_t levels(const struct pass *pass)
{
    return (1u << pass->planes) - 1;
}

void pass_wire(struct pass *pass, const struct panel_wiring *wiring)
{
    const int in_a_word = 4; /* levels, each a byte: firmware/slots.h */
    int calls = rows_calls((enum wiring_select)wiring->select, wiring->scan);
    pass->steps = (calls + in_a_word - 1) / in_a_word * in_a_word;
    pass->under_latch = wiring->latch_clocks > 1 ? wiring->latch_clocks : 0;
}

/* Never lit, and nothing else goes on meanwhile. */
static uint32_t alone_cycles(const struct pass *pass)
{
    return pass->under_latch == 0
               ? 0
               : (uint32_t)(pass->under_latch * pass->pixel_cycles) + PASS_UNDER_LATCH_EXTRA;
}

/* Never lit, while the next plane is shifted: a row is clocked in before its first plane. */
static uint32_t dark_cycles(const struct pass *pass, int plane)
{
    uint32_t cycles = PASS_DARK_CYCLES;
    if (pass->steps > 0)
        cycles += PASS_STEPS_EXTRA;
    if (plane == 0)
        cycles += (uint32_t)(pass->steps * PASS_STEP_CYCLES);
    return cycles;
}

/* Of all slots of a scan row, the dimmest plane lit for step / turns cycles. */
static uint32_t row_cycles(const struct pass *pass, uint32_t step, uint32_t turns, uint32_t dark)
{
    int columns = pass->columns - pass->under_latch;
    uint32_t shift = (uint32_t)(columns * pass->pixel_cycles) + PASS_SHIFT_EXTRA;
    uint32_t cycles = 0;
    assert(pass->planes > 0 && columns > 0);
    for (int plane = 0; plane < pass->planes; plane++) {
        uint32_t lit = (uint32_t)(((uint64_t)step << plane) / turns);
        lit += dark_cycles(pass, plane) + dark;
        cycles += (lit > shift ? lit : shift) + alone_cycles(pass);
    }
    return cycles;
}

static uint32_t row_ppm(const struct pass *pass, uint32_t unit)
{
    uint32_t row = row_cycles(pass, unit, 1, cycles_of(pass, pass->blank_ns));
    return (uint32_t)((uint64_t)unit * levels(pass) * MILLION / row);
}

/* So much darkness before each pulse that a pass lasts as long as at full brightness. */
static uint32_t find_dark(const struct pass *pass, const struct pass_light *light)
{
    uint32_t least = cycles_of(pass, pass->blank_ns);
    uint32_t row = light->cycles / (uint32_t)pass->scan_rows;
    uint32_t most = least + row;
    while (most - least > 1) {
        uint32_t dark = least + (most - least) / 2;
        if (row_cycles(pass, light->step, PASS_TURNS, dark) <= row)
            least = dark;
        else
            most = dark;
    }
    return least;
}

struct pass_light pass_light_at(const struct pass *pass, uint32_t lit_ppm)
{
    assert(pass->planes <= PASS_PLANES_MAX && pass->scan_rows > 0 && pass->columns > 0);
    assert(pass->brightness > 0 && pass->brightness <= FULL_PERCENT);
    struct pass_light light = {.unit = 1, .dark = cycles_of(pass, pass->blank_ns)};
    while (light.unit < UNIT_MOST && row_ppm(pass, light.unit) < lit_ppm)
        light.unit++;
    light.cycles = row_cycles(pass, light.unit, 1, light.dark) * (uint32_t)pass->scan_rows;
    light.step =
        (light.unit * PASS_TURNS * (uint32_t)pass->brightness + FULL_PERCENT / 2) / FULL_PERCENT;
    light.step = light.step > 0 ? light.step : 1;
    light.shortest = cycles_of(pass, SHORTEST_NS);
    if (pass_turns(pass) > 1)
        light.dark = find_dark(pass, &light);
    return light;
}

struct pass_light pass_light(const struct pass *pass)
{
    const uint32_t ample_hz = 400;
    const uint32_t bright_ppm = 700000;
    const uint32_t fair_ppm = 500000;
    struct pass_light light = pass_light_at(pass, bright_ppm);
    if ((uint64_t)light.cycles * ample_hz > pass->clock_hz)
        light = pass_light_at(pass, fair_ppm);
    return light;
}

uint32_t pass_lit_ppm(const struct pass *pass, const struct pass_light *light)
{
    return row_ppm(pass, light->unit);
}

int pass_turns(const struct pass *pass)
{
    return pass->brightness == FULL_PERCENT ? 1 : PASS_TURNS;
}

/* The light of the first `turns` of all: as many pulses of `total` cycles as have come. */
static uint32_t light_until(uint32_t total, uint32_t pulses, uint32_t turns)
{
    uint32_t come = pulses * turns / PASS_TURNS;
    return total / pulses * come + total % pulses * come / pulses;
}

uint32_t pass_lit_cycles(const struct pass *pass, const struct pass_light *light, int row,
                         int plane, int turn)
{
    const uint32_t row_stride = 5; /* neighbours far apart; no factor of PASS_TURNS */
    assert(row >= 0 && row < pass->scan_rows && plane >= 0 && plane < pass->planes);
    assert(turn >= 0 && turn < pass_turns(pass));
    if (pass_turns(pass) == 1)
        return light->unit << plane;
    uint32_t total = light->step << plane;
    uint32_t pulses = light->shortest > 0 ? total / light->shortest : PASS_TURNS;
    pulses = pulses < 1 ? 1 : pulses;
    pulses = pulses > PASS_TURNS ? PASS_TURNS : pulses;
    uint32_t at = ((uint32_t)turn + (uint32_t)row * row_stride + (uint32_t)plane) % PASS_TURNS;
    return light_until(total, pulses, at + 1) - light_until(total, pulses, at);
}
