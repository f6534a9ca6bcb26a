/* firmware_image rp2040|rp2350 UF2: whether the chip's boot ROM would take the image and start
 * it, as far as that can be told without running it: the UF2's blocks (github.com/microsoft/uf2),
 * family and addresses; of an RP2040 the second stage's checksum (datasheet 2.8.1.3.1), of an
 * RP2350 the image definition in its loop of blocks (datasheet 5.9); the vector table. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLASH 0x10000000u
#define FLASH_SIZE (2u << 20)
#define MEMORY 0x20000000u
#define BLOCK 512
#define PAYLOAD 256

struct chip {
    const char *name;
    uint32_t family, memory_size, vectors;
};

static const struct chip chips[] = {
    {"rp2040", 0xe48bff56, 264 * 1024, 256}, /* the table is behind the second stage */
    {"rp2350", 0xe48bff59, 520 * 1024, 0},
};

static uint8_t image[FLASH_SIZE];
static uint32_t image_size;

static bool fail(const char *what, uint32_t found)
{
    printf("%s: 0x%08x\n", what, found);
    return false;
}

static uint32_t word_at(const uint8_t *bytes, uint32_t at)
{
    uint32_t word = 0;
    for (unsigned i = 0; i < 4; i++)
        word |= (uint32_t)bytes[at + i] << (8 * i);
    return word;
}

/* A word of the image; 0 outside of it. */
static uint32_t word(uint32_t at)
{
    return at + 4 <= image_size ? word_at(image, at) : 0;
}

static bool take_block(const uint8_t *block, uint32_t number, const struct chip *chip)
{
    if (word_at(block, 0) != 0x0a324655 || word_at(block, 4) != 0x9e5d5157 ||
        word_at(block, 508) != 0x0ab16f30)
        return fail("no UF2 block", number);
    if (word_at(block, 8) != 0x2000 || word_at(block, 28) != chip->family)
        return fail("another family", word_at(block, 28));
    if (word_at(block, 20) != number || word_at(block, 16) != PAYLOAD ||
        word_at(block, 12) != FLASH + number * PAYLOAD || image_size + PAYLOAD > FLASH_SIZE)
        return fail("a block that is not in its place", word_at(block, 12));
    memcpy(image + image_size, block + 32, PAYLOAD);
    image_size += PAYLOAD;
    return true;
}

static bool read_uf2(const char *path, const struct chip *chip)
{
    FILE *file = fopen(path, "rb");
    uint8_t block[BLOCK] = {0};
    uint32_t number = 0;
    bool good = file != NULL;
    while (good && fread(block, sizeof block, 1, file) == 1)
        good = take_block(block, number++, chip);
    if (file)
        fclose(file);
    if (good && (number == 0 || word_at(block, 24) != number))
        return fail("blocks are missing of", word_at(block, 24));
    return good;
}

/* CRC-32 with the polynomial 04c11db7, highest bit first, nothing exchanged. */
static bool check_second_stage(void)
{
    uint32_t crc = 0xffffffff;
    for (int i = 0; i < 252; i++) {
        crc ^= (uint32_t)image[i] << 24;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 0x80000000 ? crc << 1 ^ 0x04c11db7 : crc << 1;
    }
    return crc == word(252) || fail("the second stage's checksum is wrong", word(252));
}

/* A block: its first word, items (type, words in all), a last item, the way to the next
 * block, its last word. Returns the next one's place, 0 when it is none. */
static uint32_t check_block(uint32_t at, bool *defined)
{
    uint32_t start = at;
    if (word(at) != 0xffffded3)
        return 0;
    for (at += 4; at < image_size; at += 4 * (word(at) >> 8 & 0xff)) {
        uint8_t type = (uint8_t)word(at);
        if (type == 0xff) /* the last: its size has 16 bits, of all items before */
            return word(at + 8) == 0xab123579 ? start + word(at + 4) : 0;
        if (type == 0x42) /* IMAGE_TYPE: an Arm program for secure mode on an RP2350 */
            *defined = word(at) >> 16 == 0x1021;
        if ((word(at) >> 8 & 0xff) == 0)
            return 0;
    }
    return 0;
}

static bool check_definition(void)
{
    const uint32_t searched = 4096;
    bool defined = false;
    uint32_t first = 0;
    while (first < searched && word(first) != 0xffffded3)
        first += 4;
    uint32_t second = check_block(first, &defined);
    bool loop = second > first && check_block(second, &(bool){false}) == first;
    return (defined && loop) || fail("no image definition in a loop of blocks", first);
}

static bool check_vectors(const struct chip *chip)
{
    uint32_t stack = word(chip->vectors);
    uint32_t reset = word(chip->vectors + 4);
    if (stack <= MEMORY || stack > MEMORY + chip->memory_size || stack % 8 != 0)
        return fail("the stack is not in memory", stack);
    if (reset % 2 == 0 || reset < FLASH || reset >= FLASH + image_size)
        return fail("the first instruction is not in the image", reset);
    return true;
}

int main(int argc, char **argv)
{
    const struct chip *chip = NULL;
    for (size_t i = 0; argc == 3 && i < sizeof chips / sizeof *chips; i++)
        if (strcmp(argv[1], chips[i].name) == 0)
            chip = &chips[i];
    if (!chip || !read_uf2(argv[2], chip) || !check_vectors(chip))
        return 1;
    if (!(chip->vectors ? check_second_stage() : check_definition()))
        return 1;
    printf("%u bytes, stack 0x%08x, starts at 0x%08x\n", image_size, word(chip->vectors),
           word(chip->vectors + 4));
    return 0;
}
