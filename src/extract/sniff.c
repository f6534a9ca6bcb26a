#include "extract/sniff.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "config/language.h"

#define ENOUGH 2         /* weight of what proves a kind */
#define NAME_MAX 64      /* bytes before an object that a script names */
#define HEAD 4096        /* bytes in which a root element, a header or a mark must stand */
#define MARKUP_MAX 65536 /* bytes that are searched for markup */
#define SOH 0x01         /* ISO 646: start of a telegram's heading, */
#define STX 0x02         /* of its text */
#define ETX 0x03         /* its end */
#define SYN 0x16

/* A stretch of bytes. */
struct stretch {
    const char *bytes;
    size_t length;
};

struct signature {
    const char *bytes;
    unsigned short length, offset;
    bool printable; /* a text of its kind has it; the others have bytes that no text has */
    const char *kind;
};

#define BINARY(text, offset, kind)                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1, offset, false, kind                                                \
    }
#define WRITTEN(text, kind)                                                                        \
    {                                                                                              \
        text, sizeof(text) - 1, 0, true, kind                                                      \
    }

static const struct signature signatures[] = {
    WRITTEN("%PDF-", "a PDF document"),
    WRITTEN("%!PS", "a PostScript document"),
    WRITTEN("{\\rtf", "an RTF document"),
    WRITTEN("BEGIN:VCALENDAR", "a calendar (iCalendar)"),
    WRITTEN("BEGIN:VCARD", "an address (vCard)"),
    WRITTEN("WEBVTT", "subtitles (WebVTT)"),
    WRITTEN("#!/", "a script"),
    WRITTEN("#+TITLE:", "an Org document"),
    WRITTEN("\\documentclass", "a LaTeX document"),
    WRITTEN("%YAML", "a YAML document"),
    WRITTEN("diff --git ", "a patch"),
    WRITTEN("ZCZC", "a wire telegram"),
    BINARY("\x89PNG\r\n\x1a\n", 0, "a PNG picture"),
    BINARY("\xff\xd8\xff", 0, "a JPEG picture"),
    BINARY("GIF8", 0, "a GIF picture"),
    BINARY("II*\0", 0, "a TIFF picture"),
    BINARY("MM\0*", 0, "a TIFF picture"),
    BINARY("WEBP", 8, "a WebP picture"),
    BINARY("BM", 0, "a BMP picture"),
    BINARY("ftypavif", 4, "an AVIF picture"),
    BINARY("ftyphei", 4, "a HEIF picture"),
    BINARY("ftyp", 4, "a film (MP4)"),
    BINARY("\x1a\x45\xdf\xa3", 0, "a film (Matroska)"),
    BINARY("WAVE", 8, "a sound (WAV)"),
    BINARY("ID3", 0, "a sound (MP3)"),
    BINARY("OggS", 0, "a sound (Ogg)"),
    BINARY("fLaC", 0, "a sound (FLAC)"),
    BINARY("PK\x03\x04", 0, "a ZIP archive (or a DOCX, ODT or EPUB document)"),
    BINARY("PK\x05\x06", 0, "a ZIP archive"),
    BINARY("\x1f\x8b", 0, "a gzip archive"),
    BINARY("BZh", 0, "a bzip2 archive"),
    BINARY("\xfd"
           "7zXZ",
           0, "an xz archive"),
    BINARY("7z\xbc\xaf\x27\x1c", 0, "a 7z archive"),
    BINARY("Rar!\x1a", 0, "a RAR archive"),
    BINARY("\x28\xb5\x2f\xfd", 0, "a Zstandard archive"),
    BINARY("ustar", 257, "a tar archive"),
    BINARY("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "an old Office document (DOC, XLS, PPT)"),
    BINARY("SQLite format 3", 0, "an SQLite database"),
    BINARY("\x7f"
           "ELF",
           0, "a program"),
    BINARY("MZ", 0, "a program"),
    BINARY("wOF", 0, "a font"),
    BINARY("OTTO", 0, "a font"),
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool has_at(struct stretch in, size_t at, const char *what)
{
    size_t length = strlen(what);
    return at <= in.length && in.length - at >= length &&
           strncasecmp(in.bytes + at, what, length) == 0;
}

static bool has(struct stretch in, const char *what)
{
    return memmem(in.bytes, in.length, what, strlen(what)) != NULL;
}

static struct stretch head_of(struct stretch in)
{
    in.length = in.length < HEAD ? in.length : HEAD;
    return in;
}

static struct stretch without_blanks(struct stretch in)
{
    while (in.length > 0 && is_space(in.bytes[0])) {
        in.bytes++;
        in.length--;
    }
    while (in.length > 0 && is_space(in.bytes[in.length - 1]))
        in.length--;
    return in;
}

/* Bytes that no text has: controls but blanks and the escape of a terminal. */
static size_t control_count(struct stretch in)
{
    size_t count = 0;
    for (size_t i = 0; i < in.length; i++)
        count += (unsigned char)in.bytes[i] < ' ' && !is_space(in.bytes[i]) && in.bytes[i] != 0x1b;
    return count;
}

static const char *by_signature(struct stretch in)
{
    enum {
        NEAR = 512
    };
    struct stretch near = {in.bytes, in.length < NEAR ? in.length : NEAR};
    bool binary = control_count(near) > 0;
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const struct signature *s = &signatures[i];
        bool high = (s->bytes[0] & 0x80) != 0;
        if ((s->printable || binary || high) && in.length >= (size_t)s->offset + s->length &&
            memcmp(in.bytes + s->offset, s->bytes, s->length) == 0)
            return s->kind;
    }
    return NULL;
}

/* IPTC 7901 begins with SOH, ANPA 1312 with SYN SYN SOH; the text behind STX. */
static const char *telegram_by_controls(struct stretch in)
{
    size_t at = 0;
    while (at < in.length && (is_space(in.bytes[at]) || in.bytes[at] == SYN))
        at++;
    bool begins = at < in.length && in.bytes[at] == SOH;
    bool framed = memchr(in.bytes, STX, in.length) && memchr(in.bytes, ETX, in.length);
    if (!begins && !framed)
        return NULL;
    return memchr(in.bytes, SYN, in.length) ? "a wire telegram (ANPA 1312)"
                                            : "a wire telegram (IPTC 7901)";
}

/* The next line, without blanks at its ends, from *at on; false at the end. */
static bool next_line(struct stretch in, size_t *at, struct stretch *line)
{
    if (*at >= in.length)
        return false;
    const char *end = memchr(in.bytes + *at, '\n', in.length - *at);
    size_t stop = end ? (size_t)(end - in.bytes) : in.length;
    *line = without_blanks((struct stretch){in.bytes + *at, stop - *at});
    *at = stop + 1;
    return true;
}

/* How a line is made: a letter for letters, 9 for digits, a blank for blanks. */
static void shape_of(struct stretch line, char *shape, size_t size)
{
    size_t at = 0;
    for (size_t i = 0; i < line.length && at + 1 < size; i++) {
        unsigned char c = (unsigned char)line.bytes[i];
        char kind = isalpha(c) ? 'a' : isdigit(c) ? '9' : (char)c;
        if (at == 0 || shape[at - 1] != kind)
            shape[at++] = kind;
    }
    shape[at] = '\0';
}

/* Headings whose controls were lost on the way: "bdt0123 3 pl 245 dpa 0456" (IPTC 7901: source and
 * number, priority, category, words); "a0123" before "r a BC-..." (ANPA 1312). */
static const char *telegram_by_heading(struct stretch in)
{
    enum {
        SHAPE_SIZE = 24,
        LONGEST_SOURCE = 8
    };
    struct stretch first = {0}, second = {0};
    char shape[SHAPE_SIZE];
    size_t at = 0;
    if (!next_line(in, &at, &first) || !next_line(in, &at, &second))
        return NULL;
    shape_of(first, shape, sizeof shape);
    const char *blank = memchr(first.bytes, ' ', first.length);
    bool short_source = blank && blank - first.bytes <= LONGEST_SOURCE;
    if (short_source && strncmp(shape, "a9 9 a 9", strlen("a9 9 a 9")) == 0)
        return "a wire telegram (IPTC 7901)";
    bool number = strcmp(shape, "a9") == 0 && first.length <= LONGEST_SOURCE;
    bool levels = second.length >= 3 && strchr("furbdash", second.bytes[0]) &&
                  second.bytes[1] == ' ' && isalpha((unsigned char)second.bytes[2]) &&
                  (second.length == 3 || second.bytes[3] == ' ');
    return number && levels ? "a wire telegram (ANPA 1312)" : NULL;
}

struct root {
    const char *element, *kind;
};

/* The elements that documents begin with, their prefix left out. */
static const struct root roots[] = {
    {"rss", "an RSS feed"},
    {"rdf", "an RSS 1.0 feed (RDF)"},
    {"feed", "an Atom feed"},
    {"entry", "an entry of an Atom feed"},
    {"nitf", "an article in NITF"},
    {"newsitem", "an item of NewsML-G2"},
    {"newsmessage", "a message of NewsML-G2"},
    {"packageitem", "a package of NewsML-G2"},
    {"newsml", "a document of NewsML"},
    {"alert", "an alert (CAP)"},
    {"edxldistribution", "alerts (EDXL)"},
    {"opml", "a list of feeds (OPML)"},
    {"urlset", "a sitemap"},
    {"sitemapindex", "a sitemap"},
    {"svg", "a drawing (SVG)"},
};

/* Elements of HTML that no text between angle brackets is taken for. */
static const char *const blocks[] = {
    "html",   "head",   "body",   "title",      "meta",    "link",   "script", "style",
    "iframe", "div",    "span",   "section",    "article", "header", "footer", "main",
    "nav",    "aside",  "figure", "figcaption", "h1",      "h2",     "h3",     "h4",
    "h5",     "h6",     "p",      "br",         "hr",      "ul",     "ol",     "li",
    "dl",     "dt",     "dd",     "table",      "thead",   "tbody",  "tr",     "td",
    "th",     "img",    "video",  "audio",      "form",    "input",  "button", "blockquote",
    "pre",    "strong", "em",     "font",       "center",
};
static const char *const inlines[] = {"a",    "b",    "i",     "u",     "s",
                                      "q",    "code", "small", "sub",   "sup",
                                      "cite", "time", "mark",  "label", "abbr"};

static bool is_one_of(const char *const *names, size_t count, struct stretch name)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(names[i]) == name.length && strncasecmp(names[i], name.bytes, name.length) == 0)
            return true;
    return false;
}

#define IS_ONE_OF(names, name) is_one_of(names, sizeof(names) / sizeof *(names), name)

static bool is_name_byte(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.';
}

/* The name of the tag at in.bytes[at], a "<", its prefix left out; empty where none is one. */
static struct stretch tag_name(struct stretch in, size_t at)
{
    size_t start = at + 1;
    start += start < in.length && in.bytes[start] == '/';
    size_t end = start;
    while (end < in.length && (is_name_byte(in.bytes[end]) || in.bytes[end] == ':')) {
        if (in.bytes[end] == ':')
            start = end + 1;
        end++;
    }
    bool named = end > start && isalpha((unsigned char)in.bytes[start]);
    bool closed = end < in.length &&
                  (is_space(in.bytes[end]) || in.bytes[end] == '>' || in.bytes[end] == '/');
    return named && closed ? (struct stretch){in.bytes + start, end - start}
                           : (struct stretch){in.bytes, 0};
}

/* The same where the end is encoded as well: p&gt; */
static struct stretch encoded_name(struct stretch in, size_t at)
{
    size_t start = at + 1;
    start += start < in.length && in.bytes[start] == '/';
    size_t end = start;
    while (end < in.length && is_name_byte(in.bytes[end]))
        end++;
    return (struct stretch){in.bytes + start, has_at(in, end, "&gt;") ? end - start : 0};
}

/* Behind what stands before the root element: blanks, <?...?>, <!...>, comments. */
static size_t behind_prolog(struct stretch in, bool *declared)
{
    for (size_t at = 0;;) {
        while (at < in.length && is_space(in.bytes[at]))
            at++;
        bool comment = has_at(in, at, "<!--");
        if (!comment && !has_at(in, at, "<?") && !has_at(in, at, "<!"))
            return at;
        *declared |= has_at(in, at, "<?xml") || has_at(in, at, "<!doctype");
        const char *mark = comment ? "-->" : ">";
        const char *end = memmem(in.bytes + at, in.length - at, mark, strlen(mark));
        if (!end)
            return in.length;
        at = (size_t)(end - in.bytes) + strlen(mark);
    }
}

static const char *by_root(struct stretch name)
{
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (is_one_of(&roots[i].element, 1, name))
            return roots[i].kind;
    return IS_ONE_OF(blocks, name) ? "a web page" : NULL;
}

/* What begins as XML or HTML does; a root element that nothing closes is none ("<Ada> hello"). */
static const char *markup_at_start(struct stretch in)
{
    bool declared = false;
    size_t at = behind_prolog(in, &declared);
    if (has_at(head_of(in), 0, "<!doctype html") || has(head_of(in), "<!DOCTYPE html"))
        return "a web page";
    struct stretch name = {in.bytes, 0};
    if (at < in.length && in.bytes[at] == '<')
        name = tag_name(in, at);
    const char *kind = name.length > 0 ? by_root(name) : NULL;
    if (kind)
        return kind;
    bool closes = name.length > 0 && (has(in, "</") || has(in, "/>"));
    return declared || closes ? "an XML document" : NULL;
}

/* Feeds with something before their beginning. */
static const char *markup_later(struct stretch in)
{
    static const struct root marks[] = {
        {"<rss", "an RSS feed"},         {"<rdf:RDF", "an RSS 1.0 feed (RDF)"},
        {"<feed xmlns", "an Atom feed"}, {"<html", "a web page"},
        {"<?xml ", "an XML document"},   {"<![CDATA[", "a piece of an XML document"}};
    bool any = memchr(in.bytes, '<', head_of(in).length) != NULL;
    for (size_t i = 0; any && i < sizeof marks / sizeof *marks; i++)
        if (has(head_of(in), marks[i].element))
            return marks[i].kind;
    return NULL;
}

/* What the elements of HTML in a line prove, of two that are wanted: a block is enough, of others
 * two are; encoded ones (&lt;p&gt;) count. */
static int html_weight(struct stretch line)
{
    static const char open[] = "&lt;";
    int weight = 0;
    if (!memchr(line.bytes, '<', line.length) && !memchr(line.bytes, '&', line.length))
        return 0;
    for (size_t at = 0; at + 1 < line.length && weight < ENOUGH; at++) {
        bool encoded = line.bytes[at] == '&' && has_at(line, at, open);
        if (line.bytes[at] != '<' && !encoded)
            continue;
        size_t mark = encoded ? at + sizeof open - 2 : at;
        struct stretch name = tag_name(line, mark);
        if (encoded && name.length == 0)
            name = encoded_name(line, mark);
        weight += IS_ONE_OF(blocks, name) ? ENOUGH : IS_ONE_OF(inlines, name);
    }
    return weight;
}

static const char *json_kind(struct stretch in)
{
    if (has(in, "jsonfeed.org/version"))
        return "a JSON Feed";
    if (has(in, "\"versioncreated\"") || has(in, "iptc.org/std/ninjs"))
        return "an item of ninjs (JSON)";
    return "a JSON document";
}

/* The byte behind blanks. */
static char behind_blanks(struct stretch in, size_t *at)
{
    while (*at < in.length && is_space(in.bytes[*at]))
        ++*at;
    return *at < in.length ? in.bytes[*at] : '\0';
}

/* Whether an object begins at `at`: {"key": or {} (RFC 8259). */
static bool is_object(struct stretch in, size_t at)
{
    size_t next = at + 1;
    if (in.bytes[at] != '{')
        return false;
    char first = behind_blanks(in, &next);
    if (first == '}')
        return true;
    const char *end = first == '"' ? memchr(in.bytes + next + 1, '"', in.length - next - 1) : NULL;
    if (!end)
        return false;
    next = (size_t)(end - in.bytes) + 1;
    return behind_blanks(in, &next) == ':';
}

/* callback({"key": ...}), var x = {"key": ...}: an object behind a name. */
static bool is_call(struct stretch in)
{
    const char *open = memchr(in.bytes, '{', in.length < NAME_MAX ? in.length : NAME_MAX);
    size_t at = open ? (size_t)(open - in.bytes) : 0;
    if (at == 0 || !memchr(in.bytes + at, '"', in.length - at) || !is_object(in, at))
        return false;
    bool assigned = false;
    for (size_t i = 0; i < at; i++) {
        assigned |= in.bytes[i] == '=' || in.bytes[i] == '(';
        if (!is_name_byte(in.bytes[i]) && !strchr(" =($", in.bytes[i]))
            return false;
    }
    return assigned;
}

static const char *by_json(struct stretch in)
{
    size_t at = 1;
    if (in.length < 2)
        return NULL;
    if (is_object(in, 0) || is_call(in))
        return json_kind(in);
    char last = in.bytes[in.length - 1];
    if (in.bytes[0] != '[' || behind_blanks(in, &at) == '\0')
        return NULL;
    bool items = is_object(in, at) || ((in.bytes[at] == '"' || in.bytes[at] == '[') && last == ']');
    return items ? json_kind(in) : NULL;
}

/* The bytes before a colon that may be the name of a header (RFC 5322, section 2.2). */
static struct stretch header_name(struct stretch line)
{
    enum {
        LONGEST = 40
    };
    const char *colon = memchr(line.bytes, ':', line.length < LONGEST ? line.length : LONGEST);
    struct stretch name = {line.bytes, colon ? (size_t)(colon - line.bytes) : 0};
    while (name.length > 0 && name.bytes[name.length - 1] == ' ')
        name.length--;
    return name;
}

static bool is_mail_header(struct stretch line)
{
    static const char *const names[] = {
        "from",         "to",           "cc",           "bcc",
        "date",         "subject",      "reply-to",     "sender",
        "sent",         "message-id",   "received",     "return-path",
        "delivered-to", "mime-version", "content-type", "content-transfer-encoding",
        "references",   "in-reply-to",  "list-id",      "dkim-signature",
        "user-agent",   "importance",   "newsgroups",   "x-mailer",
        "attachments",
    };
    struct stretch name = header_name(line);
    return name.length > 0 &&
           (IS_ONE_OF(names, name) ||
            languages_phrase(LANGUAGE_MAIL_HEADERS, name.bytes, name.length, NULL) == name.length);
}

/* Two known headers one below the other at the beginning, or the line of a mailbox (RFC 4155). */
static const char *by_mail(struct stretch in)
{
    struct stretch line;
    size_t at = 0;
    int known = 0;
    const char *kind = "a mail (with its headers)";
    for (int lines = 0; next_line(in, &at, &line) && line.length > 0; lines++) {
        bool mailbox =
            lines == 0 && has_at(line, 0, "From ") && memchr(line.bytes, '@', line.length);
        known += is_mail_header(line);
        if (mailbox || known > 1)
            return kind;
    }
    return NULL;
}

/* "key: value", as in front matter. */
static bool is_setting(struct stretch line, char mark)
{
    size_t end = 0;
    while (end < line.length && is_name_byte(line.bytes[end]))
        end++;
    size_t at = end;
    return end > 0 && islower((unsigned char)line.bytes[0]) &&
           (mark == ':' ? at < line.length && line.bytes[at] == ':'
                        : behind_blanks(line, &at) == mark);
}

/* A block of settings between two lines of dashes, or of pluses. */
static const char *by_front_matter(struct stretch in)
{
    struct stretch first = {0}, second = {0}, line;
    size_t at = 0;
    if (!next_line(in, &at, &first) || !next_line(in, &at, &second))
        return NULL;
    bool dashes = first.length == 3 && memcmp(first.bytes, "---", 3) == 0;
    bool pluses = first.length == 3 && memcmp(first.bytes, "+++", 3) == 0;
    if (is_setting(first, ':') && is_setting(second, ':'))
        return "a text with settings at its head (front matter)";
    if (!(dashes && is_setting(second, ':')) && !(pluses && is_setting(second, '=')))
        return NULL;
    while (next_line(in, &at, &line))
        if (line.length == 3 && memcmp(line.bytes, first.bytes, 3) == 0)
            return "a Markdown document (with front matter)";
    return "a YAML document";
}

static size_t run_of(struct stretch line, size_t at, char c)
{
    size_t start = at;
    while (at < line.length && line.bytes[at] == c)
        at++;
    return at - start;
}

static bool is_all(struct stretch line, char c)
{
    return line.length >= 3 && run_of(line, 0, c) == line.length;
}

/* `# Title` of Markdown; "#1" and "# 1" are numbers. */
static bool is_heading(struct stretch line)
{
    size_t level = run_of(line, 0, '#');
    return level > 0 && level <= 6 && level + 1 < line.length && line.bytes[level] == ' ' &&
           !isdigit((unsigned char)line.bytes[level + 1]) && line.bytes[level + 1] != '#';
}

/* [words](address), ![picture](address), [name]: address */
static bool has_link(struct stretch line)
{
    if (!memchr(line.bytes, '[', line.length))
        return false;
    const char *mark = memmem(line.bytes, line.length, "](", 2);
    if (mark && memchr(line.bytes, '[', (size_t)(mark - line.bytes)) &&
        memchr(mark, ')', (size_t)(line.bytes + line.length - mark)))
        return true;
    return line.length > 0 && line.bytes[0] == '[' && has(line, "]: http");
}

/* **words** beside others, or __words__. */
static bool has_bold(struct stretch line)
{
    static const char *const marks[] = {"**", "__"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!memchr(line.bytes, marks[i][0], line.length))
            continue;
        const char *open = memmem(line.bytes, line.length, marks[i], 2);
        size_t at = open ? (size_t)(open - line.bytes) + 2 : line.length;
        if (at >= line.length || is_space(line.bytes[at]) || line.bytes[at] == marks[i][0])
            continue;
        const char *close = memmem(line.bytes + at + 1, line.length - at - 1, marks[i], 2);
        if (close && !is_space(close[-1]))
            return true;
    }
    return false;
}

/* *words* or _words_ between blanks. */
static bool has_emphasis(struct stretch line)
{
    bool any = memchr(line.bytes, '*', line.length) || memchr(line.bytes, '_', line.length);
    for (size_t i = 0; any && i + 2 < line.length; i++) {
        char mark = line.bytes[i];
        bool opens = (mark == '*' || mark == '_') && (i == 0 || line.bytes[i - 1] == ' ') &&
                     isalpha((unsigned char)line.bytes[i + 1]);
        const char *close = opens ? memchr(line.bytes + i + 1, mark, line.length - i - 1) : NULL;
        if (!close)
            continue;
        size_t behind = (size_t)(close - line.bytes) + 1;
        if (isalpha((unsigned char)close[-1]) &&
            (behind == line.length || strchr(" .,;:!?", line.bytes[behind])))
            return true;
    }
    return false;
}

/* What one line of Markdown proves, of two that are wanted. */
static int markdown_weight(struct stretch line, struct stretch before)
{
    bool fence = has_at(line, 0, "```") || (has_at(line, 0, "~~~") && line.length > 3 &&
                                            isalpha((unsigned char)line.bytes[3]));
    bool half = has_at(line, 0, "> ") || has_emphasis(line);
    bool title = before.length > 0 && (is_all(line, '=') || is_all(line, '-'));
    if (fence || has_link(line) || has_bold(line) || is_heading(line))
        return ENOUGH;
    return title ? (line.bytes[0] == '=' ? ENOUGH : 1) : half;
}

/* Whether marks stand at the beginning, or all over the text; one far within is a slip, which
 * sniff_has_markup sees. */
static bool is_marked_up(struct stretch in, int (*weigh)(struct stretch, struct stretch))
{
    enum {
        FIRST = 3, /* lines */
        SHARE = 4  /* one line in so many */
    };
    struct stretch line, before = {in.bytes, 0};
    size_t at = 0, lines = 0, weight = 0;
    for (; next_line(in, &at, &line); before = line) {
        weight += (size_t)weigh(line, before);
        lines += line.length > 0;
        if (lines <= FIRST && weight >= ENOUGH)
            return true;
    }
    return weight >= ENOUGH && weight * SHARE / ENOUGH >= lines;
}

static int html_line_weight(struct stretch line, struct stretch before)
{
    (void)before;
    return html_weight(line);
}

static const char *markup_inside(struct stretch in)
{
    return is_marked_up(in, html_line_weight) ? "a piece of a web page (HTML)" : NULL;
}

static const char *by_markdown(struct stretch in)
{
    return is_marked_up(in, markdown_weight) ? "a Markdown document" : NULL;
}

static const char *by_other_markup(struct stretch in)
{
    struct stretch line;
    size_t at = 0;
    for (int lines = 0; next_line(in, &at, &line); lines++) {
        if (lines > 1 && !memchr(line.bytes, '[', line.length) && !has_at(line, 0, "==") &&
            !has_at(line, 0, "\\"))
            continue;
        size_t level = run_of(line, 0, '=');
        bool closed = level > 1 && line.length > 2 * level + 2 &&
                      run_of(line, line.length - level, '=') == level;
        if (closed || (has(line, "[[") && has(line, "]]")) ||
            (has_at(line, 0, "{{") && has(line, "}}")))
            return "wiki text";
        if (lines == 0 && level == 1 && has_at(line, 1, " "))
            return "an AsciiDoc document";
        if (lines == 0 && line.length > 4 && line.bytes[0] == 'h' && has_at(line, 2, ". "))
            return "a Textile document";
        if (line.length > 2 && line.bytes[0] == '\\' && memchr(line.bytes, '{', line.length))
            return "a LaTeX document";
        if (has(line, "[/b]") || has(line, "[/i]") || has(line, "[/url]") || has(line, "[/quote]"))
            return "BBCode";
        if (lines == 1 && has(line, " --> ") && isdigit((unsigned char)line.bytes[0]))
            return "subtitles (SubRip)";
    }
    return NULL;
}

/* Whether the byte at `at` parts the digits of a figure in a line of words: 12,50 euros. */
static bool is_decimal(struct stretch line, size_t at)
{
    return at > 0 && isdigit((unsigned char)line.bytes[at - 1]) &&
           isdigit((unsigned char)line.bytes[at + 1]) && memchr(line.bytes, ' ', line.length);
}

/* How often a separator parts fields: not before a blank, as a comma of a sentence stands. */
static size_t fields(struct stretch line, char separator)
{
    size_t count = 0;
    bool quoted = false;
    for (size_t i = 0; i + 1 < line.length; i++) {
        quoted ^= line.bytes[i] == '"';
        if (line.bytes[i] != separator || quoted || (separator == ',' && is_decimal(line, i)))
            continue;
        if (separator != '\t' && line.bytes[i + 1] == ' ')
            return 0;
        count++;
    }
    return count;
}

/* Rows of as many fields each. */
static const char *by_table(struct stretch in)
{
    enum {
        ROWS = 3
    };
    static const char separators[] = "\t;,";
    for (const char *separator = separators; *separator; separator++) {
        struct stretch line;
        size_t at = 0, rows = 0, first = 0;
        bool equal = true;
        while (equal && next_line(in, &at, &line)) {
            size_t count = line.length > 0 ? fields(line, *separator) : first;
            first = rows == 0 ? count : first;
            equal = count == first && count > 0;
            rows += line.length > 0;
        }
        size_t least = *separator == '\t' || in.bytes[0] == '"' ? 1 : 2;
        if (equal && rows >= ROWS && first >= least)
            return "a table (CSV)";
    }
    return NULL;
}

static bool is_binary(struct stretch in)
{
    enum {
        SHARE = 10 /* one byte in so many */
    };
    return control_count(in) * SHARE > in.length;
}

bool sniff_has_markup(const char *text)
{
    struct stretch line = {text, strlen(text)};
    return html_weight(line) >= ENOUGH || has_link(line) || has_bold(line) || has_emphasis(line) ||
           has_at(line, 0, "> ");
}

const char *sniff(const char *bytes, size_t length)
{
    static const char *(*const kinds[])(struct stretch) = {
        telegram_by_controls, markup_at_start, markup_later,  by_json,
        by_front_matter,      by_mail,         markup_inside, telegram_by_heading,
        by_markdown,          by_other_markup, by_table,
    };
    struct stretch in = {bytes, length};
    if (has_at(in, 0, "\xef\xbb\xbf"))
        in = (struct stretch){bytes + 3, length - 3};
    const char *kind = by_signature(in);
    if (kind || memchr(in.bytes, '\0', head_of(in).length))
        return kind;
    if (is_binary(head_of(in)) && !telegram_by_controls(head_of(in)))
        return "binary data";
    in.length = in.length < MARKUP_MAX ? in.length : MARKUP_MAX;
    in = without_blanks(in);
    for (size_t i = 0; in.length > 0 && !kind && i < sizeof kinds / sizeof *kinds; i++)
        kind = kinds[i](in);
    return kind;
}
