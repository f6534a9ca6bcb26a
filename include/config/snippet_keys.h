/* snippet: what is taken from articles. */
#ifndef CONFIG_SNIPPET_KEYS_H
#define CONFIG_SNIPPET_KEYS_H

struct config_snippet {
    int max_chars;
    double expire_hours; /* 0: never */
};

#endif
