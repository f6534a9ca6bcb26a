/* control: commands to a running ticker. */
#ifndef CONFIG_CONTROL_KEYS_H
#define CONFIG_CONTROL_KEYS_H

enum config_reload {
    CONFIG_RELOAD_ASKED,   /* by SIGHUP or `motograph reload` */
    CONFIG_RELOAD_CHANGED, /* and when the file changes */
};

enum config_reading {
    CONFIG_READING_TOKEN, /* a token is wanted for everything */
    CONFIG_READING_OPEN,  /* the wall and what it showed are for everybody */
};

struct config_control {
    char *socket;       /* "": no socket */
    char *http;         /* "127.0.0.1:8080"; "": none */
    char *names;        /* "wall.example; other.example"; "": none */
    char *tokens;       /* the file (control/token.h) */
    char *dialects;     /* "awtrix3; awtrix-ng"; "": none */
    char *dialect_from; /* "192.168.1.20; ::1": who needs no token for them; "": nobody */
    char *hooks;        /* "slack; alertmanager"; "": all that there are */
    enum config_reading reading;
    enum config_reload reload;
};

#endif
