/* store: what is kept, and where. */
#ifndef CONFIG_STORE_KEYS_H
#define CONFIG_STORE_KEYS_H

struct config_store {
    char *path;
    char *backup;      /* where the copy is; "": beside the store */
    int backup_hours;  /* 0: none */
    int backup_mb;     /* all generations together; 0: no limit */
    int asrun_days;    /* of the log; older rows go */
    int max_mb;        /* the store; the log's oldest rows go; 0: no limit */
    char *mark_folder; /* where it is noted that the store was there; "": the user's cache */
    char *feeds;       /* of what the wires know; "": beside the store */
};

#endif
