/* Data beside the program: boards, languages, fonts, samples. What is shipped stands in one folder,
 * found from where the program is, never from where one stands when calling it; what a user adds
 * stands beside the configuration and comes first. A kind of data is a folder's name ("boards") and
 * how its files' names end (".board").
 */
#ifndef CONFIG_DATA_H
#define CONFIG_DATA_H

#include <stdbool.h>

#include "base/diag.h"

/* The folder of what is shipped; the first of these that is there:
 *   $MOTOGRAPH_DATA, and nothing else where it is set;
 *   share/motograph beside the program (a build folder);
 *   ../share/motograph of a program in a folder named bin (an installed prefix);
 *   the folder of the prefix for which it was built, whether it is there or not.
 * Static; looked for once, at the first call. */
const char *data_folder(void);

/* Whether a path that data_find or data_each gave is of what is shipped, not a user's own. */
bool data_is_shipped(const char *path);

/* Tells where the configuration in force stands: a user's own folders are those beside it, then
 * those in the user's configuration folder ($XDG_CONFIG_HOME/motograph, else
 * ~/.config/motograph), then those in /etc/motograph. NULL: no file was read. Call it before
 * threads are started; until it is called there are no own folders. */
void data_set_configuration(const char *path);

/* A file that was found. All of it is good during the call only. */
struct data_file {
    const char *name; /* without its ending */
    const char *path;
};

/* The path of the file NAME of a kind: an own one, else the shipped one; NULL where there is none.
 * The caller frees. A name has no '/' (assert). */
char *data_find(const char *kind, const char *name, const char *ending);

/* Calls fn for each name of a kind, sorted by strcmp; of two of one name only for the own one.
 * False with an error where the shipped folder can't be read; fn is called for the others all the
 * same. */
bool data_each(const char *kind, const char *ending,
               void (*fn)(void *user, const struct data_file *file), void *user, struct diag *diag);

#endif
