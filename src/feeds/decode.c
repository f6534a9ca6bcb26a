#include "decode.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"

#define HEAD 1024     /* bytes in which a declaration stands (HTML Standard, 13.2.3.2) */
#define LABEL_SIZE 40 /* of the longest label with room to spare */

struct encoding {
    const char *name;
    const char *labels; /* with a blank before and behind each */
    uint16_t high[128]; /* what the bytes from 0x80 on mean */
};

static const struct encoding encodings[] = {
#include "encodings.inc"
};

/* Those that the C library knows, by these names: of several bytes a character, and of machines
 * that nobody has any more. */
struct wide {
    const char *name, *library, *labels;
};
static const struct wide wides[] = {
    {"Shift_JIS", "CP932",
     " shiftjis sjis mskanji windows31j xsjis csshiftjis ms932 cp932 932 xmacjapanese "},
    {"EUC-JP", "EUC-JP", " eucjp xeucjp ujis cseucpkdfmtjapanese "},
    {"ISO-2022-JP", "ISO-2022-JP-2", " iso2022jp csiso2022jp iso2022jp1 iso2022jp2 "},
    {"EUC-KR", "UHC",
     " euckr xeuckr cseuckr ksc56011987 ksc5601 ksc56011989 ksx1001 csksc56011987 isoir149 cp949"
     " windows949 ms949 949 uhc korean xmackorean "},
    {"ISO-2022-KR", "ISO-2022-KR", " iso2022kr csiso2022kr "},
    {"GB18030", "GB18030",
     " gb18030 gb180302000 gbk gb2312 gb231280 gb23121980 csgb2312 csiso58gb231280 isoir58 euccn"
     " eucgb2312cn cp936 ms936 936 xgbk chinese windows936 xmacsimpchinese "},
    {"Big5", "BIG5-HKSCS",
     " big5 big5hkscs hkscs big5tw csbig5 cnbig5 xxbig5 cp950 ms950 950 xmactradchinese "},
    {"Johab", "JOHAB", " johab cp1361 ms1361 "},
    {"Shift_JIS-2004", "SHIFT_JISX0213", " shiftjis2004 sjis2004 shiftjisx0213 sjisx0213 "},
    {"EUC-JIS-2004", "EUC-JISX0213", " eucjis2004 eucjisx0213 jisx0213 "},
    {"ISO-2022-JP-3", "ISO-2022-JP-3", " iso2022jp3 iso2022jp2004 "},
    {"IBM437", "IBM437", " ibm437 cp437 437 cspc8codepage437 "},
    {"IBM737", "CP737", " ibm737 cp737 737 "},
    {"IBM775", "CP775", " ibm775 cp775 775 cspc775baltic "},
    {"IBM850", "IBM850", " ibm850 cp850 850 cspc850multilingual ibm858 cp858 858 csibm858 "},
    {"IBM852", "IBM852", " ibm852 cp852 852 cspcp852 "},
    {"IBM855", "IBM855", " ibm855 cp855 855 csibm855 "},
    {"IBM856", "IBM856", " ibm856 cp856 856 "},
    {"IBM857", "IBM857", " ibm857 cp857 857 csibm857 "},
    {"IBM860", "IBM860", " ibm860 cp860 860 csibm860 "},
    {"IBM861", "IBM861", " ibm861 cp861 861 csibm861 cpis "},
    {"IBM862", "IBM862", " ibm862 cp862 862 cspc862latinhebrew "},
    {"IBM863", "IBM863", " ibm863 cp863 863 csibm863 "},
    {"IBM864", "IBM864", " ibm864 cp864 864 csibm864 "},
    {"IBM865", "IBM865", " ibm865 cp865 865 csibm865 "},
    {"IBM869", "IBM869", " ibm869 cp869 869 csibm869 cpgr "},
    {"IBM1125", "CP1125", " ibm1125 cp1125 1125 cp866u ruscii "},
    {"MacCyrillic", "MAC-CYRILLIC", " maccyrillic xmaccyrillic xmacukrainian "},
    {"MacIceland", "MAC-IS", " maciceland xmacicelandic "},
    {"MacCentralEurope", "MAC-CENTRALEUROPE", " maccentraleurope maccenteuro maclatin2 xmacce "},
    {"PT154", "PT154", " ptcp154 pt154 cp154 csptcp154 cyrillicasian "},
    {"KZ-1048", "RK1048", " kz1048 rk1048 strk10482002 "},
    {"KOI8-T", "KOI8-T", " koi8t "},
    {"HP-Roman8", "HP-ROMAN8", " hproman8 cshproman8 roman8 r8 cp1051 ibm1051 "},
};

/* Where it stands, in any case; NULL: nowhere. */
static const char *find_mark(const char *text, size_t length, const char *mark)
{
    size_t size = strlen(mark);
    for (size_t at = 0; at + size <= length; at++)
        if (strncasecmp(text + at, mark, size) == 0)
            return text + at;
    return NULL;
}

/* What stands behind `mark` in a text, as a label: in small letters, without its quotation marks;
 * false where there is none. */
static bool label_behind(const char *text, size_t length, const char *mark, char label[LABEL_SIZE])
{
    const char *found = find_mark(text, length, mark);
    size_t count = 0;
    size_t at = found ? (size_t)(found - text) + strlen(mark) : length;
    while (at < length && strchr(" \t=\"'", text[at]) && text[at])
        at++;
    for (; at < length && text[at] && !strchr(" \t\r\n;\"'<>?,/", text[at]); at++)
        if (count < LABEL_SIZE - 1)
            label[count++] = (char)tolower((unsigned char)text[at]);
    label[count] = '\0';
    return count > 0;
}

/* Whoever writes them by heart leaves out what stands between letters and digits. */
static bool is_label(const char *labels, const char *label)
{
    char wanted[LABEL_SIZE + 2] = " ";
    size_t length = 1;
    for (; *label; label++)
        if (isalnum((unsigned char)*label))
            wanted[length++] = *label;
    wanted[length] = ' ';
    return length > 1 && strstr(labels, wanted) != NULL;
}

static const struct encoding *encoding_of(const char *label)
{
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (is_label(encodings[i].labels, label))
            return &encodings[i];
    return NULL;
}

static const struct wide *wide_of(const char *label)
{
    for (size_t i = 0; i < sizeof wides / sizeof *wides; i++)
        if (is_label(wides[i].labels, label))
            return &wides[i];
    return NULL;
}

static void put(struct buffer *out, uint32_t code)
{
    char bytes[4];
    size_t size = utf8_encode(code, bytes);
    if (size == 0)
        size = utf8_encode(UTF8_REPLACEMENT, bytes);
    buffer_add(out, bytes, size);
}

static void from_single(const struct encoding *encoding, const char *bytes, size_t length,
                        struct buffer *out)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c < 0x80)
            buffer_add_byte(out, (char)c);
        else
            put(out, encoding->high[c - 0x80]);
    }
}

/* Bytes that are no UTF-8, one by one, are U+FFFD. */
static void from_utf8(const char *bytes, size_t length, struct buffer *out)
{
    for (size_t at = 0; at < length;) {
        size_t good = utf8_validate(bytes + at, length - at);
        buffer_add(out, bytes + at, good);
        at += good;
        if (at < length) {
            put(out, UTF8_REPLACEMENT);
            at++;
        }
    }
}

static void from_utf16(const char *bytes, size_t length, bool big, struct buffer *out)
{
    const unsigned char *b = (const unsigned char *)bytes;
    for (size_t at = 0; at + 1 < length; at += 2) {
        uint32_t unit = big ? (uint32_t)b[at] << 8 | b[at + 1] : (uint32_t)b[at + 1] << 8 | b[at];
        if (unit >= 0xd800 && unit < 0xdc00 && at + 3 < length) {
            uint32_t low =
                big ? (uint32_t)b[at + 2] << 8 | b[at + 3] : (uint32_t)b[at + 3] << 8 | b[at + 2];
            if (low >= 0xdc00 && low < 0xe000) {
                put(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
                at += 2;
                continue;
            }
        }
        put(out, unit);
    }
}

static void from_utf32(const char *bytes, size_t length, bool big, struct buffer *out)
{
    const unsigned char *b = (const unsigned char *)bytes;
    for (size_t at = 0; at + 3 < length; at += 4) {
        uint32_t code = 0;
        for (size_t i = 0; i < 4; i++)
            code = code << 8 | b[at + (big ? i : 3 - i)];
        put(out, code);
    }
}

/* One that is open has its tables here: a process that is shut in can open no file. */
static iconv_t kept[sizeof wides / sizeof *wides];

void decode_prepare(const char *bytes, size_t length, const char *content_type)
{
    static const char *const marks[] = {"charset", "encoding", "=?"};
    const char *texts[] = {bytes, content_type ? content_type : ""};
    const size_t lengths[] = {length, strlen(texts[1])};
    char label[LABEL_SIZE];
    for (size_t i = 0; i < 2 * sizeof marks / sizeof *marks; i++) {
        const char *text = texts[i % 2];
        const char *end = text + lengths[i % 2];
        const char *mark = marks[i / 2];
        for (; (text = find_mark(text, (size_t)(end - text), mark)); text += strlen(mark)) {
            label_behind(text, (size_t)(end - text), mark, label);
            const struct wide *wide = wide_of(label);
            if (wide && !kept[wide - wides])
                kept[wide - wides] = iconv_open("UTF-8", wide->library);
        }
    }
}

static bool from_wide(const struct wide *wide, const char *bytes, size_t length, struct buffer *out)
{
    iconv_t converter = iconv_open("UTF-8", wide->library);
    if (converter == (iconv_t)-1) // NOLINT(performance-no-int-to-ptr): as iconv_open(3) has it
        return false;
    char *copy = memory_copy_bytes(bytes, length), *in = copy, room[4096];
    while (length > 0) {
        char *to = room;
        size_t left = sizeof room;
        size_t result = iconv(converter, &in, &length, &to, &left);
        buffer_add(out, room, sizeof room - left);
        if (result == (size_t)-1 && errno != E2BIG && length > 0) {
            put(out, UTF8_REPLACEMENT);
            in++;
            length--;
        }
    }
    free(copy);
    iconv_close(converter);
    return true;
}

/* How the first bytes are laid out, by a byte order mark or by the NULs around the first "<" (XML
 * 1.0, appendix F). */
struct layout {
    const char *name;
    const char *mark;
    unsigned char size, skip, unit;
    bool big;
};
static const struct layout layouts[] = {
    {"UTF-32", "\x00\x00\xfe\xff", 4, 4, 4, true}, {"UTF-32", "\xff\xfe\x00\x00", 4, 4, 4, false},
    {"UTF-8", "\xef\xbb\xbf", 3, 3, 1, false},     {"UTF-16", "\xfe\xff", 2, 2, 2, true},
    {"UTF-16", "\xff\xfe", 2, 2, 2, false},        {"UTF-32", "\x00\x00\x00<", 4, 0, 4, true},
    {"UTF-32", "<\x00\x00\x00", 4, 0, 4, false},   {"UTF-16", "\x00<\x00", 3, 0, 2, true},
    {"UTF-16", "<\x00", 2, 0, 2, false},
};

static const struct layout *layout_of(const char *bytes, size_t length)
{
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (length >= layouts[i].size && memcmp(bytes, layouts[i].mark, layouts[i].size) == 0)
            return &layouts[i];
    return NULL;
}

static void from_layout(const struct layout *layout, const char *bytes, size_t length,
                        struct buffer *out)
{
    bytes += layout->skip;
    length -= layout->skip;
    if (layout->unit == 4)
        from_utf32(bytes, length, layout->big, out);
    else if (layout->unit == 2)
        from_utf16(bytes, length, layout->big, out);
    else
        from_utf8(bytes, length, out);
}

static bool has_high(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] & 0x80)
            return true;
    return false;
}

/* Damaged UTF-8 is told from another encoding by how many of the bytes beyond ASCII are whole
 * characters of it: sequences of several bytes that fit are rare elsewhere. */
static bool is_mostly_utf8(const char *bytes, size_t length)
{
    const size_t broken_share = 2; /* two whole ones for each broken one */
    size_t whole = 0, broken = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t size = utf8_decode(bytes + at, length - at, &code);
        whole += size > 1;
        broken += size == 0;
        at += size ? size : 1;
    }
    return whole > 0 && broken * broken_share <= whole;
}

/* Of ASCII alone it does not matter what is declared, but where escapes change what bytes mean. */
static bool is_utf8(const char *bytes, size_t length, const char *label)
{
    bool ascii = !has_high(bytes, length);
    bool escapes = memchr(bytes, 0x1b, length) && wide_of(label);
    return utf8_validate(bytes, length) == length && !(ascii && escapes);
}

static bool declared(const char *bytes, size_t length, const char *content_type,
                     char label[LABEL_SIZE])
{
    size_t head = length < HEAD ? length : HEAD;
    label[0] = '\0';
    if (content_type && label_behind(content_type, strlen(content_type), "charset", label))
        return true;
    const char *end = head > 5 && memcmp(bytes, "<?xml", 5) == 0 ? memchr(bytes, '>', head) : NULL;
    if (!end) {
        const char *later = memmem(bytes, head, "<?xml", 5);
        end = later ? memchr(later, '>', head - (size_t)(later - bytes)) : NULL;
    }
    if (end)
        return label_behind(bytes, (size_t)(end - bytes), "encoding", label);
    return memmem(bytes, head, "<", 1) && label_behind(bytes, head, "charset", label);
}

static const char *by_label(const char *name, const char *bytes, size_t length, const char *label,
                            struct buffer *out, struct diag *diag)
{
    const struct encoding *single = encoding_of(label[0] ? label : "windows-1252");
    const struct wide *wide = wide_of(label);
    if (single) {
        from_single(single, bytes, length, out);
        return single->name;
    }
    if (wide && from_wide(wide, bytes, length, out))
        return wide->name;
    diag_add_at(diag, DIAG_ERROR, name, 1,
                "the encoding \"%s\" is not known, and the bytes are no UTF-8: UTF-8 is best",
                label);
    return NULL;
}

static bool says_unicode(const char *label)
{
    return strncmp(label, "utf", 3) == 0 || strcmp(label, "unicode") == 0;
}

static const char *by_bytes(const char *name, const char *bytes, size_t length,
                            const char *content_type, struct buffer *out, struct diag *diag)
{
    char label[LABEL_SIZE];
    declared(bytes, length, content_type, label);
    if (is_utf8(bytes, length, label)) {
        bool says_other = label[0] && strcmp(label, "utf-8") != 0 && strcmp(label, "utf8") != 0;
        if (says_other && has_high(bytes, length))
            diag_add_at(diag, DIAG_WARNING, name, 1, "it says %s and is UTF-8", label);
        buffer_add(out, bytes, length);
        return "UTF-8";
    }
    if (is_mostly_utf8(bytes, length)) {
        from_utf8(bytes, length, out);
        return "UTF-8";
    }
    if (says_unicode(label)) {
        char other[LABEL_SIZE];
        declared(bytes, length, NULL, other);
        other[says_unicode(other) ? 0 : LABEL_SIZE - 1] = '\0';
        diag_add_at(diag, DIAG_WARNING, name, 1, "it says %s and is none: %s is taken", label,
                    other[0] ? other : "windows-1252");
        memcpy(label, other, sizeof label);
    }
    return by_label(name, bytes, length, label, out, diag);
}

const char *decode(const char *name, const char *bytes, size_t length, const char *content_type,
                   struct buffer *out, struct diag *diag)
{
    static const char replacement[] = "\xef\xbf\xbd";
    size_t before = out->length;
    const struct layout *layout = layout_of(bytes, length);
    const char *encoding;
    if (layout) {
        from_layout(layout, bytes, length, out);
        encoding = layout->name;
    } else {
        encoding = by_bytes(name, bytes, length, content_type, out, diag);
    }
    if (encoding && out->length > before &&
        memmem(out->data + before, out->length - before, replacement, sizeof replacement - 1))
        diag_add_at(diag, DIAG_WARNING, name, 0,
                    "has bytes that are no characters of %s: what has one of them does not air",
                    encoding);
    return encoding;
}
