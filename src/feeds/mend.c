#include "mend.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "reference.h"

enum fault {
    BEFORE,
    CONTROL,
    AMPERSAND,
    LESS,
    FAULT_COUNT
};

static const char *const told[FAULT_COUNT] = {
    [BEFORE] = "has something before its beginning: it is left out",
    [CONTROL] = "has a control character, which XML has not: it is left out",
    [AMPERSAND] = "has a bare ampersand, which XML writes &amp;: it stands for itself",
    [LESS] = "has a bare \"<\", which XML writes &lt;: it stands for itself",
};

/* UTF-16's halves (RFC 2781, 2.1). */
#define SURROGATES 0x400
#define SURROGATES_HIGH 0xd800
#define SURROGATES_LOW 0xdc00

struct mending {
    const char *text;
    size_t length;
    struct buffer *out;
    int line;
    int first_line[FAULT_COUNT];
    size_t count[FAULT_COUNT];
    size_t doctype, doctype_end; /* its own entities are declared there */
};

static void note(struct mending *m, enum fault fault)
{
    if (m->count[fault]++ == 0)
        m->first_line[fault] = m->line;
}

static bool has_at(const struct mending *m, size_t at, const char *what)
{
    size_t size = strlen(what);
    return at <= m->length && m->length - at >= size && memcmp(m->text + at, what, size) == 0;
}

/* What XML 1.0 (2.2) has as a character. */
static bool is_character(uint32_t code)
{
    return (code >= ' ' && code != 0xfffe && code != 0xffff) || code == '\t' || code == '\n' ||
           code == '\r';
}

/* Puts what stands up to `end` as it is. */
static size_t copy(struct mending *m, size_t at, size_t end)
{
    buffer_add(m->out, m->text + at, end - at);
    for (; at < end; at++)
        m->line += m->text[at] == '\n';
    return end;
}

static size_t behind(const struct mending *m, size_t at, const char *mark)
{
    const char *end = memmem(m->text + at, m->length - at, mark, strlen(mark));
    return end ? (size_t)(end - m->text) + strlen(mark) : m->length;
}

/* Behind <!DOCTYPE ... [ ... ]>. */
static size_t behind_doctype(const struct mending *m, size_t at)
{
    int depth = 0;
    char quote = '\0';
    for (; at < m->length; at++) {
        char c = m->text[at];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '[' || c == ']')
            depth += c == '[' ? 1 : -1;
        else if (c == '>' && depth <= 0)
            return at + 1;
    }
    return m->length;
}

static bool is_name_start(const struct mending *m, size_t at)
{
    return at < m->length && (isalpha((unsigned char)m->text[at]) || m->text[at] == '_' ||
                              m->text[at] == ':' || (m->text[at] & 0x80));
}

static bool begins_tag(const struct mending *m, size_t at)
{
    return is_name_start(m, at + 1) || (has_at(m, at, "</") && is_name_start(m, at + 2));
}

/* Whether the document declares that name itself: <!ENTITY name "...">. */
static bool is_declared(const struct mending *m, const char *name, size_t length)
{
    const char *type = m->text + m->doctype;
    for (size_t at = 0, end = m->doctype_end - m->doctype; at < end;) {
        const char *found = memmem(type + at, end - at, "<!ENTITY", 8);
        if (!found)
            return false;
        at = (size_t)(found - type) + 8;
        while (at < end && isspace((unsigned char)type[at]))
            at++;
        if (end - at > length && memcmp(type + at, name, length) == 0 &&
            isspace((unsigned char)type[at + length]))
            return true;
    }
    return false;
}

/* A reference by number whose character XML has; its length. */
static size_t number_length(const struct mending *m, size_t at)
{
    char bytes[REFERENCE_SIZE];
    uint32_t code = 0;
    size_t size = reference_read(m->text + at, m->length - at, false, bytes);
    bool closed = size > 0 && m->text[at + size - 1] == ';';
    bool good = closed && utf8_decode(bytes, strlen(bytes), &code) > 0 && is_character(code) &&
                code != UTF8_REPLACEMENT;
    return good ? size : 0;
}

/* Of what is no mark of XML: as a reader of XML must see it. */
static void put_named(struct mending *m, const char *expansion)
{
    for (; *expansion; expansion++)
        if (*expansion == '&' || *expansion == '<')
            buffer_format(m->out, "&#%d;", *expansion);
        else
            buffer_add_byte(m->out, *expansion);
}

static bool is_xml_name(const char *name, size_t length)
{
    static const char *const names[] = {"amp", "lt", "gt", "quot", "apos"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0)
            return true;
    return false;
}

/* The number of "&#55357;" where it is one half of a surrogate pair, and its length; else 0. */
static size_t surrogate_at(const struct mending *m, size_t at, uint32_t first, uint32_t *unit)
{
    char digits[8] = "";
    if (!has_at(m, at, "&#"))
        return 0;
    bool hex = has_at(m, at, "&#x") || has_at(m, at, "&#X");
    size_t start = at + (hex ? 3 : 2);
    size_t length = strspn(m->text + start, hex ? "0123456789abcdefABCDEF" : "0123456789");
    if (length == 0 || length >= sizeof digits || !has_at(m, start + length, ";"))
        return 0;
    memcpy(digits, m->text + start, length);
    *unit = (uint32_t)strtoul(digits, NULL, hex ? 16 : 10);
    return *unit >= first && *unit < first + SURROGATES ? start + length + 1 - at : 0;
}

/* A character beyond U+FFFF that somebody wrote in two halves; behind it, or 0. */
static size_t mend_halves(struct mending *m, size_t at)
{
    uint32_t high, low;
    char bytes[5] = "";
    size_t size = surrogate_at(m, at, SURROGATES_HIGH, &high);
    size_t more = size ? surrogate_at(m, at + size, SURROGATES_LOW, &low) : 0;
    if (more == 0)
        return 0;
    utf8_encode(0x10000 + ((high - SURROGATES_HIGH) << 10) + (low - SURROGATES_LOW), bytes);
    put_named(m, bytes);
    return at + size + more;
}

static size_t mend_numbered(struct mending *m, size_t at)
{
    size_t halves = mend_halves(m, at);
    if (halves)
        return halves;
    size_t size = number_length(m, at);
    if (size > 0) {
        char bytes[REFERENCE_SIZE];
        reference_read(m->text + at, size, false, bytes);
        put_named(m, bytes);
        return at + size;
    }
    char bytes[REFERENCE_SIZE];
    size = reference_read(m->text + at, m->length - at, false, bytes);
    bool closed = size > 0 && m->text[at + size - 1] == ';';
    note(m, closed ? CONTROL : AMPERSAND);
    if (closed)
        return at + size;
    buffer_add_string(m->out, "&amp;");
    return at + 1;
}

static size_t mend_ampersand(struct mending *m, size_t at)
{
    if (has_at(m, at, "&#"))
        return mend_numbered(m, at);
    size_t end = at + 1;
    while (end < m->length && (isalnum((unsigned char)m->text[end]) || m->text[end] == '_' ||
                               m->text[end] == '-' || m->text[end] == '.'))
        end++;
    const char *name = m->text + at + 1;
    size_t length = end - at - 1;
    bool closed = length > 0 && has_at(m, end, ";");
    const char *expansion = closed ? reference_named(name, length) : NULL;
    if (closed && (is_xml_name(name, length) || is_declared(m, name, length))) {
        buffer_add(m->out, m->text + at, length + 2);
        return end + 1;
    }
    if (expansion) {
        put_named(m, expansion);
        return end + 1;
    }
    note(m, AMPERSAND);
    buffer_add_string(m->out, "&amp;");
    return at + 1;
}

/* What begins with "<!" or "<?": as it is, to its end. */
static size_t mend_special(struct mending *m, size_t at)
{
    if (has_at(m, at, "<!--"))
        return copy(m, at, behind(m, at + 4, "-->"));
    if (has_at(m, at, "<![CDATA["))
        return copy(m, at, behind(m, at, "]]>"));
    if (has_at(m, at, "<!DOCTYPE") || has_at(m, at, "<!doctype")) {
        m->doctype = at;
        m->doctype_end = behind_doctype(m, at);
        return copy(m, at, m->doctype_end);
    }
    return copy(m, at, behind(m, at, has_at(m, at, "<?") ? "?>" : ">"));
}

static size_t mend_mark(struct mending *m, size_t at)
{
    if (m->text[at] == '&')
        return mend_ampersand(m, at);
    if (has_at(m, at, "<!") || has_at(m, at, "<?"))
        return mend_special(m, at);
    if (!begins_tag(m, at)) {
        note(m, LESS);
        buffer_add_string(m->out, "&lt;");
        return at + 1;
    }
    buffer_add_byte(m->out, '<');
    return at + 1;
}

static void keep_lines(struct mending *m, size_t at, size_t end)
{
    for (; at < end; at++)
        if (m->text[at] == '\n') {
            buffer_add_byte(m->out, '\n');
            m->line++;
        }
}

/* Where the document begins: behind what stands before the first mark, and behind a declaration,
 * which XML has at the very beginning alone and whose encoding is no longer so. Its line ends go in
 * front of the root. */
static size_t mend_start(struct mending *m)
{
    size_t at = 0, declaration;
    while (at < m->length && (m->text[at] != '<' ||
                              (!begins_tag(m, at) && !has_at(m, at, "<?") && !has_at(m, at, "<!"))))
        at++;
    declaration = at;
    while (has_at(m, declaration, "<!--")) {
        declaration = behind(m, declaration, "-->");
        while (declaration < m->length && isspace((unsigned char)m->text[declaration]))
            declaration++;
    }
    if (has_at(m, declaration, "<?xml")) {
        size_t end = behind(m, declaration, ">");
        if (declaration > 0)
            note(m, BEFORE);
        keep_lines(m, 0, end);
        return end;
    }
    bool blank = true;
    for (size_t i = 0; i < at; i++)
        blank = blank && isspace((unsigned char)m->text[i]);
    if (at > 0 && at < m->length && !blank)
        note(m, BEFORE);
    keep_lines(m, 0, at);
    return at;
}

/* The text without the characters that XML has not: before all else, as one may stand within a
 * mark or a reference. */
static void leave_out(struct mending *m, struct buffer *clean)
{
    for (size_t at = 0; at < m->length;) {
        uint32_t code = UTF8_REPLACEMENT;
        size_t size = utf8_decode(m->text + at, m->length - at, &code);
        size = size ? size : 1;
        if (is_character(code))
            buffer_add(clean, m->text + at, size);
        else
            note(m, CONTROL);
        m->line += code == '\n';
        at += size;
    }
    m->text = clean->data ? clean->data : "";
    m->length = clean->length;
    m->line = 1;
}

void mend(const char *name, const char *text, size_t length, struct buffer *out, struct diag *diag)
{
    struct mending m = {.text = text, .length = length, .out = out, .line = 1};
    struct buffer clean = {0};
    leave_out(&m, &clean);
    size_t at = mend_start(&m);
    while (at < m.length) {
        size_t plain = at;
        while (plain < m.length && m.text[plain] != '&' && m.text[plain] != '<')
            plain++;
        at = copy(&m, at, plain);
        if (at < m.length)
            at = mend_mark(&m, at);
    }
    buffer_finish(&clean);
    for (int i = 0; i < FAULT_COUNT; i++)
        if (m.count[i] == 1)
            diag_add_at(diag, DIAG_WARNING, name, m.first_line[i], "%s", told[i]);
        else if (m.count[i] > 1)
            diag_add_at(diag, DIAG_WARNING, name, m.first_line[i], "%s (%zu places)", told[i],
                        m.count[i]);
}
