#include "xml.h"

#include <assert.h>
#include <ctype.h>
#include <expat.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "feeds/read.h"

#define BLOCK_SIZE 65536
#define NAMES_MAX 64 /* namespaces that a document declares; of more the first */

struct xml_block {
    struct xml_block *next;
    size_t used, size;
    max_align_t bytes[];
};

/* A prefix that an element declares holds inside of it. */
struct name_space {
    const char *prefix;
    enum xml_space space;
    const struct xml_node *owner;
};

struct reading {
    struct xml *xml;
    XML_Parser parser;
    struct xml_node *at;
    struct buffer text; /* of the text that is being read */
    size_t depth;
    bool deep, external;
    struct name_space names[NAMES_MAX];
    size_t name_count;
};

/* Addresses in small letters; an address that begins with one of them is meant. */
struct address {
    const char *start;
    enum xml_space space;
};
static const struct address addresses[] = {
    {"http://www.w3.org/2005/atom", XML_ATOM},
    {"http://purl.org/atom/", XML_ATOM},
    {"http://www.w3.org/1999/xhtml", XML_XHTML},
    {"http://purl.org/rss/1.0/modules/content", XML_CONTENT},
    {"http://purl.org/rss/1.0/modules/", XML_OTHER},
    {"http://purl.org/rss/", XML_RSS},
    {"http://my.netscape.com/", XML_RSS},
    {"http://channel.netscape.com/", XML_RSS},
    {"http://my.userland.com/", XML_RSS},
    {"http://backend.userland.com/", XML_RSS},
    {"http://blogs.law.harvard.edu/tech/rss", XML_RSS},
    {"http://cyber.law.harvard.edu/rss", XML_RSS},
    {"http://purl.org/dc/", XML_DUBLIN},
    {"http://www.itunes.com/", XML_ITUNES},
    {"http://search.yahoo.com/mrss", XML_MEDIA},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns", XML_RDF},
};
/* What a prefix means that nothing declares. */
static const struct address prefixes[] = {
    {"atom", XML_ATOM},   {"a10", XML_ATOM},      {"dc", XML_DUBLIN},       {"dcterms", XML_DUBLIN},
    {"media", XML_MEDIA}, {"itunes", XML_ITUNES}, {"content", XML_CONTENT}, {"xhtml", XML_XHTML},
    {"rdf", XML_RDF},     {"rss", XML_RSS},       {"", XML_NONE},
};

/* --- memory that goes all at once --- */

static void *take(struct xml *xml, size_t size)
{
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (!xml->blocks || xml->blocks->size - xml->blocks->used < size) {
        size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        struct xml_block *block = memory_alloc(1, sizeof *block + room);
        block->next = xml->blocks;
        block->size = room;
        xml->blocks = block;
    }
    void *taken = (char *)xml->blocks->bytes + xml->blocks->used;
    xml->blocks->used += size;
    return taken;
}

static const char *keep(struct xml *xml, const char *text, size_t length)
{
    char *kept = take(xml, length + 1);
    memcpy(kept, text, length);
    kept[length] = '\0';
    return kept;
}

void xml_finish(struct xml *xml)
{
    while (xml->blocks) {
        struct xml_block *next = xml->blocks->next;
        free(xml->blocks);
        xml->blocks = next;
    }
    xml->root = NULL;
}

/* --- reading --- */

static enum xml_space space_of_address(const char *address)
{
    while (isspace((unsigned char)*address))
        address++;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (strncasecmp(address, addresses[i].start, strlen(addresses[i].start)) == 0)
            return addresses[i].space;
    return *address ? XML_OTHER : XML_NONE;
}

static void declare(struct reading *reading, const struct xml_node *node)
{
    for (size_t i = 0; i < node->attribute_count; i++) {
        const struct xml_attribute *attribute = &node->attributes[i];
        if (strncmp(attribute->name, "xmlns", 5) != 0 || reading->name_count == NAMES_MAX)
            continue;
        if (attribute->name[5] != '\0' && attribute->name[5] != ':')
            continue;
        reading->names[reading->name_count++] =
            (struct name_space){attribute->name[5] ? attribute->name + 6 : "",
                                space_of_address(attribute->value), node};
    }
}

static enum xml_space space_of_prefix(const struct reading *reading, const char *prefix,
                                      size_t length)
{
    for (size_t i = reading->name_count; i > 0; i--) {
        const struct name_space *name = &reading->names[i - 1];
        if (strlen(name->prefix) == length && memcmp(name->prefix, prefix, length) == 0)
            return name->space;
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strlen(prefixes[i].start) == length &&
            strncasecmp(prefixes[i].start, prefix, length) == 0)
            return prefixes[i].space;
    return XML_OTHER;
}

/* Expat 2.9 has it under another name, and warns of the old one. */
static int line_of(XML_Parser parser)
{
#if XML_MAJOR_VERSION > 2 || (XML_MAJOR_VERSION == 2 && XML_MINOR_VERSION >= 9)
    return (int)XML_GetCurrentLineNumber64(parser);
#else
    return (int)XML_GetCurrentLineNumber(parser);
#endif
}

static struct xml_node *append(struct reading *reading)
{
    struct xml_node *node = take(reading->xml, sizeof *node);
    node->parent = reading->at;
    node->line = line_of(reading->parser);
    if (!reading->at)
        reading->xml->root = node;
    else if (reading->at->last)
        reading->at->last->next = node;
    else
        reading->at->first = node;
    if (reading->at)
        reading->at->last = node;
    return node;
}

static void end_text(struct reading *reading)
{
    if (reading->text.length > 0 && reading->at) {
        struct xml_node *node = append(reading);
        node->closed = true;
        node->length = reading->text.length;
        node->text = keep(reading->xml, reading->text.data, node->length);
    }
    buffer_clear(&reading->text);
}

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
    struct reading *reading = user;
    end_text(reading);
    if (++reading->depth > FEED_DEPTH_MAX) {
        reading->deep = true;
        XML_StopParser(reading->parser, XML_FALSE);
        return;
    }
    struct xml_node *node = append(reading);
    size_t count = 0;
    while (attributes[2 * count])
        count++;
    node->attributes = take(reading->xml, count * sizeof *node->attributes);
    node->attribute_count = count;
    for (size_t i = 0; i < count; i++) {
        const char *key = attributes[2 * i], *value = attributes[2 * i + 1];
        node->attributes[i] = (struct xml_attribute){keep(reading->xml, key, strlen(key)),
                                                     keep(reading->xml, value, strlen(value))};
    }
    declare(reading, node);
    const char *colon = strchr(name, ':');
    node->space = space_of_prefix(reading, name, colon ? (size_t)(colon - name) : 0);
    node->prefixed = colon != NULL;
    const char *local = colon ? colon + 1 : name;
    node->name = keep(reading->xml, local, strlen(local));
    reading->at = node;
}

static void XMLCALL on_end(void *user, const char *name)
{
    struct reading *reading = user;
    (void)name;
    end_text(reading);
    assert(reading->at);
    reading->at->closed = true;
    while (reading->name_count > 0 && reading->names[reading->name_count - 1].owner == reading->at)
        reading->name_count--;
    reading->at = reading->at->parent;
    reading->depth--;
}

static void XMLCALL on_text(void *user, const char *text, int length)
{
    struct reading *reading = user;
    buffer_add(&reading->text, text, (size_t)length);
}

static int XMLCALL on_external(XML_Parser parser, const char *context, const char *base,
                               const char *system, const char *public)
{
    (void)context;
    (void)base;
    (void)system;
    (void)public;
    struct reading *reading = XML_GetUserData(parser);
    reading->external = true;
    return XML_STATUS_ERROR;
}

static void explain(const char *name, const struct reading *reading, struct diag *diag)
{
    int line = line_of(reading->parser);
    if (reading->deep)
        diag_add_at(diag, DIAG_WARNING, name, line,
                    "has more than %u elements inside of each other: it is read up to there",
                    FEED_DEPTH_MAX);
    else if (reading->external)
        diag_add_at(diag, DIAG_WARNING, name, line,
                    "wants to read another file (an external entity), which is refused: it is read "
                    "up to there");
    else
        diag_add_at(diag, DIAG_WARNING, name, line, "is no good XML (%s): it is read up to there",
                    XML_ErrorString(XML_GetErrorCode(reading->parser)));
}

void xml_read(const char *name, const char *text, size_t length, struct xml *xml, struct diag *diag)
{
    *xml = (struct xml){0};
    struct reading reading = {.xml = xml, .parser = XML_ParserCreate("UTF-8")};
    assert(length <= INT_MAX);
    if (!reading.parser)
        abort();
    XML_SetUserData(reading.parser, &reading);
    XML_SetElementHandler(reading.parser, on_start, on_end);
    XML_SetCharacterDataHandler(reading.parser, on_text);
    XML_SetExternalEntityRefHandler(reading.parser, on_external);
    xml->whole = XML_Parse(reading.parser, text, (int)length, XML_TRUE) == XML_STATUS_OK;
    if (!xml->whole)
        explain(name, &reading, diag);
    XML_ParserFree(reading.parser);
    buffer_finish(&reading.text);
}

/* --- asking --- */

const char *xml_attribute(const struct xml_node *node, const char *name)
{
    const char *other = NULL;
    for (size_t i = 0; i < node->attribute_count; i++) {
        const char *full = node->attributes[i].name, *colon = strchr(full, ':');
        if (strcmp(full, name) == 0)
            return node->attributes[i].value;
        if (colon && strcmp(colon + 1, name) == 0)
            other = node->attributes[i].value;
    }
    return other;
}

const char *xml_inherited(const struct xml_node *node, const char *name)
{
    for (; node; node = node->parent) {
        const char *value = node->name ? xml_attribute(node, name) : NULL;
        if (value)
            return value;
    }
    return NULL;
}

bool xml_is(const struct xml_node *node, const char *name)
{
    return node && node->name && strcasecmp(node->name, name) == 0;
}

struct xml_node *xml_child(const struct xml_node *node, const char *name)
{
    struct xml_node *child = node ? node->first : NULL;
    while (child && !(child->closed && xml_is(child, name)))
        child = child->next;
    return child;
}

struct xml_node *xml_walk(const struct xml_node *top, const struct xml_node *node)
{
    struct xml_node *next = node->first;
    while (!next && node != top) {
        next = node->next;
        node = node->parent;
    }
    return next && !next->name ? xml_walk(top, next) : next;
}

struct xml_node *xml_below(const struct xml_node *node, const char *name)
{
    struct xml_node *at = node ? xml_walk(node, node) : NULL;
    while (at && !(at->closed && xml_is(at, name)))
        at = xml_walk(node, at);
    return at;
}

void xml_text(const struct xml_node *node, struct buffer *out)
{
    for (const struct xml_node *child = node->first; child; child = child->next)
        if (child->name)
            xml_text(child, out);
        else
            buffer_add(out, child->text, child->length);
}

static void put_escaped(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == '&')
            buffer_add_string(out, "&amp;");
        else if (text[i] == '<')
            buffer_add_string(out, "&lt;");
        else
            buffer_add_byte(out, text[i]);
}

void xml_html(const struct xml_node *node, struct buffer *out)
{
    for (const struct xml_node *child = node->first; child; child = child->next) {
        if (!child->name) {
            put_escaped(out, child->text, child->length);
            continue;
        }
        buffer_format(out, "<%s>", child->name);
        xml_html(child, out);
        buffer_format(out, "</%s>", child->name);
    }
}

bool xml_has_elements(const struct xml_node *node)
{
    const struct xml_node *child = node->first;
    while (child && !child->name)
        child = child->next;
    return child != NULL;
}
