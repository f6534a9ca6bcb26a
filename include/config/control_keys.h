/* control: commands to a running ticker. */
#ifndef CONFIG_CONTROL_KEYS_H
#define CONFIG_CONTROL_KEYS_H

struct config_control {
    char *socket; /* "": no socket */
};

#endif
