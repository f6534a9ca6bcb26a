#include "low_files.h"

#include <fcntl.h>
#include <unistd.h>

void low_files_take(struct low_files *low)
{
    low->count = 0;
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && fd < LOW_FILES) {
        low->fds[low->count++] = fd;
        fd = fcntl(low->fds[0], F_DUPFD_CLOEXEC, 0);
    }
    if (fd >= 0)
        close(fd);
    else
        low_files_give_back(low); /* none is left for who needs one */
}

void low_files_give_back(struct low_files *low)
{
    while (low->count > 0)
        close(low->fds[--low->count]);
}
