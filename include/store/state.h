/* Where a snippet stands with the editors. */
#ifndef STORE_STATE_H
#define STORE_STATE_H

/* What may air is live or approved, and in its time. */
enum store_state {
    STORE_LIVE,
    STORE_APPROVED,  /* was held; an editor let it air */
    STORE_HELD,      /* hold says why; only an editor approves it */
    STORE_KILLED,    /* off the glass for good; kept for the log */
    STORE_EXPIRED,   /* ended before its time, by `clear` */
    STORE_CORRECTED, /* its article came again without it; kept for the log */
    STORE_REMOVED,   /* not listed any more; kept for the log */
    STORE_STATES,
};

/* "live", "approved", ...: a literal, as it stands in the database. */
const char *store_state_name(enum store_state state);

#endif
