/* Every test, tool and fuzzer is linked with this: it stands somewhere below build/VARIANT, where
 * the program's data is, and tells so before it begins. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATA "/share/motograph"

__attribute__((constructor)) static void tell_where_data_is(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof DATA);
    path[length < 0 ? 0 : length] = '\0';
    for (char *slash; (slash = strrchr(path, '/'));) {
        snprintf(slash, sizeof path - (size_t)(slash - path), DATA);
        if (access(path, F_OK) == 0) {
            setenv("MOTOGRAPH_DATA", path, 0);
            return;
        }
        *slash = '\0';
    }
}
