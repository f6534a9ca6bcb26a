#include "cli/show_setup.h"

#include <assert.h>

#include "base/log.h"
#include "cli/outputs.h"
#include "cli/show_check.h"
#include "config/config.h"
#include "hub75/panel.h"
#include "panel/crawl_rate.h"
#include "panel/panel_gpiod.h"
#include "plan/plan.h"
#include "text/font.h"

bool cli_wall_size(const struct config *config, int *width, int *height, struct diag *diag)
{
    struct panel *panel = panel_create(&config->panel, diag);
    if (!panel)
        return false;
    *width = panel_width_px(panel);
    *height = panel_height_px(panel);
    panel_destroy(panel);
    return true;
}

/* As its output finds it (panel/panel_gpiod), by what calls cost as configured. */
static struct crawl_rates rates_of_panel(const struct config *config)
{
    const struct panel_prices prices = {config->hub75.call_ns, config->hub75.line_ns,
                                        PANEL_WRITE_NS};
    struct diag ignored = {0}; /* it is checked */
    struct panel *panel = panel_create(&config->panel, &ignored);
    assert(panel);
    const struct panel_path path = panel_path(config, config->panel.fast, prices);
    struct plan *plan = plan_create(panel, &config->panel, path.cost);
    const struct crawl_rates rates = crawl_rates_of(plan, panel, &config->colours);
    plan_destroy(plan);
    panel_destroy(panel);
    return rates;
}

static bool open_output(struct cli_show *show, struct cli *cli, struct clock *clock,
                        const char *spec, int width, int height)
{
    show->output = output_open(spec, cli->config, clock, width, height, &cli->diag);
    if (!show->output)
        return false;
    struct config_crawl *crawl = &cli->config->crawl;
    struct crawl_rates rates = {show->output->crawl_hz, show->output->crawl_usual_hz};
    if (crawl->fit && rates.panel_hz == 0 && !output_has(spec, OUTPUT_DEVICE))
        rates = rates_of_panel(cli->config);
    crawl->panel_hz = rates.panel_hz;
    crawl->usual_hz = rates.usual_hz;
    crawl->apart = show->output->apart;
    if (crawl->ribbon && crawl->apart)
        log_info("this output shows one item after the other: crawl.ribbon does not hold there");
    return true;
}

bool cli_show_open(struct cli_show *show, struct cli *cli, struct clock *clock, const char *spec)
{
    const struct config *config = cli->config;
    struct diag *diag = &cli->diag;
    int width = 0;
    int height = 0;
    bool good = cli_check_times(cli); /* what is wrong with one hides no other */
    good &= cli_check_keys(config, diag);
    show->fonts = fonts_open(&config->text, diag);
    bool wall = cli_wall_size(config, &width, &height, diag);
    if (show->fonts && wall)
        show->zones = layout_zones_create(config, show->fonts, width, height, diag);
    fonts_rest();
    return good && show->zones && open_output(show, cli, clock, spec, width, height) &&
           ((show->loop = loop_create(clock)) || diag_error(diag, "the event loop can't be made"));
}

bool cli_show_close(struct cli_show *show, struct cli *cli)
{
    bool good = !show->output || show->output->ops->close(show->output, &cli->diag);
    loop_destroy(show->loop);
    layout_zones_destroy(show->zones);
    fonts_close(show->fonts);
    store_close(show->store);
    *show = (struct cli_show){0};
    return good;
}

struct player_setup cli_show_player(const struct cli_show *show, const struct cli *cli,
                                    const struct clock *clock)
{
    return (struct player_setup){
        .loop = show->loop,
        .clock = clock,
        .config = cli->config,
        .store = show->store,
        .zones = show->zones,
        .output = show->output,
        .end_ns = INT64_MAX,
    };
}
