#include "scan.h"

#include "config/board.h"
#include "hardware/dma.h"
#include "hardware/gpio.h"
#include "hardware/pio.h"
#include "hub75/driver.h"
#include "hub75/rows.h"
#include "pico/time.h"
#include "pins.h"
#include "slots.h"

#define DATA_SM 0
#define ROW_SM 1
#define DATA_PINS 6
#define ROW_PINS 5
#define DATA_MASK ((1u << DATA_PINS) - 1)
#define USED_MASK ((1u << PINS_USED) - 1)
#define ADDRESS_MASK (((1u << ROW_PINS) - 1) << PIN_A)
#define STALLED_US 100000 /* the slowest pass is far shorter */
/* How often the panel is told again what it forgets when its own supply comes and goes. */
#define AGAIN_US (180 * 1000000)

#ifdef INTERSTATE75_R0_PIN /* the SDK's file of that board must agree */
_Static_assert(PIN_R1 == INTERSTATE75_R0_PIN && PIN_G1 == INTERSTATE75_G0_PIN &&
                   PIN_B1 == INTERSTATE75_B0_PIN && PIN_R2 == INTERSTATE75_R1_PIN &&
                   PIN_G2 == INTERSTATE75_G1_PIN && PIN_B2 == INTERSTATE75_B1_PIN,
               "colours");
_Static_assert(PIN_A == INTERSTATE75_ROW_A_PIN && PIN_B == INTERSTATE75_ROW_B_PIN &&
                   PIN_C == INTERSTATE75_ROW_C_PIN && PIN_D == INTERSTATE75_ROW_D_PIN &&
                   PIN_E == INTERSTATE75_ROW_E_PIN,
               "rows");
_Static_assert(PIN_CLK == INTERSTATE75_CLK_PIN && PIN_LAT == INTERSTATE75_LAT_PIN &&
                   PIN_OE == INTERSTATE75_OE_PIN,
               "clock, latch and output enable");
#endif

enum {
    DATA_CHANNEL,
    DATA_AGAIN,
    ROW_CHANNEL,
    ROW_AGAIN,
    CHANNELS,
};

static struct {
    bool running;
    uint32_t frame_bytes;
    const uint8_t *volatile frame; /* of the next pass: DATA_AGAIN reads it */
    const uint32_t *volatile slots_again;
    uint32_t last_read, moved_us;
    uint32_t started_us; /* when the panel was told what it must know */
    struct pass pass;
    uint32_t dark_cycles;
} scan;

static void set_pins(uint32_t mask, uint32_t levels)
{
    gpio_put_masked(mask, levels);
    busy_wait_us_32(1); /* slow on purpose: this is not the scan */
}

void scan_hold_dark(void)
{
    gpio_init(PIN_OE);
    gpio_put(PIN_OE, true);
    gpio_set_dir(PIN_OE, GPIO_OUT);
}

/* A panel that takes what is inverted gets it so by the pins themselves: nothing else knows. */
static void invert_pins(const struct panel_wiring *wiring)
{
    for (uint pin = 0; pin < PINS_USED; pin++) {
        bool inverted =
            pin < PIN_R1 + DATA_PINS ? wiring->inverse : pin == PIN_CLK && wiring->falling;
        gpio_set_outover(pin, inverted ? GPIO_OVERRIDE_INVERT : GPIO_OVERRIDE_NORMAL);
    }
}

/* The processor drives the lines: nothing is lit. */
static void take_pins(const struct panel_wiring *wiring)
{
    gpio_put_masked(USED_MASK, 1u << PIN_OE);
    gpio_set_dir_masked(USED_MASK, USED_MASK);
    gpio_set_function(PIN_OE, GPIO_FUNC_SIO);
    for (uint pin = 0; pin < PINS_USED; pin++)
        gpio_set_function(pin, GPIO_FUNC_SIO);
    invert_pins(wiring);
}

static void clock_pixel(uint32_t levels)
{
    set_pins(DATA_MASK | 1u << PIN_CLK | 1u << PIN_LAT, levels);
    gpio_put(PIN_CLK, true);
}

static void write_driver(const struct device_wall *wall)
{
    const struct wiring_write *writes = wall->config.wiring.write;
    for (int i = 0; i < wall->config.wiring.writes; i++) {
        for (int column = 0; column < wall->columns; column++) {
            bool latch = driver_latch(&writes[i], column, wall->columns);
            clock_pixel((driver_data(&writes[i], column) ? DATA_MASK : 0) |
                        (latch ? 1u << PIN_LAT : 0));
        }
        set_pins(1u << PIN_LAT | 1u << PIN_CLK, 0);
    }
}

static void empty_registers(const struct panel_wiring *wiring, int columns)
{
    int under_latch = wiring->latch_clocks > 1 ? wiring->latch_clocks : 0;
    for (int column = 0; column < columns; column++)
        clock_pixel(column < columns - under_latch ? 0 : 1u << PIN_LAT);
    set_pins(1u << PIN_CLK, 0);
    if (under_latch == 0)
        set_pins(1u << PIN_LAT, 1u << PIN_LAT);
    set_pins(1u << PIN_LAT, 0);
    set_pins(ADDRESS_MASK, 0);
}

static void set_row_pins(void *user, uint32_t mask, uint32_t bits)
{
    (void)user;
    set_pins(mask >> BOARD_A << PIN_A, bits >> BOARD_A << PIN_A);
}

/* A register that chooses the rows holds anything: to the last row, from where a pass begins. */
static void clock_row_in(const struct panel_wiring *wiring)
{
    enum wiring_select select = (enum wiring_select)wiring->select;
    if (!rows_are_levels(select))
        rows_choose(select, wiring->scan, ROWS_UNKNOWN, wiring->scan - 1, set_row_pins, NULL);
}

/* --- the state machines' programs --- */

static uint side(uint instruction, uint bits, uint levels, uint delay)
{
    return instruction | pio_encode_sideset(bits, levels) | pio_encode_delay(delay);
}

/* Flags between the two. */
enum {
    IRQ_SHIFTED, /* all that may be while the plane before is lit */
    IRQ_DARK,    /* the row takes what was shifted */
    IRQ_LATCHED, /* where the latch wants to see clocks: they were */
};

struct program {
    uint16_t code[16];
    uint8_t length;
};

/* Returns where it stands. */
static uint put(struct program *program, uint instruction)
{
    program->code[program->length] = (uint16_t)instruction;
    return program->length++;
}

static void load(PIO pio, const struct program *program, uint at)
{
    struct pio_program whole = {
        .instructions = program->code, .length = program->length, .origin = (int8_t)at};
    pio_add_program_at_offset(pio, &whole, at);
}

/* So many pixels, a byte each, as its register X says; the side's bits are CLK and, of two, LAT. */
static void put_pixels(struct program *program, const struct device_wall *wall, uint bits,
                       uint latch)
{
    uint cycles = wall->config.pixel_cycles;
    uint low = cycles / 2;
    uint first = put(program, side(pio_encode_out(pio_pins, 8), bits, latch, low - 1));
    put(program, side(pio_encode_jmp_x_dec(first), bits, latch | 1, cycles - low - 1));
}

/* One plane: the columns, then the row's turn. The register may be shifted again once the row has
 * latched it. */
static struct program data_program(const struct device_wall *wall)
{
    struct program program = {0};
    put(&program, side(pio_encode_mov(pio_x, pio_y), 1, 0, 0));
    put_pixels(&program, wall, 1, 0);
    put(&program, side(pio_encode_irq_set(false, IRQ_SHIFTED), 1, 0, 0));
    put(&program, side(pio_encode_wait_irq(true, false, IRQ_DARK), 1, 0, 0));
    return program;
}

/* The same where the latch wants to be high over the last clocks, in the dark. */
static struct program data_program_with_latch(const struct device_wall *wall)
{
    const uint latch = 2;
    struct program program = {0};
    put(&program, side(pio_encode_mov(pio_x, pio_y), 2, 0, 0));
    put_pixels(&program, wall, 2, 0);
    put(&program, side(pio_encode_irq_set(false, IRQ_SHIFTED), 2, 0, 0));
    put(&program, side(pio_encode_wait_irq(true, false, IRQ_DARK), 2, 0, 0));
    put(&program, side(pio_encode_mov(pio_x, pio_isr), 2, 0, 0));
    put_pixels(&program, wall, 2, latch);
    put(&program, side(pio_encode_irq_set(false, IRQ_LATCHED), 2, 0, 0));
    return program;
}

#define ROW_AT 10 /* where the row's program begins: behind the data's */
_Static_assert(ROW_AT + 16 <= 32, "both programs fit");

/* The row's lines beside the state machine's own: OE, and LAT below it where the data do without.
 */
struct row_side {
    uint bits, dark, latch;
};

static void put_row(struct program *program, const struct row_side *lines, uint instruction,
                    uint delay)
{
    put(program, side(instruction, lines->bits, lines->dark, delay));
}

/* The levels that choose the row and how long it is lit; of one that is clocked in how many levels
 * there are. */
static void put_slot(struct program *program, const struct row_side *lines, bool clocked)
{
    if (clocked) {
        put_row(program, lines, pio_encode_out(pio_y, SLOTS_COUNT_BITS), 0);
        put_row(program, lines, pio_encode_out(pio_x, 32 - SLOTS_COUNT_BITS), 0);
    } else {
        put_row(program, lines, pio_encode_out(pio_pins, SLOTS_ROW_BITS), 0);
        put_row(program, lines, pio_encode_out(pio_x, 32 - SLOTS_ROW_BITS), 0);
    }
}

static void put_latch(struct program *program, const struct row_side *lines)
{
    if (lines->latch) {
        put(program, side(pio_encode_nop(), lines->bits, lines->dark | lines->latch, 1));
        put_row(program, lines, pio_encode_irq_set(false, IRQ_DARK), 0);
    } else {
        put_row(program, lines, pio_encode_irq_set(false, IRQ_DARK), 0);
        put_row(program, lines, pio_encode_wait_irq(true, false, IRQ_LATCHED), 0);
    }
}

/* As many levels as Y says: PASS_STEP_CYCLES each, since rows' chips are slower than columns'. */
static void put_steps(struct program *program, const struct row_side *lines)
{
    const uint half = PASS_STEP_CYCLES / 2;
    uint again = program->length + 2u;
    put_row(program, lines, pio_encode_jmp(again), 0);
    put_row(program, lines, pio_encode_out(pio_pins, 8), half - 1);
    put_row(program, lines, pio_encode_jmp_y_dec(again - 1), half - 1);
}

/* One plane: dark; address; latch; dark again for a while (ISR); lit as long as told. */
static struct program row_program(const struct row_side *lines, bool clocked)
{
    struct program program = {0};
    put_row(&program, lines, pio_encode_wait_irq(true, false, IRQ_SHIFTED), 7);
    put_slot(&program, lines, clocked);
    put_latch(&program, lines);
    if (clocked)
        put_steps(&program, lines);
    put_row(&program, lines, pio_encode_mov(pio_y, pio_isr), 0);
    uint here = program.length;
    put_row(&program, lines, pio_encode_jmp_y_dec(here), 0);
    put_row(&program, lines, pio_encode_jmp_x_dec(here + 3), 0);
    put_row(&program, lines, pio_encode_jmp(0), 0); /* not lit at all */
    put(&program, side(pio_encode_jmp_x_dec(here + 3), lines->bits, 0, 0));
    return program;
}

/* A number for good into a register of a state machine that stands. */
static void preset(PIO pio, uint sm, enum pio_src_dest to, uint32_t value)
{
    pio_sm_put(pio, sm, value);
    pio_sm_exec(pio, sm, pio_encode_pull(false, false));
    pio_sm_exec(pio, sm, pio_encode_mov(to, pio_osr));
    pio_sm_exec(pio, sm, pio_encode_out(pio_null, 32));
}

static void init_data(PIO pio, const struct device_wall *wall)
{
    const struct pass *pass = &scan.pass;
    bool latch = pass->under_latch > 0;
    struct program program = latch ? data_program_with_latch(wall) : data_program(wall);
    load(pio, &program, 0);
    pio_sm_config config = pio_get_default_sm_config();
    sm_config_set_wrap(&config, 0, program.length - 1u);
    sm_config_set_sideset(&config, latch ? 2 : 1, false, false);
    sm_config_set_sideset_pins(&config, PIN_CLK);
    sm_config_set_out_pins(&config, PIN_R1, DATA_PINS);
    sm_config_set_out_shift(&config, true, true, 32);
    sm_config_set_fifo_join(&config, PIO_FIFO_JOIN_TX);
    pio_sm_init(pio, DATA_SM, 0, &config);
    preset(pio, DATA_SM, pio_y, (uint32_t)(wall->columns - pass->under_latch) - 1);
    if (latch)
        preset(pio, DATA_SM, pio_isr, (uint32_t)pass->under_latch - 1);
}

static void init_row(PIO pio, const struct device_wall *wall)
{
    bool latch = scan.pass.under_latch == 0;
    struct row_side lines = latch ? (struct row_side){.bits = 2, .dark = 2, .latch = 1}
                                  : (struct row_side){.bits = 1, .dark = 1};
    bool clocked = !rows_are_levels((enum wiring_select)wall->config.wiring.select);
    struct program program = row_program(&lines, clocked);
    load(pio, &program, ROW_AT);
    pio_sm_config config = pio_get_default_sm_config();
    sm_config_set_wrap(&config, ROW_AT, ROW_AT + program.length - 1u);
    sm_config_set_sideset(&config, lines.bits, false, false);
    sm_config_set_sideset_pins(&config, latch ? PIN_LAT : PIN_OE);
    sm_config_set_out_pins(&config, PIN_A, ROW_PINS);
    sm_config_set_out_shift(&config, true, true, 32);
    pio_sm_init(pio, ROW_SM, ROW_AT, &config);
    preset(pio, ROW_SM, pio_isr, scan.dark_cycles);
}

/* What the rows' lines were left at stays, since some of them are clocks. */
static void give_pins(PIO pio, const struct panel_wiring *wiring)
{
    uint32_t levels = 1u << PIN_OE | (sio_hw->gpio_out & ADDRESS_MASK);
    pio_sm_set_pins_with_mask(pio, DATA_SM, levels, USED_MASK);
    pio_sm_set_pindirs_with_mask(pio, DATA_SM, USED_MASK, USED_MASK);
    for (uint pin = 0; pin < PINS_USED; pin++)
        pio_gpio_init(pio, pin);
    invert_pins(wiring);
}

/* --- DMA --- */

static void start_channel(uint channel, uint again, PIO pio, uint sm, uint32_t words,
                          const volatile void *pointer)
{
    dma_channel_config feed = dma_channel_get_default_config(channel);
    channel_config_set_dreq(&feed, pio_get_dreq(pio, sm, true));
    channel_config_set_chain_to(&feed, again);
    channel_config_set_high_priority(&feed, true);
    dma_channel_configure(channel, &feed, &pio->txf[sm], NULL, words, false);
    dma_channel_config restart = dma_channel_get_default_config(again);
    channel_config_set_read_increment(&restart, false);
    dma_channel_configure(again, &restart, &dma_hw->ch[channel].al3_read_addr_trig, pointer, 1,
                          true);
}

void scan_init(void)
{
    const struct panel_wiring none = {0};
    dma_claim_mask((1u << CHANNELS) - 1);
    take_pins(&none);
}

/* The panel is told what it must know, and scanned from its first row on. */
static void run(const struct device_wall *wall, int frame)
{
    PIO pio = pio0;
    const struct panel_wiring *wiring = &wall->config.wiring;
    take_pins(wiring);
    write_driver(wall);
    empty_registers(wiring, wall->columns);
    clock_row_in(wiring);
    pio_clear_instruction_memory(pio);
    pio->irq = 0xff;
    init_data(pio, wall);
    init_row(pio, wall);
    give_pins(pio, wiring);
    scan.frame_bytes = (uint32_t)wall->frame_size;
    scan.frame = wall->frames[frame];
    scan.slots_again = wall->slots;
    uint32_t slots = slots_words(&wall->config);
    start_channel(DATA_CHANNEL, DATA_AGAIN, pio, DATA_SM, scan.frame_bytes / 4, &scan.frame);
    start_channel(ROW_CHANNEL, ROW_AGAIN, pio, ROW_SM, slots, &scan.slots_again);
    scan.moved_us = scan.started_us = time_us_32();
    scan.running = true;
    pio_enable_sm_mask_in_sync(pio, 1u << DATA_SM | 1u << ROW_SM);
}

void scan_start(const struct device_wall *wall, uint32_t clock_hz, int frame)
{
    scan.pass = device_wall_pass(wall, clock_hz);
    struct pass_light light = pass_light(&scan.pass);
    scan.dark_cycles = light.dark;
    slots_fill(wall, &scan.pass, &light);
    run(wall, frame);
}

/* A channel that is aborted must not start another (RP2040-E13). */
static void stop_channels(void)
{
    for (uint channel = 0; channel < CHANNELS; channel++)
        hw_clear_bits(&dma_hw->ch[channel].al1_ctrl, DMA_CH0_CTRL_TRIG_EN_BITS);
    for (uint channel = 0; channel < CHANNELS; channel++)
        dma_channel_abort(channel);
}

void scan_stop(const struct device_wall *wall)
{
    const struct panel_wiring *wiring = &wall->config.wiring;
    take_pins(wiring);
    pio_set_sm_mask_enabled(pio0, 1u << DATA_SM | 1u << ROW_SM, false);
    if (scan.running)
        stop_channels();
    scan.running = false;
    empty_registers(wiring, wall->columns > 0 ? wall->columns : DEVICE_COLUMNS_MAX);
}

void scan_again(const struct device_wall *wall, uint32_t now_us)
{
    const struct panel_wiring *wiring = &wall->config.wiring;
    bool forgets = wiring->writes > 0 || !rows_are_levels((enum wiring_select)wiring->select);
    int32_t since_us = (int32_t)(now_us - scan.started_us); /* below 0: it was started since now */
    if (!forgets || !scan.running || since_us < AGAIN_US)
        return;
    scan_stop(wall);
    run(wall, wall->front);
}

bool scan_is_running(void)
{
    return scan.running;
}

void scan_flip(const struct device_wall *wall, int frame)
{
    scan.frame = wall->frames[frame];
}

bool scan_is_settled(void)
{
    if (!scan.running)
        return true;
    uint32_t first = (uint32_t)(uintptr_t)scan.frame;
    uint32_t read = dma_hw->ch[DATA_CHANNEL].read_addr;
    return read >= first && read <= first + scan.frame_bytes;
}

bool scan_is_alive(uint32_t now_us)
{
    uint32_t read = dma_hw->ch[DATA_CHANNEL].read_addr;
    if (!scan.running || read != scan.last_read)
        scan.moved_us = now_us;
    scan.last_read = read;
    return now_us - scan.moved_us < STALLED_US;
}
