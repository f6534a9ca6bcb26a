/* What the speed of a crawl is fitted to where the lines of a panel show it (crawl.fit). */
#ifndef PANEL_CRAWL_RATE_H
#define PANEL_CRAWL_RATE_H

#include "hub75/panel.h"
#include "plan/plan.h"

struct config_colours;

/* The refreshes a second that a crawl may be fitted to (config_crawl): with text of all the
 * configured colours on each row, so that every item crawls alike, and with the editors' lines left
 * out. */
struct crawl_rates {
    double panel_hz, usual_hz;
};

/* What the plan was made for before is gone: the next scene must be told to it. */
struct crawl_rates crawl_rates_of(struct plan *plan, const struct panel *panel,
                                  const struct config_colours *colours);

#endif
