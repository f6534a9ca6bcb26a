/* news: what comes in. */
#ifndef CONFIG_NEWS_KEYS_H
#define CONFIG_NEWS_KEYS_H

enum config_approval {
    CONFIG_APPROVAL_AUTO,   /* what is not held airs */
    CONFIG_APPROVAL_MANUAL, /* everything that comes in waits for an editor */
};

struct config_news {
    enum config_approval approval;
    char *banned; /* "word; two words"; "": none */
};

#endif
