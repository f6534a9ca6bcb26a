/* kiosk: what a wall without a keyboard does when it starts. */
#ifndef CONFIG_KIOSK_KEYS_H
#define CONFIG_KIOSK_KEYS_H

struct config_kiosk {
    char *first_boot; /* "": none */
    double announce_s;
    char *light; /* the folder of sensors; "": none is asked */
    double light_dim_lux, light_full_lux;
    double light_dim_percent;
    double light_slew_s;
    char *hands; /* the folder of input devices; "": none is read */
    char *keys;  /* "next: KEY_NEXT; ..." */
    double absence_s;
};

#endif
