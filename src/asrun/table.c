#include "asrun/table.h"

#include <string.h>

#include "base/clock.h"

static void add_text(struct buffer *out, const char *text)
{
    buffer_add_byte(out, '"');
    if (text && *text && strchr("=+-@\t\r", *text))
        buffer_add_byte(out, '\'');
    for (; text && *text; text++) {
        if (*text == '"')
            buffer_add_byte(out, '"');
        buffer_add_byte(out, *text);
    }
    buffer_add_byte(out, '"');
}

void table_add_head(struct buffer *out)
{
    buffer_add_string(out, "snippet,start,end,text,reason,cut,zone,config,hash\r\n");
}

void table_add_row(const struct asrun_row *row, struct buffer *out)
{
    const char *texts[] = {row->text, row->reason, row->cut, row->zone};
    char start[CLOCK_TEXT_SIZE], end[CLOCK_TEXT_SIZE], hash[ASRUN_HEX_SIZE];
    clock_format_utc(row->start_ms, start);
    clock_format_utc(row->end_ms, end);
    asrun_hash_print(row->hash, hash);
    buffer_format(out, "%lld,%s,%s", (long long)row->snippet, start, end);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buffer_add_byte(out, ',');
        add_text(out, texts[i]);
    }
    buffer_format(out, ",%016llx,%s\r\n", (unsigned long long)row->config, hash);
}
