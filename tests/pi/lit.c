/* lit PIN DELAY_US SIGNAL PID: sends the SIGNAL (its number) while a row of LEDs is lit: DELAY_US
 * after GPIO PIN, the output enable, went low, if it is low still; else in the next row for which
 * that holds.
 *
 * In the emulated Raspberry Pi only: reads the level of the pin itself (BCM2835 ARM Peripherals,
 * 6.1, GPLEV0) through /dev/mem, which takes `iomem=relaxed` on the kernel's command line.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#define GPIO_BLOCK 0x3f200000 /* of the BCM2837 */
#define GPLEV0 (0x34 / sizeof(uint32_t))
#define BLOCK_SIZE 4096
#define LIMIT_NS 3000000000 /* a ticker that lights nothing */

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static bool is_lit(const volatile uint32_t *block, int pin)
{
    return !(block[GPLEV0] >> pin & 1);
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    int pin = atoi(argv[1]);
    int64_t delay_ns = 1000 * atoll(argv[2]);
    int memory = open("/dev/mem", O_RDONLY | O_SYNC);
    const volatile uint32_t *block =
        mmap(NULL, BLOCK_SIZE, PROT_READ, MAP_SHARED, memory, GPIO_BLOCK);
    if (block == MAP_FAILED) {
        perror("/dev/mem");
        return 1;
    }
    int64_t limit_ns = now_ns() + LIMIT_NS;
    int64_t since_ns = INT64_MAX;
    bool was_lit = true; /* the row at hand may be over soon */
    while (since_ns == INT64_MAX || now_ns() < since_ns + delay_ns) {
        bool lit = is_lit(block, pin);
        if (!lit)
            since_ns = INT64_MAX;
        else if (!was_lit)
            since_ns = now_ns();
        was_lit = lit;
        if (now_ns() > limit_ns) {
            fputs("no row is lit so long\n", stderr);
            return 1;
        }
    }
    return kill(atoi(argv[4]), atoi(argv[3])) < 0;
}
