/* Sniffing: what kind of thing the bytes of a file are, before anybody reads them as an article.
 *
 * Told by signatures (the kinds' own standards: PDF 32000, RFC 5322, IPTC 7901, ANPA 1312, PNG,
 * ...) and by shape: the first mark of XML, a document of JSON, elements of HTML, Markdown's
 * headings and links. In doubt it is plain text: a headline that begins with "[Update]" or "<3" is
 * one.
 */
#ifndef EXTRACT_SNIFF_H
#define EXTRACT_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

/* What it is, in words with their article ("an RSS feed", "a web page", "a PDF document"); NULL
 * for plain text, and for bytes that news/article.h refuses by itself. Static string. Linear. */
const char *sniff(const char *bytes, size_t length);

/* Whether a line of a plain text has an element of HTML, or a link or bold words of Markdown. */
bool sniff_has_markup(const char *text);

#endif
