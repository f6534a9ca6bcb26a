/* A file system for SQLite that loses power: what was synced stays, of what was
 * written since then any part may be there, in any order, torn at any sector.
 *
 * Lives in memory; one process, one connection at a time. Shared memory (the
 * WAL's index) is lost with the power, as it is on a machine.
 */
#ifndef TESTS_POWER_VFS_H
#define TESTS_POWER_VFS_H

#include <stdbool.h>
#include <stdint.h>

/* Makes it SQLite's default file system; empty. */
void power_vfs_register(void);
/* And takes it away again, with its files. */
void power_vfs_unregister(void);

/* The power fails at the write or sync number `operation` from now on (0: the
 * next): it and all later ones fail with SQLITE_IOERR. -1: never. */
void power_vfs_fail_at(int operation);

/* Writes and syncs since the last power_vfs_fail_at. */
int power_vfs_operations(void);

/* Power comes back: each file is what was synced, and of the writes since then a
 * part that `seed` chooses. */
void power_vfs_restore(uint64_t seed);

/* The next sync that is asked for does nothing and says that it did: a mutant of
 * the program under test, that skips one. */
void power_vfs_skip_syncs(bool skip);

#endif
