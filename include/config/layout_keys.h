/* layout: pages, what is old, where take-overs air. */
#ifndef CONFIG_LAYOUT_KEYS_H
#define CONFIG_LAYOUT_KEYS_H

enum config_mode {
    CONFIG_MODE_DEFAULT, /* of a zone: layout.mode; of layout: what suits the wall */
    CONFIG_MODE_CRAWL,
    CONFIG_MODE_PAGE, /* wrapped lines, page after page */
    CONFIG_MODE_HOLD, /* what fits in one page stands still, else it crawls */
};

enum config_age { /* of what is not new any more */
    CONFIG_AGE_OFF,
    CONFIG_AGE_SHOWN,
    CONFIG_AGE_DIM,
};

enum config_breaking { /* where a take-over airs */
    CONFIG_BREAKING_WALL,
    CONFIG_BREAKING_ZONE, /* the first that shows its kind of snippet */
};

enum config_label {    /* what stands above the words */
    CONFIG_LABEL_AUTO, /* who says it, else what it is */
    CONFIG_LABEL_OFF,
    CONFIG_LABEL_SPEAKER,
    CONFIG_LABEL_CATEGORY,
    CONFIG_LABEL_CLOCK,
};

enum config_transition {
    CONFIG_TRANSITION_SCROLL,
    CONFIG_TRANSITION_WIPE,
    CONFIG_TRANSITION_CUT,
};

struct config_layout {
    enum config_mode mode;
    enum config_transition transition;
    int transition_ms;
    double hold_s;                /* a page stands at least so long, */
    double characters_per_second; /* else as long as its characters take */
    enum config_label label;
    char *quote_word;     /* of quotations whose speaker is not sure */
    char *notice_word;    /* of lines */
    char *breaking_word;  /* of take-overs */
    char *corrected_word; /* of what was corrected after it had aired; "": nothing is told */
    char *lifted_word;    /* of news whose embargo has just ended; "": nothing is told */
    enum config_breaking breaking;
    enum config_age age;
    double age_hours; /* old is from then on */
    int age_percent;  /* light of what is old */
};

#endif
