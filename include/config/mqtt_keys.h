/* mqtt: a broker of messages, for Home Assistant and for many walls. */
#ifndef CONFIG_MQTT_KEYS_H
#define CONFIG_MQTT_KEYS_H

struct config_mqtt {
    char *broker;        /* "mqtt://host:1883"; "": none */
    char *name;          /* of this wall in topics; "": the machine's */
    char *prefix;        /* of all topics */
    char *groups;        /* "lobby; north"; "": none but all */
    char *keys;          /* "desk 0123...": names and public keys (link/signed.h); "": none */
    char *discovery;     /* prefix of Home Assistant's discovery; "": none is told */
    char *user;          /* "": none */
    char *password_file; /* "": none */
    char *ca_file;       /* of mqtts://; "": the system's */
    char *state;         /* the file of what was told and taken */
};

#endif
