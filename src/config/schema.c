#include "config/schema.h"

#include "config/config.h"
#include "config/panel_ranges.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const multiplexes[] = {"direct", "stripe", "checker", NULL};
const char *const panel_order_names[] = {"RGB", "RBG", "GRB", "GBR", "BRG", "BGR", NULL};
static const char *const selects[] = {"default", "binary", "line",  "ab",
                                      "abc",     "sm5266", "token", NULL};
static const char *const inverses[] = {"default", "no", "yes", NULL};
static const char *const edges[] = {"default", "rising", "falling", NULL};
static const char *const mirrors[] = {"none", "horizontal", "vertical", NULL};
static const char *const realtimes[] = {"auto", "force", NULL};
static const char *const lights[] = {"even", "bright", NULL};
static const char *const modes[] = {"default", "crawl", "page", "hold", NULL};
static const char *const labels[] = {"auto", "off", "speaker", "category", "clock", NULL};
static const char *const transitions[] = {"scroll", "wipe", "cut", NULL};
static const char *const shows[] = {"news", "headlines", "quotes", "clock", "logo", NULL};
static const char *const breakings[] = {"wall", "zone", NULL};
static const char *const ages[] = {"off", "shown", "dim", NULL};
static const char *const antialiases[] = {"off", "four", NULL};
static const char *const zeros[] = {"plain", "slashed", NULL};

#define FIELD(type, member) offsetof(struct config_##type, member)

static const struct schema_key store_keys[] = {
    {"path", SCHEMA_PATH, FIELD(store, path), 0, 0, NULL, "",
     "the store's file; empty: motograph.db in the user's data folder"},
    {"backup", SCHEMA_PATH, FIELD(store, backup), 0, 0, NULL, "",
     "where the copy is kept; empty: beside the store, with .backup at its end"},
    {"backup_hours", SCHEMA_INT, FIELD(store, backup_hours), 0, 8760, NULL, "1",
     "how often a running ticker makes it; 0: never"},
    {"backup_mb", SCHEMA_INT, FIELD(store, backup_mb), 0, 1000000, NULL, "2048",
     "the oldest generations go where all are more; 0: no limit"},
    {"asrun_days", SCHEMA_INT, FIELD(store, asrun_days), 1, 3650, NULL, "90",
     "how long the log of what was shown is kept"},
    {"max_mb", SCHEMA_INT, FIELD(store, max_mb), 0, 1000000, NULL, "2048",
     "the oldest of that log goes where the store is more; 0: no limit"},
    {"mark_folder", SCHEMA_PATH, FIELD(store, mark_folder), 0, 0, NULL, "",
     "where it is noted that the store was there; empty: the user's cache folder"},
    {"feeds", SCHEMA_PATH, FIELD(store, feeds), 0, 0, NULL, "",
     "what `motograph wires` knows of feeds; empty: feeds.db beside the store"},
};

static const char *const approvals[] = {"auto", "manual", NULL};
static const char *const idles[] = {"clock", "house", "dark", NULL};
static const char *const trusts[] = {"auto", "trusted", "synchronised", NULL};

static const struct schema_key news_keys[] = {
    {"approval", SCHEMA_CHOICE, FIELD(news, approval), 0, 0, approvals, "\"auto\"",
     "manual: what is imported waits until an editor approves it"},
    {"banned", SCHEMA_STRING, FIELD(news, banned), 0, 0, NULL, "\"\"",
     "words that never air, whole and in any case: \"word; two words\"; what has one is held"},
};

static const struct schema_key rota_keys[] = {
    {"categories", SCHEMA_STRING, FIELD(rota, categories), 0, 0, NULL, "\"news 10\"",
     "share of each, 1 to 100: \"news 10; sport 5\"; others have 10"},
    {"gap_seconds", SCHEMA_REAL, FIELD(rota, gap_seconds), 0, 86400, NULL, "0.0",
     "at least this between two airings of a snippet"},
    {"speaker_spacing", SCHEMA_INT, FIELD(rota, speaker_spacing), 0, 8, NULL, "1",
     "airings between two of one speaker, where there are others"},
    {"house_every", SCHEMA_INT, FIELD(rota, house_every), 0, 1000, NULL, "0",
     "a line of the category house after so many others; 0: none"},
    {"idle", SCHEMA_CHOICE, FIELD(rota, idle), 0, 0, idles, "\"clock\"",
     "what is shown when nothing may air"},
};

static const struct schema_key schedule_keys[] = {
    {"dayparts", SCHEMA_STRING, FIELD(schedule, dayparts), 0, 0, NULL, "\"\"",
     "hours with a name, brightness or dark: \"breakfast: mon-fri 06:00-10:00; night: "
     "23:00-05:30 dark; evening: sunset-23:00 brightness 40\""},
    {"latitude", SCHEMA_REAL, FIELD(schedule, latitude), -90, 90, NULL, "0.0",
     "of the wall, degrees north, for sunrise and sunset; both 0: not known"},
    {"longitude", SCHEMA_REAL, FIELD(schedule, longitude), -180, 180, NULL, "0.0", "degrees east"},
    {"time_zone", SCHEMA_STRING, FIELD(schedule, time_zone), 0, 0, NULL, "\"\"",
     "of the wall, as \"Europe/Berlin\"; empty: TZ, else the system's"},
    {"clock", SCHEMA_CHOICE, FIELD(schedule, clock), 0, 0, trusts, "\"auto\"",
     "whether the system's time is right: auto asks the kernel where there is no clock chip"},
};

static const char *const fasts[] = {"off", "registers", NULL};

static const struct schema_key panel_keys[] = {
    {"model", SCHEMA_NAME, FIELD(panel, model), 0, 0, NULL, "\"\"",
     "the panel: `motograph panels` lists them; with a '/' a file; empty: the keys below say it"},
    {"rows", SCHEMA_INT, FIELD(panel, rows), WIRING_ROWS_MIN, WIRING_ROWS_MAX, NULL, "32",
     "of one panel, an even number; a model has its own, of columns, scan and multiplex, too"},
    {"columns", SCHEMA_INT, FIELD(panel, columns), WIRING_COLUMNS_MIN, WIRING_COLUMNS_MAX, NULL,
     "64", "of one panel"},
    {"chain", SCHEMA_INT, FIELD(panel, chain), 1, PANEL_CHAIN_MAX, NULL, "1", "panels in series"},
    {"parallel", SCHEMA_INT, FIELD(panel, parallel), 1, PANEL_PARALLEL_MAX, NULL, "1",
     "chains below each other, each on lines of its own"},
    {"scan", SCHEMA_INT, FIELD(panel, scan), 0, WIRING_SCAN_MAX, NULL, "0",
     "rows lit one after the other: 8 for 1:8; 0: rows / 2"},
    {"multiplex", SCHEMA_CHOICE, FIELD(panel, multiplex), 0, 0, multiplexes, "\"direct\"",
     "how rows share a scan row where there are fewer than rows / 2"},
    {"order", SCHEMA_CHOICE, FIELD(panel, order), 0, 0, panel_order_names, "\"RGB\"",
     "which colours the lines R, G, B really light"},
    {"driver", SCHEMA_NAME, FIELD(panel, driver), 0, 0, NULL, "\"\"",
     "the panel's chips, as fm6126a: `motograph panels --chips` lists them; empty: the model's"},
    {"select", SCHEMA_CHOICE, FIELD(panel, select), 0, 0, selects, "\"default\"",
     "how A to E choose a row; default: the model's, else binary"},
    {"inverse", SCHEMA_CHOICE, FIELD(panel, inverse), 0, 0, inverses, "\"default\"",
     "yes: what comes in as 1 leaves a LED dark; default: as the model's file says"},
    {"clock", SCHEMA_CHOICE, FIELD(panel, clock), 0, 0, edges, "\"default\"",
     "the edge at which data are taken; default: as the chip's file says"},
    {"fold", SCHEMA_INT, FIELD(panel, fold), 1, PANEL_FOLD_MAX, NULL, "1",
     "rows of panels that each chain is folded into"},
    {"serpentine", SCHEMA_BOOL, FIELD(panel, serpentine), 0, 0, NULL, "false",
     "every second row of panels runs back, its panels upside down"},
    {"rotation", SCHEMA_INT, FIELD(panel, rotation), 0, 270, NULL, "0",
     "of the whole wall, clockwise: 0, 90, 180 or 270 degrees"},
    {"mirror", SCHEMA_CHOICE, FIELD(panel, mirror), 0, 0, mirrors, "\"none\"",
     "of the whole wall, for one that is seen in a mirror or from behind"},
    {"beside", SCHEMA_BOOL, FIELD(panel, beside), 0, 0, NULL, "false",
     "the chains of several lanes hang beside each other, the first at the left"},
    {"refresh_hz", SCHEMA_INT, FIELD(panel, refresh_hz), 20, 1000, NULL, "150",
     "refreshes a second that are aimed at"},
    {"calm_hz", SCHEMA_INT, FIELD(panel, calm_hz), 20, 1000, NULL, "100",
     "so often a slot is lit at least before a colour that was asked for gives way"},
    {"min_refresh_hz", SCHEMA_INT, FIELD(panel, min_refresh_hz), 10, 1000, NULL, "60",
     "a warning where the panel can't be refreshed so often"},
    {"snap", SCHEMA_BOOL, FIELD(panel, snap), 0, 0, NULL, "true",
     "colours may move a little (CIE 1976: 6 at most) where that saves time"},
    {"light", SCHEMA_CHOICE, FIELD(panel, light), 0, 0, lights, "\"even\"",
     "even: room for two slots a row; bright: for one"},
    {"max_amperes", SCHEMA_REAL, FIELD(panel, max_amperes), 0, 1000, NULL, "0.0",
     "what the supply gives at 5 V: pictures that would draw more are dimmed; 0: no limit"},
    {"blank_ns", SCHEMA_INT, FIELD(panel, blank_ns), 0, PANEL_BLANK_NS_MAX, NULL, "0",
     "darkness before a row is lit, for slow row drivers (ghosting), ns"},
    {"fast", SCHEMA_CHOICE, FIELD(panel, fast), 0, 0, fasts, "\"off\"",
     "registers: lines are set in the Raspberry Pi's own registers (/dev/gpiomem), not by calls of "
     "the kernel, which holds them still"},
    {"pulse_ns", SCHEMA_INT, FIELD(panel, pulse_ns), 0, PANEL_PULSE_NS_MAX, NULL, "20",
     "how long a level of the clock stands at least then: more for long cables, ns"},
    {"pixel_cycles", SCHEMA_INT, FIELD(panel, pixel_cycles), PANEL_PIXEL_CYCLES_MIN,
     PANEL_PIXEL_CYCLES_MAX, NULL, "6",
     "an RP2040's clock cycles for each pixel shifted: more for long cables"},
    {"dark_after_ms", SCHEMA_INT, FIELD(panel, dark_after_ms), PANEL_DARK_AFTER_MS_MIN,
     PANEL_DARK_AFTER_MS_MAX, NULL, "2000",
     "an RP2040 goes dark when it has not heard from the program so long, ms"},
    {"brightness", SCHEMA_INT, FIELD(panel, brightness), 1, 100, NULL, "100", "percent"},
    {"board", SCHEMA_NAME, FIELD(panel, board), 0, 0, NULL, "\"adafruit-hat\"",
     "the wiring: `motograph boards` lists them; with a '/' a file, from this file's folder on"},
    {"pitch_mm", SCHEMA_REAL, FIELD(panel, pitch_mm), 0, 100, NULL, "0.0",
     "from LED to LED; 0: not known"},
    {"viewing_m", SCHEMA_REAL, FIELD(panel, viewing_m), 0, 1000, NULL, "0.0",
     "from the reader to the wall; 0: not known"},
};

static const struct schema_key text_keys[] = {
    {"fonts", SCHEMA_FONTS, FIELD(text, fonts), 0, 0, NULL,
     "( \"motograph\", \"DejaVu Sans:bold\", \"Unifont\" )",
     "files (with a '/', from this file's folder on) or fontconfig names; a character comes from "
     "the first that has it; motograph: our own, "
     "in the size that fits; motograph-13-bold, motograph-26-bold: ours, bold"},
    {"size_px", SCHEMA_INT, FIELD(text, size_px), 0, 128, NULL, "0",
     "height asked of each font; 0: what suits the wall; less where a zone is lower"},
    {"scale", SCHEMA_INT, FIELD(text, scale), 1, 8, NULL, "1", "LEDs for each px of the font"},
    {"antialias", SCHEMA_CHOICE, FIELD(text, antialias), 0, 0, antialiases, "\"off\"",
     "half-lit edge LEDs look like blur; four: 4 levels"},
    {"zero", SCHEMA_CHOICE, FIELD(text, zero), 0, 0, zeros, "\"plain\"",
     "slashed: a stroke through each 0, for codes where an O may stand, too"},
};

static const struct schema_key crawl_keys[] = {
    {"characters_per_second", SCHEMA_REAL, FIELD(crawl, characters_per_second), 0.5, 60, NULL,
     "8.0", "speed for readers; above 12 is a warning, above 15 an error unless crawl.force"},
    {"pixels_per_second", SCHEMA_REAL, FIELD(crawl, pixels_per_second), 0, 1000, NULL, "0.0",
     "speed in px; 0: by characters_per_second"},
    {"force", SCHEMA_BOOL, FIELD(crawl, force), 0, 0, NULL, "false",
     "more than 15 characters a second"},
    {"fit", SCHEMA_BOOL, FIELD(crawl, fit), 0, 0, NULL, "true",
     "on a panel that this machine scans the speed may change by up to 10 %, so that each step "
     "stands for whole refreshes, or two for three"},
    {"ribbon", SCHEMA_BOOL, FIELD(crawl, ribbon), 0, 0, NULL, "true",
     "what crawls follows what crawled before, with a mark between them, before the wall is empty; "
     "each label comes with its own words"},
};

static const struct schema_key layout_keys[] = {
    {"mode", SCHEMA_CHOICE, FIELD(layout, mode), 0, 0, modes, "\"default\"",
     "page: wrapped lines, page after page; hold: what fits stands still, else it crawls; default: "
     "a crawl, pages where a wall without zones is less than four times as wide as high"},
    {"label", SCHEMA_CHOICE, FIELD(layout, label), 0, 0, labels, "\"auto\"",
     "what stands above the words: who says it, else the category; nothing; only the one, only the "
     "other; the time"},
    {"quote_word", SCHEMA_STRING, FIELD(layout, quote_word), 0, 0, NULL, "\"QUOTE\"",
     "the label of a quotation whose speaker is not certain"},
    {"notice_word", SCHEMA_STRING, FIELD(layout, notice_word), 0, 0, NULL, "\"NOTICE\"",
     "of a line without a category"},
    {"breaking_word", SCHEMA_STRING, FIELD(layout, breaking_word), 0, 0, NULL, "\"BREAKING\"",
     "of a take-over"},
    {"corrected_word", SCHEMA_STRING, FIELD(layout, corrected_word), 0, 0, NULL, "\"CORRECTED\"",
     "behind the category of what an editor changed after it had been on air; \"\": nothing"},
    {"lifted_word", SCHEMA_STRING, FIELD(layout, lifted_word), 0, 0, NULL, "\"NEW\"",
     "behind that of a headline whose embargo ended within the last hour; \"\": nothing"},
    {"transition", SCHEMA_CHOICE, FIELD(layout, transition), 0, 0, transitions, "\"cut\"",
     "from page to page; with cut no instant is empty, and a label changes with its words"},
    {"transition_ms", SCHEMA_INT, FIELD(layout, transition_ms), 100, 5000, NULL, "500",
     "how long it takes, ms"},
    {"hold_s", SCHEMA_REAL, FIELD(layout, hold_s), 1, 60, NULL, "2.0",
     "a page stands at least so long, s"},
    {"characters_per_second", SCHEMA_REAL, FIELD(layout, characters_per_second), 1, 15, NULL, "7.0",
     "and as long as a reader of this speed takes"},
    {"breaking", SCHEMA_CHOICE, FIELD(layout, breaking), 0, 0, breakings, "\"wall\"",
     "take-overs have the whole wall, or the first zone that shows lines"},
    {"age", SCHEMA_CHOICE, FIELD(layout, age), 0, 0, ages, "\"off\"",
     "what is old: is shown as ever, says so (\"5 h\", \"2 d\"), or stands in less light"},
    {"age_hours", SCHEMA_REAL, FIELD(layout, age_hours), 1, 8760, NULL, "6.0",
     "old is from then on"},
    {"age_percent", SCHEMA_INT, FIELD(layout, age_percent), 10, 100, NULL, "50",
     "light of what is old, with dim"},
};

static const struct schema_key zone_keys[] = {
    {"name", SCHEMA_STRING, FIELD(zone, name), 0, 0, NULL, "\"\"",
     "for the log and for commands; empty: what it shows"},
    {"x", SCHEMA_INT, FIELD(zone, x), 0, 1023, NULL, "0", "left edge, px"},
    {"y", SCHEMA_INT, FIELD(zone, y), 0, 1023, NULL, "0", "top edge, px"},
    {"width", SCHEMA_INT, FIELD(zone, width), 0, 1024, NULL, "0", "0: up to the right edge"},
    {"height", SCHEMA_INT, FIELD(zone, height), 0, 1024, NULL, "0", "0: up to the lower edge"},
    {"shows", SCHEMA_CHOICE, FIELD(zone, shows), 0, 0, shows, "\"news\"", "what"},
    {"categories", SCHEMA_STRING, FIELD(zone, categories), 0, 0, NULL, "\"\"",
     "news only of these: \"sport; weather\"; empty: of all"},
    {"mode", SCHEMA_CHOICE, FIELD(zone, mode), 0, 0, modes, "\"default\"", "as layout.mode"},
    {"characters_per_second", SCHEMA_REAL, FIELD(zone, characters_per_second), 0, 15, NULL, "0.0",
     "of a crawl; 0: as in crawl"},
    {"label", SCHEMA_BOOL, FIELD(zone, label), 0, 0, NULL, "false",
     "above its words, as layout.label says; without zones the wall has one"},
    {"size_px", SCHEMA_INT, FIELD(zone, size_px), 0, 128, NULL, "0", "of letters; 0: as in text"},
    {"scale", SCHEMA_INT, FIELD(zone, scale), 0, 8, NULL, "0",
     "LEDs for each px of letters or logo; 0: as in text, 1 for a logo"},
    {"file", SCHEMA_FILE, FIELD(zone, file), 0, 0, NULL, "",
     "a logo: PNG, from this file's folder on"},
    {"format", SCHEMA_STRING, FIELD(zone, format), 0, 0, NULL, "\"%H:%M\"",
     "of a clock, as of strftime"},
    {"colour", SCHEMA_COLOUR, FIELD(zone, colour), 0, 0, NULL, "\"white\"", "of a clock"},
};

const struct schema_group schema_zone = {"zones", 0, zone_keys, COUNT(zone_keys),
                                         "Rectangles of the wall, a list of groups"};

static const char *const attributions[] = {"after", "before", "off", NULL};
static const char *const dones[] = {"keep", "move", "delete", NULL};
static const char *const severities[] = {"off", "Minor", "Moderate", "Severe", "Extreme", NULL};

static const struct schema_key feed_keys[] = {
    {"name", SCHEMA_STRING, FIELD(feed, name), 0, 0, NULL, "\"\"",
     "who it is, on the wall and for commands"},
    {"url", SCHEMA_STRING, FIELD(feed, url), 0, 0, NULL, "\"\"",
     "its address, http:// or https://; or"},
    {"folder", SCHEMA_FILE, FIELD(feed, folder), 0, 0, NULL, "",
     "a folder whose new files are read, from this file's folder on"},
    {"done", SCHEMA_CHOICE, FIELD(feed, done), 0, 0, dones, "\"keep\"",
     "what becomes of a folder's file that was read; move: into its folder done"},
    {"category", SCHEMA_STRING, FIELD(feed, category), 0, 0, NULL, "\"news\"",
     "of all it brings; never house"},
    {"weight", SCHEMA_INT, FIELD(feed, weight), 1, 100, NULL, "10", "share in the rota"},
    {"priority", SCHEMA_INT, FIELD(feed, priority), 0, 9, NULL, "0",
     "the most that its own urgency raises an item to"},
    {"every_minutes", SCHEMA_REAL, FIELD(feed, every_minutes), 1, 1440, NULL, "15.0",
     "how often it is asked; more seldom where it asks for that"},
    {"items", SCHEMA_INT, FIELD(feed, items), 1, 500, NULL, "20", "of it on the wall at once"},
    {"per_hour", SCHEMA_INT, FIELD(feed, per_hour), 1, 10000, NULL, "60",
     "new ones; the others wait"},
    {"max_age_hours", SCHEMA_REAL, FIELD(feed, max_age_hours), 0, 87600, NULL, "24.0",
     "older items do not air; 0: no limit"},
    {"quotes", SCHEMA_BOOL, FIELD(feed, quotes), 0, 0, NULL, "false",
     "quotations are taken from its descriptions and texts, too"},
    {"attribution", SCHEMA_CHOICE, FIELD(feed, attribution), 0, 0, attributions, "\"after\"",
     "where its name stands: \"Words (Name)\", \"Name: Words\", nowhere"},
    {"language", SCHEMA_STRING, FIELD(feed, language), 0, 0, NULL, "\"\"",
     "\"en\", ...; empty: as it says itself; of alerts the one that is shown"},
    {"approval", SCHEMA_CHOICE, FIELD(feed, approval), 0, 0, approvals, "\"auto\"",
     "manual: what it brings waits until an editor approves it"},
    {"skip", SCHEMA_STRING, FIELD(feed, skip), 0, 0, NULL, "\"\"",
     "titles that begin so do not air: \"Watch:; Sponsored\""},
    {"takeover", SCHEMA_CHOICE, FIELD(feed, takeover), 0, 0, severities, "\"off\"",
     "alerts (CAP) of this severity and above take the wall over"},
    {"takeovers_per_hour", SCHEMA_INT, FIELD(feed, takeovers_per_hour), 1, 60, NULL, "4",
     "at most so many of them"},
    {"area", SCHEMA_STRING, FIELD(feed, area), 0, 0, NULL, "\"\"",
     "where: geocodes, \"SAME=006109; EMMA_ID=DE123\"; empty: schedule.latitude, longitude"},
    {"auth_file", SCHEMA_FILE, FIELD(feed, auth_file), 0, 0, NULL, "",
     "a file of mode 0600 with USER:PASSWORD, or a header (\"Authorization: ...\")"},
    {"ca_file", SCHEMA_FILE, FIELD(feed, ca_file), 0, 0, NULL, "",
     "certificates (PEM) of an authority of one's own, in place of the system's"},
    {"proxy", SCHEMA_STRING, FIELD(feed, proxy), 0, 0, NULL, "\"\"",
     "http://HOST:PORT; empty: none, whatever the environment says"},
    {"user_agent", SCHEMA_STRING, FIELD(feed, user_agent), 0, 0, NULL, "\"\"",
     "what it is told who asks; empty: motograph and its version"},
};

const struct schema_group schema_feed = {"feeds", 0, feed_keys, COUNT(feed_keys),
                                         "Where news comes from by itself, a list of groups"};

static const struct schema_key colours_keys[] = {
    {"text", SCHEMA_COLOUR, FIELD(colours, text), 0, 0, NULL, "\"yellow\"",
     "of somebody's exact words, and of nothing else"},
    {"headline", SCHEMA_COLOUR, FIELD(colours, headline), 0, 0, NULL, "\"white\"",
     "of headlines, and of a reporter's words around a quotation"},
    {"line", SCHEMA_COLOUR, FIELD(colours, line), 0, 0, NULL, "\"sky\"",
     "of lines that were typed; the one default that costs a second slot a row"},
    {"speaker", SCHEMA_COLOUR, FIELD(colours, speaker), 0, 0, NULL, "\"cyan\"",
     "of who said it, among the words"},
    {"label", SCHEMA_COLOUR, FIELD(colours, label), 0, 0, NULL, "\"cyan\"", "of labels"},
    {"breaking", SCHEMA_COLOUR, FIELD(colours, breaking), 0, 0, NULL, "\"red\"",
     "of the field behind a take-over's label"},
    {"breaking_text", SCHEMA_COLOUR, FIELD(colours, breaking_text), 0, 0, NULL, "\"white\"",
     "of a take-over's words"},
    {"categories", SCHEMA_STRING, FIELD(colours, categories), 0, 0, NULL, "\"\"",
     "of headlines and lines of these: \"sport green; weather #00c0ff\""},
    {"background", SCHEMA_COLOUR, FIELD(colours, background), 0, 0, NULL, "\"black\"",
     "behind all of it"},
};

static const struct schema_key snippet_keys[] = {
    {"max_chars", SCHEMA_INT, FIELD(snippet, max_chars), 20, 2000, NULL, "200",
     "longer ones are not aired"},
    {"expire_hours", SCHEMA_REAL, FIELD(snippet, expire_hours), 0, 87600, NULL, "24.0",
     "how long a snippet stays; 0: for ever"},
};

static const struct schema_key picture_keys[] = {
    {"scale", SCHEMA_INT, FIELD(picture, scale), 1, 32, NULL, "8", "picture px for each LED"},
    {"dots", SCHEMA_BOOL, FIELD(picture, dots), 0, 0, NULL, "true",
     "round LEDs instead of squares"},
    {"max_seconds", SCHEMA_INT, FIELD(picture, max_seconds), 0, 86400, NULL, "60",
     "the longest GIF; 0: no limit"},
};

static const struct schema_key hub75_keys[] = {
    {"call_ns", SCHEMA_INT, FIELD(hub75, call_ns), 1, 1000000, NULL, "1500",
     "the recorder's cost of a call, ns"},
    {"line_ns", SCHEMA_INT, FIELD(hub75, line_ns), 0, 1000000, NULL, "300",
     "and of each further line in it, ns"},
    {"library_calls", SCHEMA_BOOL, FIELD(hub75, library_calls), 0, 0, NULL, "false",
     "set lines through libgpiod itself, not by the kernel's own, cheaper calls"},
    {"realtime", SCHEMA_CHOICE, FIELD(hub75, realtime), 0, 0, realtimes, "\"auto\"",
     "force: SCHED_FIFO on a single core too, where all else must wait"},
    {"core_dumps", SCHEMA_BOOL, FIELD(hub75, core_dumps), 0, 0, NULL, "false",
     "after a crash; a row stays lit while one is written"},
};

static const char *const reloads[] = {"asked", "changed", NULL};

static const char *const readings[] = {"token", "open", NULL};

static const struct schema_key control_keys[] = {
    {"socket", SCHEMA_PATH, FIELD(control, socket), 0, 0, NULL, "",
     "the Unix socket for status, next, ...; empty: motograph.sock in the user's run folder"},
    {"http", SCHEMA_STRING, FIELD(control, http), 0, 0, NULL, "",
     "where `motograph serve` listens for browsers: \"127.0.0.1:8080\" for those on this machine, "
     "\"*:8080\" for all; empty: nowhere"},
    {"names", SCHEMA_STRING, FIELD(control, names), 0, 0, NULL, "",
     "names besides this machine's own under which browsers may ask, with semicolons between"},
    {"tokens", SCHEMA_PATH, FIELD(control, tokens), 0, 0, NULL, "",
     "the file of who may ask over the network (motograph token); empty: tokens in the user's "
     "configuration folder"},
    {"dialects", SCHEMA_STRING, FIELD(control, dialects), 0, 0, NULL, "",
     "what senders to other devices may speak here: \"awtrix3; awtrix-ng\"; empty: nothing"},
    {"dialect_from", SCHEMA_STRING, FIELD(control, dialect_from), 0, 0, NULL, "",
     "addresses that need no token for a dialect, with semicolons between; empty: none"},
    {"hooks", SCHEMA_STRING, FIELD(control, hooks), 0, 0, NULL, "",
     "the files of hooks (config/hooks) through which other programs may put lines, each with an "
     "editor's token, with semicolons between; empty: all"},
    {"reading", SCHEMA_CHOICE, FIELD(control, reading), 0, 0, readings, "\"token\"",
     "open: whoever reaches control.http sees the wall and what it showed; what is held, not due "
     "or "
     "configured is for tokens"},
    {"reload", SCHEMA_CHOICE, FIELD(control, reload), 0, 0, reloads, "\"asked\"",
     "when this file is read again: by SIGHUP or `motograph reload`; changed: also when it "
     "changes"},
};

static const struct schema_key mqtt_keys[] = {
    {"broker", SCHEMA_STRING, FIELD(mqtt, broker), 0, 0, NULL, "",
     "which `motograph link` connects to: \"mqtt://wall.example:1883\", or \"mqtts://...\" for "
     "TLS; "
     "empty: none"},
    {"name", SCHEMA_STRING, FIELD(mqtt, name), 0, 0, NULL, "",
     "of this wall in topics: 24 letters, digits, _ and - at most; empty: the machine's name"},
    {"prefix", SCHEMA_STRING, FIELD(mqtt, prefix), 0, 0, NULL, "\"motograph\"",
     "what all topics begin with"},
    {"groups", SCHEMA_STRING, FIELD(mqtt, groups), 0, 0, NULL, "",
     "names besides its own, and all, by which this wall is meant, with semicolons between"},
    {"keys", SCHEMA_STRING, FIELD(mqtt, keys), 0, 0, NULL, "",
     "whose signed content alone is taken, each a name and a public key (motograph sign --new), "
     "with semicolons between; empty: whatever the broker lets through"},
    {"discovery", SCHEMA_STRING, FIELD(mqtt, discovery), 0, 0, NULL, "\"homeassistant\"",
     "the prefix under which Home Assistant finds this wall; empty: it is not told"},
    {"user", SCHEMA_STRING, FIELD(mqtt, user), 0, 0, NULL, "", "at the broker; empty: none"},
    {"password_file", SCHEMA_PATH, FIELD(mqtt, password_file), 0, 0, NULL, "",
     "a file with that user's password, which nobody else may read; empty: none"},
    {"ca_file", SCHEMA_PATH, FIELD(mqtt, ca_file), 0, 0, NULL, "",
     "who vouches for the broker of mqtts://; empty: whom this system trusts"},
    {"state", SCHEMA_PATH, FIELD(mqtt, state), 0, 0, NULL, "",
     "what `motograph link` has told and taken; empty: link.json beside the store"},
};

static const struct schema_key kiosk_keys[] = {
    {"first_boot", SCHEMA_PATH, FIELD(kiosk, first_boot), 0, 0, NULL, "",
     "a configuration that takes this one's place while it is there and good, as one on the card's "
     "first partition; empty: none"},
    {"announce_s", SCHEMA_REAL, FIELD(kiosk, announce_s), 0, 3600, NULL, "10.0",
     "how long the wall says the machine's name and address after its start, and what is wrong "
     "with that configuration, s; 0: not at all"},
    {"light", SCHEMA_PATH, FIELD(kiosk, light), 0, 0, NULL, "",
     "where the kernel has a sensor of the room's light, \"/sys/bus/iio/devices\": the wall is as "
     "bright as the room wants, and never brighter than schedule.dayparts; empty: none is asked"},
    {"light_full_lux", SCHEMA_REAL, FIELD(kiosk, light_full_lux), 20, 100000, NULL, "300.0",
     "from this light on the wall is as bright as it may be, lux"},
    {"light_dim_lux", SCHEMA_REAL, FIELD(kiosk, light_dim_lux), 0.01, 10, NULL, "1.0",
     "in this light, and in less, it has light_dim_percent of that; between, each doubling counts "
     "the same"},
    {"light_dim_percent", SCHEMA_REAL, FIELD(kiosk, light_dim_percent), 1, 100, NULL, "5.0",
     "of panel.brightness"},
    {"light_slew_s", SCHEMA_REAL, FIELD(kiosk, light_slew_s), 0, 600, NULL, "20.0",
     "from dark to full it takes at least so long, s"},
    {"hands", SCHEMA_PATH, FIELD(kiosk, hands), 0, 0, NULL, "",
     "where the kernel has keys and remotes, \"/dev/input\": they do what kiosk.keys says; empty: "
     "none is read"},
    {"keys", SCHEMA_STRING, FIELD(kiosk, keys), 0, 0, NULL,
     "\"next: KEY_NEXT KEY_NEXTSONG KEY_RIGHT; pause: KEY_PLAYPAUSE KEY_PLAY KEY_PAUSE KEY_SPACE; "
     "blank: KEY_POWER KEY_BLUE; brighter: KEY_BRIGHTNESSUP KEY_UP; darker: KEY_BRIGHTNESSDOWN "
     "KEY_DOWN; dismiss: KEY_STOP KEY_STOPCD KEY_EXIT KEY_ESC; there: KEY_WAKEUP "
     "SW_FRONT_PROXIMITY\"",
     "what is done, and by which keys, by their names in linux/input-event-codes.h or by number; "
     "dismiss ends take-overs, there is held while somebody is before the wall"},
    {"absence_s", SCHEMA_REAL, FIELD(kiosk, absence_s), 0, 86400, NULL, "0.0",
     "the wall is dark once nobody was there for so long, and lit at once when somebody is, s; 0: "
     "nobody is asked"},
};

static const char *const log_levels[] = {"error", "warning", "info", "debug", NULL};

static const struct schema_key log_keys[] = {
    {"level", SCHEMA_CHOICE, FIELD(log, level), 0, 0, log_levels, "\"info\"",
     "the least that the log tells; debug: what the planner, the rota and the store decide"},
};

#define GROUP(group, text)                                                                         \
    {                                                                                              \
#group, offsetof(struct config, group), group##_keys, COUNT(group##_keys), text            \
    }

const struct schema_group schema_groups[] = {
    GROUP(store, "What is kept"),
    GROUP(news, "What comes in"),
    GROUP(rota, "What airs next"),
    GROUP(schedule, "When, and how bright"),
    GROUP(panel, "The panels and how they are wired"),
    GROUP(text, "Letters"),
    GROUP(crawl, "How text moves"),
    GROUP(layout, "Pages"),
    GROUP(colours, "\"#rrggbb\", or a name: amber, white, red, green, blue, ..."),
    GROUP(snippet, "What is taken from articles"),
    GROUP(picture, "GIF and PNG output"),
    GROUP(hub75, "Calls of the lines; the clock of the VCD recorder"),
    GROUP(control, "Commands to a running ticker"),
    GROUP(mqtt, "Home Assistant, and many walls, by a broker of messages (src/link/README.md)"),
    GROUP(kiosk, "A wall that nobody looks after"),
    GROUP(log, "What the log tells"),
};

const size_t schema_group_count = COUNT(schema_groups);

const struct schema_colour schema_colours[] = {
    {"amber", 0xffa020}, {"black", 0x000000}, {"blue", 0x0000ff},    {"cyan", 0x00ffff},
    {"green", 0x00ff00}, {"grey", 0x808080},  {"magenta", 0xff00ff}, {"orange", 0xff6000},
    {"red", 0xff0000},   {"sky", 0x00c0ff},   {"white", 0xffffff},   {"yellow", 0xffff00},
    {NULL, 0},
};
