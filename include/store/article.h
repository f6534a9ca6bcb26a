/* An article and its snippets on their way into the store. */
#ifndef STORE_ARTICLE_H
#define STORE_ARTICLE_H

#include <stdint.h>

#include "base/diag.h"
#include "news/snippet.h"
#include "store/store.h"

enum store_import {
    STORE_IMPORT_FAILED,
    STORE_IMPORT_NEW,
    STORE_IMPORT_KNOWN,     /* the same bytes are there already: nothing changed */
    STORE_IMPORT_CORRECTED, /* took the place of an earlier one of the same origin */
    STORE_IMPORT_RETOLD,    /* took the place of an earlier one of another origin: the same story */
};

struct store_article {
    const char *name;        /* for people */
    const char *origin;      /* what makes it the same article: a file's real path, a feed's id;
                                NULL: none, never a correction */
    uint64_t checksum;       /* of its bytes */
    int64_t now_ms;          /* when it came in */
    int64_t dated_ms;        /* when it was written; 0: not known */
    const char *lead;        /* what it says first, behind its title; NULL: not known; "": it is a
                                list of headlines, which is no story */
    int64_t expire_after_ms; /* for snippets without an expiry of their own; 0: never */
};

/* An article and all its snippets in one transaction, all or nothing. Snippets
 * without created_ms get now_ms. Those with `hold` are stored as STORE_HELD.
 *
 * A correction (same origin, other bytes; or, within six days, a headline and a lead that are the
 * same or have most of their words in common; or the same headline and a quotation that is in
 * both; or the same headline where a lead is not known and one of the two has no quotation): a
 * snippet whose kind and words are
 * the same stays the same row, with its state, history and an editor's changes,
 * and gets the new expiry; what is not in the new version becomes
 * STORE_CORRECTED; what is new comes in. Words that were killed or removed stay so, over any number
 * of versions; nearly the same words are held, and where the headline was killed or removed all
 * that is new is, with that reason, which then stands in the list's `hold`, too. What must be held
 * in the new version is held, unless an editor has approved it. STORE_IMPORT_FAILED with an error;
 * the article and the snippets stay the caller's. */
enum store_import store_import_article(struct store *store, const struct store_article *article,
                                       struct snippets *snippets, struct diag *diag);

#endif
