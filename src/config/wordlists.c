#include "config/wordlists.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/data.h"
#include "config/language.h"
#include "config/weights.h"

const char wordlists_wanted[] =
    "no article is read without the lists of words that tell what must not air: they stand in "
    "share/motograph/languages (MOTOGRAPH_DATA names another folder; make install puts them there)";

/* What marks words that never air, and articles that are withheld, in each shipped language. */
static const enum language_list marks[] = {
    LANGUAGE_LABELS,       LANGUAGE_OPENINGS, LANGUAGE_CREDITS,     LANGUAGE_CONTACTS,
    LANGUAGE_MAIL_HEADERS, LANGUAGE_WITHHELD, LANGUAGE_CORRECTIONS, LANGUAGE_MISQUOTED,
};

/* What the thresholds of a language were measured with: who speaks, and whether the article says
 * so. */
static const enum language_list measured[] = {
    LANGUAGE_FREQUENT,    LANGUAGE_CUES,          LANGUAGE_PRONOUNS,  LANGUAGE_TITLES,
    LANGUAGE_BETWEEN,     LANGUAGE_ABBREVIATIONS, LANGUAGE_MALE,      LANGUAGE_FEMALE,
    LANGUAGE_HE,          LANGUAGE_SHE,           LANGUAGE_HANGING,   LANGUAGE_CONDITIONS,
    LANGUAGE_NEGATIONS,   LANGUAGE_FRAMES,        LANGUAGE_INVERTING, LANGUAGE_RETRACTIONS,
    LANGUAGE_FACT_LABELS, LANGUAGE_DETERMINERS,   LANGUAGE_DAYS,      LANGUAGE_FUNCTION_WORDS,
    LANGUAGE_PREPOSITIONS};

#define MARKS (sizeof marks / sizeof *marks)
#define MEASURED (sizeof measured / sizeof *measured)

static bool is_shipped(const char *code)
{
    char codes[] = MOTOGRAPH_LANGUAGES;
    char *rest = codes;
    for (const char *next; (next = strsep(&rest, " "));)
        if (strcmp(next, code) == 0)
            return true;
    return false;
}

/* The first of the lists that the language has no word in; NULL: none. */
static const char *first_empty(const struct language *language, const enum language_list *lists,
                               size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (language->lists[lists[i]].count == 0)
            return language_list_name(lists[i]);
    return NULL;
}

/* A list that a language needs and does not have; one that somebody added needs none. */
static const char *lacking(const struct language *language)
{
    if (!is_shipped(language->code))
        return NULL;
    char *group = memory_format("thresholds_%s", language->code);
    const char *list = first_empty(language, marks, MARKS);
    if (!list && weights_have(group))
        list = first_empty(language, measured, MEASURED);
    free(group);
    return list;
}

static void tell_lacking(const struct language *language, struct diag *diag)
{
    const char *list = lacking(language);
    char *path = list ? data_find("languages", language->code, ".cfg") : NULL;
    if (path)
        diag_error(diag, "%s: no list `%s`: what an article in this language says is held", path,
                   list);
    free(path);
}

bool wordlists_load(struct diag *diag)
{
    size_t count = 0;
    languages_load(diag);
    const struct language *languages = languages_all(&count);
    for (size_t i = 0; i < count; i++)
        tell_lacking(&languages[i], diag);
    return wordlists_ready();
}

bool wordlists_ready(void)
{
    struct diag told = {0};
    size_t count = 0;
    bool ready = false;
    languages_load(&told);
    bool weighs = weights_load(&told);
    diag_finish(&told);
    const struct language *languages = languages_all(&count);
    for (size_t i = 0; weighs && i < count && !ready; i++)
        ready = !first_empty(&languages[i], marks, MARKS);
    return ready;
}

char *wordlists_gap(const char *language, bool clear)
{
    const char *unread = languages_unread();
    const char *list = lacking(language_named(language));
    if (list)
        return memory_format("its language (%s) has no list `%s`", language, list);
    if (unread && !clear)
        return memory_format("it may be in a language whose words could not be read (%s)", unread);
    return NULL;
}
