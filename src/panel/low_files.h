/* What must be closed first when the program dies.
 *
 * The kernel closes a dead program's files one after the other, the highest descriptor first
 * (kernel/task_work.c, task_work_run, takes what came last), and some of them take their time:
 * inotify(7) waits until no processor looks at its watches any more, 13 ms in the emulated
 * Raspberry Pi. The panel's lines, and the pipe by which the guard sees the death, must not stand
 * behind such a file: they get numbers above those that all else is given.
 */
#ifndef PANEL_LOW_FILES_H
#define PANEL_LOW_FILES_H

/* More than a ticker opens besides them; what comes above them all the same is sockets, which
 * close at once. Of the 1,024 that a program may have open. */
#define LOW_FILES 128

struct low_files {
    int fds[LOW_FILES];
    int count;
};

/* Takes all free descriptors below LOW_FILES: until they are given back, each file that is opened
 * has a higher number. Where the program may not have so many open it takes none. */
void low_files_take(struct low_files *low);

void low_files_give_back(struct low_files *low);

#endif
