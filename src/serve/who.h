/* Who asks: by a token, in the way that the wire has it. */
#ifndef SERVE_WHO_H
#define SERVE_WHO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "control/token.h"

#define WHO_COOKIE "motograph"
/* After so many wrong tokens in a minute from one address it is asked to wait; who has one is not
 * guessing. */
#define WHO_WRONG_MOST 20
#define WHO_WRITES_MOST 600 /* by one token in a minute */
#define WHO_MINUTE_NS (60 * CLOCK_NS_PER_S)
#define WHO_ADDRESSES 256 /* that are remembered: of more, those that were silent longest go */

/* A minute's counts, of an address or of a name. */
struct who_count {
    char whose[TOKEN_NAME_MAX + 1];
    int64_t since_ns;
    unsigned count;
};

struct who {
    struct token_list tokens;
    const char *path;
    int64_t size, changed_ns, inode; /* of the file as it was read */
    int64_t looked_ns;
    bool read;
    struct who_count wrong[WHO_ADDRESSES], writes[WHO_ADDRESSES];
};

/* Nobody is known yet; the path outlives it. */
void who_init(struct who *who, const char *path);
void who_finish(struct who *who);

/* Reads the tokens anew where the file has changed, and says whether it had; looks at most four
 * times a second. */
bool who_look(struct who *who, int64_t now_ns);

/* The next look is not too early. */
void who_look_again(struct who *who);

/* Takes a token out of `Authorization` (Bearer, and Basic's password where `basic`), else out of
 * `Cookie`; *by_cookie says which. The caller frees; NULL: there is none. */
char *who_token(const char *authorization, const char *cookie, bool basic, bool *by_cookie);

/* Counts one more; false where there were `most` in this minute already. */
bool who_count(struct who_count counts[WHO_ADDRESSES], const char *whose, unsigned most,
               int64_t now_ns);

/* Whether it may be tried again: fewer than `most` in this minute. */
bool who_may_try(const struct who_count counts[WHO_ADDRESSES], const char *whose, unsigned most,
                 int64_t now_ns);

#endif
