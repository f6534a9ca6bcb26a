#include "twin.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DIGITS "0123456789abcdef"
#define WORD_LENGTH (TWIN_WORD_SIZE - 1)
/* RFC 1123, 2.1; and what machines are called that care for none. */
#define MACHINE_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"

/* A machine's name, of what somebody else has said, too. */
static void take_machine(char machine[TWIN_MACHINE_SIZE], const char *text)
{
    snprintf(machine, TWIN_MACHINE_SIZE, "%.*s", (int)strspn(text, MACHINE_LETTERS), text);
    if (!*machine)
        snprintf(machine, TWIN_MACHINE_SIZE, "?");
}

void twin_init(struct twin *twin, uint64_t bits, const char *machine)
{
    char name[TWIN_MACHINE_SIZE];
    *twin = (struct twin){0};
    take_machine(name, machine);
    snprintf(twin->word, sizeof twin->word, "%016" PRIx64, bits);
    snprintf(twin->own, sizeof twin->own, "%s %s", twin->word, name);
}

enum twin_heard twin_hear(struct twin *twin, const char *bytes, size_t size, int64_t now_ns)
{
    char said[sizeof twin->own] = "";
    bool known = *twin->machine;
    if (size >= sizeof said)
        return TWIN_NOTHING;
    memcpy(said, bytes, size);
    if (strspn(said, DIGITS) != WORD_LENGTH || said[WORD_LENGTH] != ' ')
        return TWIN_NOTHING;
    if (memcmp(said, twin->word, WORD_LENGTH) == 0)
        return TWIN_OWN;
    take_machine(twin->machine, said + WORD_LENGTH + 1);
    twin->heard_ns = now_ns;
    return known ? TWIN_THERE : TWIN_COME;
}

bool twin_has_gone(struct twin *twin, int64_t now_ns)
{
    if (!*twin->machine || now_ns - twin->heard_ns < TWIN_SILENT_NS)
        return false;
    twin->machine[0] = '\0';
    return true;
}
