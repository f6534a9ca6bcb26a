/* rota: what airs next. */
#ifndef CONFIG_ROTA_KEYS_H
#define CONFIG_ROTA_KEYS_H

enum config_idle { /* what the wall shows when nothing may air */
    CONFIG_IDLE_CLOCK,
    CONFIG_IDLE_HOUSE, /* the house lines; the clock where there is none */
    CONFIG_IDLE_DARK,
};

struct config_rota {
    char *categories;    /* "news 10; sport 5": shares */
    double gap_seconds;  /* between two airings of a snippet */
    int speaker_spacing; /* airings between two of one speaker */
    int house_every;     /* a house line after so many; 0: none */
    enum config_idle idle;
};

#endif
