#include "scan.h"

#include "config/board.h"
#include "hardware/dma.h"
#include "hardware/gpio.h"
#include "hardware/pio.h"
#include "hub75/driver.h"
#include "hub75/rows.h"
#include "pico/time.h"
#include "pins.h"

#define DATA_SM 0
#define ROW_SM 1
#define DATA_PINS 6
#define ROW_PINS 5
#define DATA_MASK ((1u << DATA_PINS) - 1)
#define USED_MASK ((1u << PINS_USED) - 1)
#define STALLED_US 100000 /* the slowest pass is far shorter */

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
} scan;

/* Row's lines beside the state machine's own: OE (dark) and LAT. */
#define DARK 2u
#define LATCH 1u

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

/* The processor drives the lines: nothing is lit. */
static void take_pins(void)
{
    gpio_put_masked(USED_MASK, 1u << PIN_OE);
    gpio_set_dir_masked(USED_MASK, USED_MASK);
    gpio_set_function(PIN_OE, GPIO_FUNC_SIO);
    for (uint pin = 0; pin < PINS_USED; pin++)
        gpio_set_function(pin, GPIO_FUNC_SIO);
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

static void empty_registers(int columns)
{
    for (int column = 0; column < columns; column++)
        clock_pixel(0);
    set_pins(1u << PIN_CLK, 0);
    set_pins(1u << PIN_LAT, 1u << PIN_LAT);
    set_pins(1u << PIN_LAT, 0);
    set_pins(((1u << ROW_PINS) - 1) << PIN_A, 0);
}

/* --- the state machines' programs --- */

static uint side(uint instruction, uint bits, uint levels, uint delay)
{
    return instruction | pio_encode_sideset(bits, levels) | pio_encode_delay(delay);
}

/* One plane: `columns` pixels, a byte each; then the row's turn. The register
 * may be shifted again once the row has latched it. */
static uint load_data(PIO pio, const struct device_wall *wall)
{
    uint cycles = wall->config.pixel_cycles;
    uint low = cycles / 2;
    uint16_t code[] = {
        (uint16_t)side(pio_encode_mov(pio_x, pio_y), 1, 0, 0),
        (uint16_t)side(pio_encode_out(pio_pins, 8), 1, 0, low - 1),
        (uint16_t)side(pio_encode_jmp_x_dec(1), 1, 1, cycles - low - 1),
        (uint16_t)side(pio_encode_irq_set(false, 0), 1, 0, 0),
        (uint16_t)side(pio_encode_wait_irq(true, false, 1), 1, 0, 0),
    };
    struct pio_program program = {.instructions = code, .length = count_of(code), .origin = 0};
    return (uint)pio_add_program(pio, &program);
}

#define ROW_AT 8 /* where the row's program begins; its jumps are counted from there */

/* One plane: dark; address; latch; dark again for a while; lit as long as told. */
static void load_row(PIO pio)
{
    uint16_t code[] = {
        (uint16_t)side(pio_encode_wait_irq(true, false, 0), 2, DARK, 7),
        (uint16_t)side(pio_encode_out(pio_pins, 5), 2, DARK, 0),
        (uint16_t)side(pio_encode_out(pio_x, 27), 2, DARK, 0),
        (uint16_t)side(pio_encode_nop(), 2, DARK | LATCH, 1),
        (uint16_t)side(pio_encode_irq_set(false, 1), 2, DARK, 0),
        (uint16_t)side(pio_encode_mov(pio_y, pio_isr), 2, DARK, 0),
        (uint16_t)side(pio_encode_jmp_y_dec(6), 2, DARK, 0),
        (uint16_t)side(pio_encode_jmp_x_dec(9), 2, DARK, 0),
        (uint16_t)side(pio_encode_jmp(0), 2, DARK, 0), /* not lit at all */
        (uint16_t)side(pio_encode_jmp_x_dec(9), 2, 0, 0),
    };
    struct pio_program program = {.instructions = code, .length = count_of(code), .origin = ROW_AT};
    pio_add_program(pio, &program);
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
    load_data(pio, wall);
    pio_sm_config config = pio_get_default_sm_config();
    sm_config_set_wrap(&config, 0, 4);
    sm_config_set_sideset(&config, 1, false, false);
    sm_config_set_sideset_pins(&config, PIN_CLK);
    sm_config_set_out_pins(&config, PIN_R1, DATA_PINS);
    sm_config_set_out_shift(&config, true, true, 32);
    sm_config_set_fifo_join(&config, PIO_FIFO_JOIN_TX);
    pio_sm_init(pio, DATA_SM, 0, &config);
    preset(pio, DATA_SM, pio_y, (uint32_t)wall->columns - 1);
}

static void init_row(PIO pio, uint32_t dark_cycles)
{
    load_row(pio);
    pio_sm_config config = pio_get_default_sm_config();
    sm_config_set_wrap(&config, ROW_AT, ROW_AT + 9);
    sm_config_set_sideset(&config, 2, false, false);
    sm_config_set_sideset_pins(&config, PIN_LAT);
    sm_config_set_out_pins(&config, PIN_A, ROW_PINS);
    sm_config_set_out_shift(&config, true, true, 32);
    pio_sm_init(pio, ROW_SM, ROW_AT, &config);
    preset(pio, ROW_SM, pio_isr, dark_cycles);
}

static void give_pins(PIO pio)
{
    uint32_t dark = 1u << PIN_OE;
    pio_sm_set_pins_with_mask(pio, DATA_SM, dark, USED_MASK);
    pio_sm_set_pindirs_with_mask(pio, DATA_SM, USED_MASK, USED_MASK);
    for (uint pin = 0; pin < PINS_USED; pin++)
        pio_gpio_init(pio, pin);
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

/* A word a slot: the row, and how long it is lit. Returns how many. */
static uint32_t fill_slots(const struct device_wall *wall, const struct pass *pass,
                           const struct pass_light *light)
{
    uint32_t *word = wall->slots;
    for (int turn = 0; turn < pass_turns(pass); turn++)
        for (int row = 0; row < wall->scan_rows; row++)
            for (int plane = 0; plane < wall->planes; plane++)
                *word++ = rows_levels(wall->config.wiring.select, row) >> BOARD_A |
                          pass_lit_cycles(pass, light, row, plane, turn) << ROW_PINS;
    return (uint32_t)(word - wall->slots);
}

void scan_init(void)
{
    dma_claim_mask((1u << CHANNELS) - 1);
    take_pins();
}

void scan_start(const struct device_wall *wall, uint32_t clock_hz, int frame)
{
    PIO pio = pio0;
    take_pins();
    write_driver(wall);
    empty_registers(wall->columns);
    struct pass pass = device_wall_pass(wall, clock_hz);
    struct pass_light light = pass_light(&pass);
    uint32_t slots = fill_slots(wall, &pass, &light);
    pio_clear_instruction_memory(pio);
    pio->irq = 0xff;
    init_data(pio, wall);
    init_row(pio, light.dark);
    give_pins(pio);
    scan.frame_bytes = (uint32_t)wall->frame_size;
    scan.frame = wall->frames[frame];
    scan.slots_again = wall->slots;
    start_channel(DATA_CHANNEL, DATA_AGAIN, pio, DATA_SM, scan.frame_bytes / 4, &scan.frame);
    start_channel(ROW_CHANNEL, ROW_AGAIN, pio, ROW_SM, slots, &scan.slots_again);
    scan.moved_us = time_us_32();
    scan.running = true;
    pio_enable_sm_mask_in_sync(pio, 1u << DATA_SM | 1u << ROW_SM);
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
    take_pins();
    pio_set_sm_mask_enabled(pio0, 1u << DATA_SM | 1u << ROW_SM, false);
    if (scan.running)
        stop_channels();
    scan.running = false;
    empty_registers(wall->columns > 0 ? wall->columns : DEVICE_COLUMNS_MAX);
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
