/* feeds: where news comes from by itself, a list of groups. */
#ifndef CONFIG_FEED_KEYS_H
#define CONFIG_FEED_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "config/news_keys.h"

#define CONFIG_FEEDS_MAX 100

enum config_attribution {
    CONFIG_ATTRIBUTION_AFTER,  /* "Words (NAME)" */
    CONFIG_ATTRIBUTION_BEFORE, /* "NAME: Words" */
    CONFIG_ATTRIBUTION_OFF,
};

enum config_done {
    CONFIG_DONE_KEEP,
    CONFIG_DONE_MOVE, /* into the folder `done` beside it */
    CONFIG_DONE_DELETE,
};

/* The least severity of an alert that takes the wall over. */
enum config_takeover {
    CONFIG_TAKEOVER_OFF,
    CONFIG_TAKEOVER_MINOR,
    CONFIG_TAKEOVER_MODERATE,
    CONFIG_TAKEOVER_SEVERE,
    CONFIG_TAKEOVER_EXTREME,
};

/* A source of news. Either url or folder is told, never both. */
struct config_feed {
    char *name; /* for commands, and who is named on the wall */
    char *url;
    char *folder;
    enum config_done done; /* of a folder's files */
    char *category;
    int weight, priority; /* as of a snippet; priority at most */
    double every_minutes;
    int items;            /* live at once */
    int per_hour;         /* new ones */
    double max_age_hours; /* 0: no limit */
    bool quotes;          /* of descriptions and texts, too */
    enum config_attribution attribution;
    char *language; /* "": as the feed says */
    enum config_approval approval;
    char *skip; /* "Watch:; Sponsored" */
    enum config_takeover takeover;
    int takeovers_per_hour;
    char *area;       /* geocodes of alerts: "SAME=006109; EMMA_ID=DE123" */
    char *auth_file;  /* "USER:PASSWORD", or a header's line */
    char *ca_file;    /* of an authority of one's own */
    char *proxy;      /* "": none */
    char *user_agent; /* "": the program's name and version */
    int line;         /* of the file, for messages; 0: not known */
};

#endif
