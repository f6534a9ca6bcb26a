/* schedule: when, and how bright. */
#ifndef CONFIG_SCHEDULE_KEYS_H
#define CONFIG_SCHEDULE_KEYS_H

enum config_trust { /* of the system's time */
    CONFIG_TRUST_AUTO,
    CONFIG_TRUST_ALWAYS,
    CONFIG_TRUST_SYNCHRONISED,
};

struct config_schedule {
    char *dayparts;             /* "morning = mon-fri 06:00-10:00; ..." */
    double latitude, longitude; /* degrees, north and east; both 0: no sun */
    char *time_zone;            /* as local_zone_is_known; "": the environment's */
    enum config_trust clock;
};

#endif
