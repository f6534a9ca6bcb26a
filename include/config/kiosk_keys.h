/* kiosk: what a wall without a keyboard does when it starts. */
#ifndef CONFIG_KIOSK_KEYS_H
#define CONFIG_KIOSK_KEYS_H

struct config_kiosk {
    char *first_boot; /* "": none */
    double announce_s;
};

#endif
