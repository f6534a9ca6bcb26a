/* Another wall of the same name at the same broker: each says a word of its own there, which only
 * it has, and hears that of the other. Pure.
 */
#ifndef LINK_TWIN_H
#define LINK_TWIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TWIN_WORD_SIZE 17 /* 64 bits drawn by lot in hexadecimal digits, and a NUL */
#define TWIN_MACHINE_SIZE 65
/* How often a word is said while there are two, and after how long a silence there is one again. */
#define TWIN_BEAT_NS (INT64_C(30) * 1000000000)
#define TWIN_SILENT_NS (INT64_C(100) * 1000000000)

struct twin {
    char word[TWIN_WORD_SIZE];                    /* its own, another one in each process */
    char own[TWIN_WORD_SIZE + TWIN_MACHINE_SIZE]; /* as it is said: "WORD MACHINE" */
    char machine[TWIN_MACHINE_SIZE];              /* the other's; "": there is none */
    int64_t heard_ns;
};

/* `bits` are drawn by lot; `machine` is this one's name. */
void twin_init(struct twin *twin, uint64_t bits, const char *machine);

enum twin_heard {
    TWIN_NOTHING, /* no such word */
    TWIN_OWN,
    TWIN_COME,  /* there is another one, which there was not before */
    TWIN_THERE, /* ... which was known */
};

enum twin_heard twin_hear(struct twin *twin, const char *bytes, size_t size, int64_t now_ns);

/* Whether the other one has just been found to be silent for so long that it is gone. */
bool twin_has_gone(struct twin *twin, int64_t now_ns);

#endif
