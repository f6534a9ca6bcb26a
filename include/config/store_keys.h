/* store: what is kept, and where. */
#ifndef CONFIG_STORE_KEYS_H
#define CONFIG_STORE_KEYS_H

struct config_store {
    char *path;
    char *backup;     /* where the copy is; "": beside the store */
    int backup_hours; /* 0: none */
    int asrun_days;   /* of the log; older rows go */
};

#endif
