/* uf2 FAMILY BIN OUT: a flash image as UF2 (github.com/microsoft/uf2), 256 bytes a block, from
 * 0x10000000 on. Runs on the host. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLASH 0x10000000u
#define PAYLOAD 256

struct block {
    uint32_t magic0, magic1, flags, address, size, number, count, family;
    uint8_t data[476];
    uint32_t magic2;
};

int main(int argc, char **argv)
{
    FILE *in = argc == 4 ? fopen(argv[2], "rb") : NULL;
    FILE *out = in ? fopen(argv[3], "wb") : NULL;
    if (!out || fseek(in, 0, SEEK_END) != 0)
        return 1;
    long size = ftell(in);
    rewind(in);
    uint32_t count = (uint32_t)((size + PAYLOAD - 1) / PAYLOAD);
    for (uint32_t i = 0; i < count; i++) {
        struct block block = {.magic0 = 0x0a324655,
                              .magic1 = 0x9e5d5157,
                              .flags = 0x2000, /* the family is named */
                              .address = FLASH + i * PAYLOAD,
                              .size = PAYLOAD,
                              .number = i,
                              .count = count,
                              .family = (uint32_t)strtoul(argv[1], NULL, 16),
                              .magic2 = 0x0ab16f30};
        if (fread(block.data, 1, PAYLOAD, in) == 0 || fwrite(&block, sizeof block, 1, out) != 1)
            return 1;
    }
    fclose(in);
    return fclose(out) == 0 ? 0 : 1;
}
