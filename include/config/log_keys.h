/* log: what the log tells. */
#ifndef CONFIG_LOG_KEYS_H
#define CONFIG_LOG_KEYS_H

enum config_log_level {
    CONFIG_LOG_ERROR,
    CONFIG_LOG_WARNING,
    CONFIG_LOG_INFO,
    CONFIG_LOG_DEBUG, /* what the planner, the rota and the store decided */
};

struct config_log {
    enum config_log_level level; /* what is below it is not told */
};

#endif
