/* control: commands to a running ticker. */
#ifndef CONFIG_CONTROL_KEYS_H
#define CONFIG_CONTROL_KEYS_H

enum config_reload {
    CONFIG_RELOAD_ASKED,   /* by SIGHUP or `motograph reload` */
    CONFIG_RELOAD_CHANGED, /* and when the file changes */
};

struct config_control {
    char *socket; /* "": no socket */
    char *http;   /* "127.0.0.1:8080"; "": none */
    char *names;  /* "wall.example; other.example"; "": none */
    enum config_reload reload;
};

#endif
