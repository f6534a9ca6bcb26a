#include "attribution.h"

#include <ctype.h>
#include <string.h>

#include "names.h"
#include "sentence.h"

/* How sure each pattern is; measured on annotated news by tests/quotes. */
#define SURE_BESIDE 0.97 /* "...", said NAME / NAME said: "..." */
#define SURE_CLAUSE 0.90 /* NAME said that ... "..." */
#define SURE_RELAY 0.85  /* according to NAME */
#define SURE_SECOND 0.89 /* the nearest verb's subject is unknown: the one before it */
#define SURE_NESTED 0.89 /* a clause of saying within another */
#define LOOK_BACK 150    /* tokens: a longer sentence is no sentence */
#define SURE_APPOSITION 0.90
#define SURE_PARTICIPLE 0.90 /* NAME did this, saying "..." */
#define ADJECTIVES_MAX 2
#define SURE_FAR 0.70 /* through an apposition, a conjunction, a participle */

struct view {
    const char *text;
    const struct tokens *tokens;
    const struct language *language;
    size_t first, end; /* of the sentence */
};

static const struct token *token_at(const struct view *view, size_t i)
{
    return &view->tokens->items[i];
}

static bool in_list(const struct view *view, size_t i, enum language_list list)
{
    const struct token *token = token_at(view, i);
    return language_has(view->language, list, view->text + token->start, token->end - token->start);
}

static bool is_kind(const struct view *view, size_t i, enum token_kind kind)
{
    return i < view->end && token_at(view, i)->kind == kind;
}

static bool is_word(const struct view *view, size_t i)
{
    return is_kind(view, i, TOKEN_WORD) || is_kind(view, i, TOKEN_CAPITAL);
}

/* The token before, over adverbs and the like that are no form of "be". */
static size_t skip_back(const struct view *view, size_t i)
{
    while (i > view->first && is_word(view, i - 1) && in_list(view, i - 1, LANGUAGE_BETWEEN) &&
           !in_list(view, i - 1, LANGUAGE_BE))
        i--;
    return i;
}

static bool ends_with(const struct view *view, size_t i, const char *ending)
{
    const struct token *token = token_at(view, i);
    size_t length = strlen(ending);
    return token->end - token->start > length &&
           memcmp(view->text + token->end - length, ending, length) == 0;
}

/* "was called", "has been told": its subject is not who says it. */
static bool is_passive(const struct view *view, size_t i)
{
    size_t before = skip_back(view, i);
    return in_list(view, i, LANGUAGE_CUES) && before > view->first && is_word(view, before - 1) &&
           in_list(view, before - 1, LANGUAGE_BE) && !ends_with(view, i, "ing");
}

/* A verb that is a noun here ("his claims"), or a passive. */
static bool is_no_verb(const struct view *view, size_t i)
{
    if (i == view->first || !is_word(view, i - 1))
        return false;
    bool owned = token_at(view, i - 1)->possessive && !in_list(view, i - 1, LANGUAGE_PRONOUNS);
    bool governed =
        in_list(view, i - 1, LANGUAGE_DETERMINERS) || in_list(view, i - 1, LANGUAGE_PREPOSITIONS);
    return (in_list(view, i, LANGUAGE_NOUNS) && (owned || governed)) || is_passive(view, i);
}

static bool is_infinitive(const struct view *view, size_t i)
{
    return i > view->first && is_word(view, i - 1) && in_list(view, i - 1, LANGUAGE_INFINITIVE);
}

static bool is_cue(const struct view *view, size_t i)
{
    return is_kind(view, i, TOKEN_WORD) && in_list(view, i, LANGUAGE_CUES) &&
           !is_infinitive(view, i) && !is_no_verb(view, i);
}

/* Saying, calling; to say: whose subject stands further off. */
static bool is_participle(const struct view *view, size_t i)
{
    return is_kind(view, i, TOKEN_WORD) &&
           (in_list(view, i, LANGUAGE_PARTICIPLES) ||
            (in_list(view, i, LANGUAGE_CUES) && is_infinitive(view, i)));
}

/* "is calling", "he's calling": a finite verb. */
static bool is_progressive(const struct view *view, size_t i)
{
    size_t before = skip_back(view, i);
    return before > view->first && is_word(view, before - 1) &&
           (in_list(view, before - 1, LANGUAGE_BE) ||
            (token_at(view, before - 1)->possessive &&
             in_list(view, before - 1, LANGUAGE_PRONOUNS)));
}

static bool is_one_of(const struct view *view, size_t i, const char *const *words)
{
    const struct token *token = token_at(view, i);
    for (; *words; words++)
        if (strlen(*words) == token->end - token->start &&
            strncasecmp(*words, view->text + token->start, strlen(*words)) == 0)
            return true;
    return false;
}

static const struct attribution nobody = {.cue = SIZE_MAX};

/* The name or pronoun that begins at `i`. */
static struct attribution speaker_from(const struct view *view, size_t i, double confidence)
{
    struct attribution found = nobody;
    found.confidence = confidence;
    if (i >= view->end)
        return nobody;
    if (is_word(view, i) && in_list(view, i, LANGUAGE_PRONOUNS)) {
        found.kind = SPEAKER_PRONOUN;
        found.first = i;
        found.end = i + 1;
        return found;
    }
    size_t length = name_length(view->text, view->tokens, i, view->language);
    if (length == 0 || i + length > view->end || token_at(view, i + length - 1)->possessive)
        return nobody;
    found.kind = SPEAKER_NAME;
    found.first = i;
    found.end = i + length;
    return found;
}

/* How many tokens the words of `according to` have that begin at `i`; 0: they do
 * not. */
static size_t phrase_length(const struct view *view, size_t i)
{
    enum {
        PHRASE_SIZE = 40
    };
    char phrase[PHRASE_SIZE];
    if (in_list(view, i, LANGUAGE_RELAYS))
        return 1;
    if (!is_word(view, i + 1))
        return 0;
    const struct token *a = token_at(view, i), *b = token_at(view, i + 1);
    size_t length = a->end - a->start + 1 + b->end - b->start;
    if (length >= sizeof phrase)
        return 0;
    memcpy(phrase, view->text + a->start, a->end - a->start);
    phrase[a->end - a->start] = '_';
    memcpy(phrase + (a->end - a->start) + 1, view->text + b->start, b->end - b->start);
    return language_has(view->language, LANGUAGE_RELAYS, phrase, length) ? 2 : 0;
}

/* Articles and the like that begin a noun phrase. */
static bool is_determiner(const struct view *view, size_t i)
{
    return is_word(view, i) && in_list(view, i, LANGUAGE_DETERMINERS);
}

/* A noun phrase without a name: "the report", "a spokesman for the ministry". */
static struct attribution role_from(const struct view *view, size_t i, size_t end)
{
    struct attribution found = nobody;
    bool owner = i < end && token_at(view, i)->possessive && is_kind(view, i, TOKEN_CAPITAL);
    if (end <= i + 1 || !(is_determiner(view, i) || owner))
        return nobody;
    found.kind = SPEAKER_ROLE;
    found.first = i;
    found.end = end;
    found.confidence = SURE_CLAUSE;
    return found;
}

/* Lower-case words before a name that tell what somebody is: "campaign manager
 * Robby Mook". */
static struct attribution named_after(const struct view *view, size_t i)
{
    enum {
        WORDS_MAX = 8
    };
    for (size_t k = i;
         k < view->end && k < i + WORDS_MAX && (is_word(view, k) || is_kind(view, k, TOKEN_NUMBER));
         k++) {
        if (is_cue(view, k) || in_list(view, k, LANGUAGE_PREPOSITIONS) ||
            in_list(view, k, LANGUAGE_SUBORDINATORS))
            break;
        struct attribution found = speaker_from(view, k, SURE_BESIDE);
        if (found.kind != SPEAKER_NAME)
            continue;
        size_t after = found.end;
        if (after < view->end && is_kind(view, after, TOKEN_WORD) && !is_cue(view, after) &&
            !in_list(view, after, LANGUAGE_BETWEEN) &&
            !in_list(view, after, LANGUAGE_PREPOSITIONS) &&
            !in_list(view, after, LANGUAGE_FUNCTION_WORDS)) {
            k = after - 1; /* "Clinton campaign manager": the name is no more than its owner */
            continue;
        }
        return found;
    }
    return nobody;
}

/* Over the auxiliary before a verb of saying, as in "a déclaré NAME". */
static size_t skip_auxiliaries(const struct view *view, size_t i)
{
    size_t verb = i;
    while (verb < view->end && is_word(view, verb) && !is_cue(view, verb) &&
           in_list(view, verb, LANGUAGE_BETWEEN))
        verb++;
    return is_cue(view, verb) ? verb : i;
}

/* The name between commas behind a noun phrase that ends at `end`: "the chief
 * executive, NAME". */
static struct attribution apposed(const struct view *view, size_t end)
{
    if (!is_kind(view, end, TOKEN_COMMA))
        return nobody;
    struct attribution found = speaker_from(view, end + 1, SURE_BESIDE);
    bool closed = found.kind == SPEAKER_NAME &&
                  (found.end >= view->end || is_kind(view, found.end, TOKEN_COMMA) ||
                   is_kind(view, found.end, TOKEN_END));
    return closed ? found : nobody;
}

/* "..., said NAME" */
static struct attribution inverted(const struct view *view, size_t i)
{
    i = skip_auxiliaries(view, i);
    if (!is_cue(view, i))
        return nobody;
    struct attribution found = speaker_from(view, i + 1, SURE_BESIDE);
    if (found.kind != SPEAKER_PRONOUN)
        found = named_after(view, i + 1);
    if (found.kind == SPEAKER_NONE && i + 1 < view->end) {
        size_t end = i + 1;
        while (end < view->end && is_word(view, end))
            end++;
        found = role_from(view, i + 1, end);
        found.confidence = SURE_BESIDE;
        struct attribution name = found.kind == SPEAKER_ROLE ? apposed(view, end) : nobody;
        found = name.kind == SPEAKER_NAME ? name : found;
    }
    found.cue = i;
    return found;
}

static bool is_mark(const struct view *view, size_t i, char mark)
{
    return is_kind(view, i, TOKEN_OTHER) && view->text[token_at(view, i)->start] == mark;
}

/* "(R-Ohio)" */
static size_t skip_brackets(const struct view *view, size_t i)
{
    enum {
        BRACKETS_MAX = 8
    };
    if (!is_mark(view, i, '('))
        return i;
    for (size_t k = i + 1; k < view->end && k < i + BRACKETS_MAX; k++)
        if (is_mark(view, k, ')'))
            return k + 1;
    return i;
}

/* "of the Sierra Club", where a verb of saying comes at once behind it. */
static size_t skip_phrase(const struct view *view, size_t i)
{
    enum {
        PHRASE_MAX = 8
    };
    if (!is_word(view, i) || !in_list(view, i, LANGUAGE_PREPOSITIONS))
        return i;
    for (size_t k = i; k < view->end && k < i + PHRASE_MAX && is_word(view, k); k++)
        if (is_cue(view, k))
            return k;
    return i;
}

/* The verb behind a subject that ends at `i`, over adverbs and an apposition
 * between commas. SIZE_MAX: none. */
static size_t verb_after(const struct view *view, size_t i)
{
    enum {
        APPOSITION_MAX = 30,
        PIECES_MAX = 3
    };
    i = skip_brackets(view, i);
    i = skip_phrase(view, i);
    for (int pieces = 0;
         pieces < PIECES_MAX && is_kind(view, i, TOKEN_COMMA) && !is_cue(view, i + 1); pieces++) {
        size_t k = i + 1;
        while (k < view->end && k < i + APPOSITION_MAX && !is_kind(view, k, TOKEN_COMMA) &&
               !is_kind(view, k, TOKEN_QUOTATION))
            k++;
        if (!is_kind(view, k, TOKEN_COMMA))
            return SIZE_MAX;
        i = is_kind(view, k + 1, TOKEN_WORD) && is_cue(view, k + 1) ? k + 1 : k;
    }
    i += is_kind(view, i, TOKEN_COMMA);
    while (i < view->end && is_word(view, i) && !is_cue(view, i) &&
           in_list(view, i, LANGUAGE_BETWEEN))
        i++;
    return is_cue(view, i) ? i : SIZE_MAX;
}

/* "..." NAME said */
static struct attribution direct(const struct view *view, size_t i)
{
    struct attribution found = speaker_from(view, i, SURE_BESIDE);
    size_t verb = found.kind == SPEAKER_NONE ? SIZE_MAX : verb_after(view, found.end);
    if (verb == SIZE_MAX) {
        found = named_after(view, i);
        verb = found.kind == SPEAKER_NONE ? SIZE_MAX : verb_after(view, found.end);
    }
    if (verb != SIZE_MAX) {
        found.cue = verb;
        return found;
    }
    size_t end = i;
    while (end < view->end && is_word(view, end) && !is_cue(view, end))
        end++;
    if (role_from(view, i, end).kind == SPEAKER_ROLE) {
        found = apposed(view, end);
        found.cue = found.kind == SPEAKER_NAME ? verb_after(view, found.end) : SIZE_MAX;
        if (found.cue != SIZE_MAX)
            return found;
    }
    if (!is_cue(view, end))
        return nobody;
    found = role_from(view, i, end);
    found.confidence = SURE_BESIDE;
    found.cue = end;
    return found;
}

static bool stands_alone(const struct view *view, const struct attribution *found)
{
    return found->kind == SPEAKER_NAME &&
           (found->end >= view->end || is_kind(view, found->end, TOKEN_END) ||
            is_kind(view, found->end, TOKEN_COMMA));
}

/* "..." - NAME, and nothing more: a list of quotations. */
static struct attribution signed_by(const struct view *view, size_t i, bool leads)
{
    if (!is_kind(view, i, TOKEN_DASH))
        return nobody;
    while (is_kind(view, i, TOKEN_DASH))
        i++;
    struct attribution found = speaker_from(view, i, SURE_BESIDE);
    if (leads && !stands_alone(view, &found))
        found = named_after(view, i); /* "Wedding planner NAME" */
    return stands_alone(view, &found) ? found : nobody;
}

/* Behind the quotation: `"..." NAME said`, `"...", said NAME`. */
static struct attribution find_after(const struct view *view, size_t index)
{
    size_t i = index + 1;
    struct attribution signature = signed_by(view, i, index == view->first);
    if (signature.kind != SPEAKER_NONE) {
        signature.after = true;
        return signature;
    }
    if (is_kind(view, i, TOKEN_COMMA) || is_kind(view, i, TOKEN_DASH))
        i++;
    struct attribution found = inverted(view, i);
    if (found.kind == SPEAKER_NONE)
        found = direct(view, i);
    found.after = true;
    return found;
}

/* Where the noun phrase that ends before `end` begins: back to a determiner or
 * to whatever is no word. */
static size_t phrase_start(const struct view *view, size_t end)
{
    size_t i = end;
    while (i > view->first && is_word(view, i - 1) && !is_cue(view, i - 1) &&
           !in_list(view, i - 1, LANGUAGE_PRONOUNS) &&
           !in_list(view, i - 1, LANGUAGE_SUBORDINATORS))
        i--;
    return i;
}

/* The last word of a noun phrase before its first preposition. */
static size_t head_of(const struct view *view, size_t start, size_t end)
{
    size_t i = start;
    while (i + 1 < end && !in_list(view, i + 1, LANGUAGE_PREPOSITIONS))
        i++;
    return i;
}

/* A noun phrase without an article: "officials in Lindmoor", "other leaders". */
static struct attribution bare_role(const struct view *view, size_t start, size_t end)
{
    while (start < end && in_list(view, start, LANGUAGE_BETWEEN))
        start++;
    if (start >= end || in_list(view, start, LANGUAGE_PREPOSITIONS) ||
        in_list(view, start, LANGUAGE_PRONOUNS) || in_list(view, start, LANGUAGE_SUBORDINATORS) ||
        in_list(view, start, LANGUAGE_SUBJECTS) || in_list(view, start, LANGUAGE_OPENERS) ||
        !ends_with(view, head_of(view, start, end), "s"))
        return nobody;
    return (struct attribution){
        .kind = SPEAKER_ROLE, .first = start, .end = end, .cue = SIZE_MAX, .confidence = SURE_FAR};
}

static bool tells_who(const struct view *view, size_t i);

/* Whether nothing stands before a name in its phrase but what tells who it is. */
static bool leads_phrase(const struct view *view, size_t start, size_t name)
{
    for (size_t i = start; i < name; i++)
        if (!is_determiner(view, i) && !tells_who(view, i) && !in_list(view, i, LANGUAGE_OPENERS))
            return false;
    return true;
}

/* "of West Virginia", between a name and its verb. */
static bool is_tail(const struct view *view, size_t start, size_t end)
{
    if (!in_list(view, start, LANGUAGE_PREPOSITIONS))
        return false;
    for (size_t i = start; i < end; i++)
        if (in_list(view, i, LANGUAGE_OPENERS) || in_list(view, i, LANGUAGE_PARTICIPLES))
            return false;
    return true;
}

/* The name that ends at `end` (exclusive) and is the head of its phrase: not
 * "the leader of NAME", whose head stands before the preposition. */
static struct attribution phrase_speaker(const struct view *view, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        size_t length = name_length(view->text, view->tokens, i, view->language);
        if (length == 0)
            continue;
        size_t before = i;
        while (before > start && in_list(view, before - 1, LANGUAGE_DETERMINERS))
            before--;
        bool governed = before > start && in_list(view, before - 1, LANGUAGE_PREPOSITIONS);
        bool owner = token_at(view, i + length - 1)->possessive;
        if (!governed && !owner &&
            (i + length >= end || /* "NAME, Jr.," goes over the comma */
             (leads_phrase(view, start, i) && is_tail(view, i + length, end))))
            return speaker_from(view, i, SURE_CLAUSE);
        i += length - 1;
    }
    for (size_t i = start; i < end; i++)
        if ((is_determiner(view, i) || token_at(view, i)->possessive) &&
            (i == start || !in_list(view, i - 1, LANGUAGE_PREPOSITIONS)))
            return role_from(view, i, end);
    return bare_role(view, start, end);
}

/* Whether the verb stands behind another quotation, as in `"A," said NAME, "B."` */
static bool follows_quotation(const struct view *view, size_t verb)
{
    if (verb > view->first && is_kind(view, verb - 1, TOKEN_COMMA))
        verb--;
    return verb > view->first && is_kind(view, verb - 1, TOKEN_QUOTATION);
}

static struct attribution initial_speaker(const struct view *view, size_t verb);
static struct attribution body_meant(const struct view *view, size_t pronoun);
static struct attribution coordinated(const struct view *view, size_t conjunction);
static struct attribution antecedent(const struct view *view, size_t who);
static struct attribution subject_of(const struct view *view, size_t verb);

/* Where the piece before a comma begins: behind the comma (or quotation) before. */
static size_t piece_start(const struct view *view, size_t comma)
{
    size_t i = comma;
    while (i > view->first && !is_kind(view, i - 1, TOKEN_COMMA) &&
           !is_kind(view, i - 1, TOKEN_QUOTATION))
        i--;
    return i;
}

/* The subject before an apposition, which may have commas of its own: NAME, 66, of
 * Bowie, Md., said. The outermost piece that ends in a name counts; a name in
 * apposition only where what it explains is none. */
static struct attribution before_apposition(const struct view *view, size_t comma)
{
    enum {
        PIECES_MAX = 4
    };
    size_t start = piece_start(view, comma);
    size_t inner_start = start;
    struct attribution inner = phrase_speaker(view, start, comma);
    struct attribution found = nobody;
    for (int pieces = 0;
         pieces < PIECES_MAX && start > view->first && is_kind(view, start - 1, TOKEN_COMMA);
         pieces++) {
        size_t end = start - 1;
        start = piece_start(view, end);
        struct attribution outer = phrase_speaker(view, phrase_start(view, end), end);
        if (outer.kind == SPEAKER_NAME)
            found = outer;
        else if (outer.kind == SPEAKER_ROLE && found.kind == SPEAKER_NONE)
            found = inner.kind == SPEAKER_NAME && inner.first == inner_start ? inner : outer;
        if (found.kind == SPEAKER_NAME)
            break;
    }
    found.confidence = SURE_APPOSITION;
    return found;
}

/* The noun phrase that ends before `end`, or the name before it that it explains: NAME, the chief
 * of the works. */
static struct attribution apposed_back(const struct view *view, size_t end)
{
    size_t start = phrase_start(view, end);
    struct attribution found = phrase_speaker(view, start, end);
    if (found.kind == SPEAKER_NAME || start == view->first ||
        !is_kind(view, start - 1, TOKEN_COMMA))
        return found;
    struct attribution outer = before_apposition(view, end);
    return outer.kind == SPEAKER_NAME ? outer : found;
}

/* Back over "(R-Ohio)" that ends before `i`. */
static size_t brackets_back(const struct view *view, size_t i)
{
    enum {
        BRACKETS_MAX = 8
    };
    if (i == view->first || !is_mark(view, i - 1, ')'))
        return i;
    for (size_t k = i - 1; k > view->first && k + BRACKETS_MAX > i; k--)
        if (is_mark(view, k - 1, '('))
            return k - 1;
    return i;
}

/* Back over what stands between two dashes before `i`. */
static size_t dashes_back(const struct view *view, size_t i)
{
    if (i == view->first || !is_kind(view, i - 1, TOKEN_DASH))
        return i;
    size_t k = i - 1;
    while (k > view->first && is_kind(view, k - 1, TOKEN_DASH))
        k--; /* "--" */
    while (k > view->first && !is_kind(view, k - 1, TOKEN_DASH))
        k--;
    while (k > view->first && is_kind(view, k - 1, TOKEN_DASH))
        k--;
    return k > view->first ? k : i;
}

/* The subject of the verb at `verb`. */
static struct attribution subject_of(const struct view *view, size_t verb)
{
    static const char *const conjunctions[] = {"and", "but", NULL};
    static const char *const relatives[] = {"who", "which", NULL};
    size_t i = verb;
    while (i > view->first && (is_word(view, i - 1) || is_kind(view, i - 1, TOKEN_NUMBER)) &&
           (in_list(view, i - 1, LANGUAGE_BETWEEN) || is_kind(view, i - 1, TOKEN_NUMBER)))
        i--;
    i = dashes_back(view, brackets_back(view, i));
    if (i == view->first)
        return nobody;
    if (is_kind(view, i - 1, TOKEN_COMMA))
        return before_apposition(view, i - 1);
    if (!is_word(view, i - 1))
        return nobody;
    if (is_one_of(view, i - 1, conjunctions))
        return coordinated(view, i - 1);
    if (is_one_of(view, i - 1, relatives))
        return antecedent(view, i - 1);
    if (in_list(view, i - 1, LANGUAGE_PRONOUNS))
        return speaker_from(view, i - 1, SURE_CLAUSE);
    if (in_list(view, i - 1, LANGUAGE_THEY))
        return body_meant(view, i - 1);
    return apposed_back(view, i);
}

/* Whom a relative pronoun stands for: what ends before it. */
static struct attribution antecedent(const struct view *view, size_t who)
{
    size_t end = who;
    if (end > view->first && is_kind(view, end - 1, TOKEN_COMMA))
        end--;
    while (end == who || is_kind(view, end - 1, TOKEN_DASH)) {
        if (end == view->first || !is_kind(view, end - 1, TOKEN_DASH))
            break;
        end--;
    }
    struct attribution found = apposed_back(view, end);
    found.confidence = SURE_FAR;
    return found;
}

/* A noun before a name that tells what somebody is: "campaign manager NAME". */
static bool tells_who(const struct view *view, size_t i)
{
    return is_kind(view, i, TOKEN_WORD) &&
           (in_list(view, i, LANGUAGE_TITLES) || in_list(view, i, LANGUAGE_PEOPLE) ||
            in_list(view, i, LANGUAGE_HE) || in_list(view, i, LANGUAGE_SHE));
}

static bool is_body(const struct view *view, const struct attribution *found)
{
    for (size_t i = found->first; i < found->end; i++)
        if (found->kind == SPEAKER_NAME && in_list(view, i, LANGUAGE_BODIES))
            return true;
    return false;
}

/* The name of an organisation behind its article: not the owner of a noun ("the Senate vote"). */
static struct attribution body_from(const struct view *view, size_t i)
{
    struct attribution found = speaker_from(view, i, SURE_FAR);
    bool whole = found.end >= view->end || !is_kind(view, found.end, TOKEN_WORD) ||
                 in_list(view, found.end, LANGUAGE_PREPOSITIONS) ||
                 in_list(view, found.end, LANGUAGE_BETWEEN) || is_cue(view, found.end);
    return whole && is_body(view, &found) ? found : nobody;
}

/* What "it" or "they" stands for within a sentence: the organisation that it begins with. */
static struct attribution body_meant(const struct view *view, size_t pronoun)
{
    struct attribution found = initial_speaker(view, pronoun);
    return is_body(view, &found) && found.end <= pronoun ? found : nobody;
}

/* The noun phrase that a clause begins with at `i`: NAME, he, the campaign manager
 * NAME, the campaign; nobody where a preposition governs it. */
static struct attribution clause_subject(const struct view *view, size_t i, size_t end)
{
    while (i < end && is_word(view, i) && in_list(view, i, LANGUAGE_BETWEEN))
        i++;
    if (i >= end || !is_word(view, i) || in_list(view, i, LANGUAGE_PREPOSITIONS) ||
        in_list(view, i, LANGUAGE_SUBORDINATORS))
        return nobody;
    if (is_determiner(view, i) && i + 1 < end)
        return body_from(view, i + 1);
    struct attribution found = speaker_from(view, i, SURE_FAR);
    struct attribution behind =
        in_list(view, i, LANGUAGE_DETERMINERS) ? nobody : named_after(view, i);
    if (behind.kind == SPEAKER_NAME &&
        (found.kind == SPEAKER_NONE || tells_who(view, behind.first - 1)))
        found = behind;
    found.confidence = SURE_FAR;
    return found.end <= end ? found : nobody;
}

/* The subject of a verb behind a conjunction: its clause's, which begins behind a
 * comma or a word that subordinates it. */
static struct attribution coordinated(const struct view *view, size_t conjunction)
{
    size_t i = conjunction;
    while (i > view->first && is_word(view, i - 1) && !in_list(view, i - 1, LANGUAGE_SUBORDINATORS))
        i--;
    struct attribution found = clause_subject(view, i, conjunction);
    if (found.kind == SPEAKER_NONE && i > view->first && is_kind(view, i - 1, TOKEN_COMMA))
        found = before_apposition(view, i - 1);
    return found.kind == SPEAKER_NONE ? initial_speaker(view, conjunction) : found;
}

/* A quotation whose words begin with a small letter: part of the sentence round it. */
static bool begins_small(const struct view *view, size_t i)
{
    const struct token *token = token_at(view, i);
    size_t at = token->start;
    while (at < token->end && strchr("\"'`", view->text[at]))
        at++;
    if ((view->text[at] & 0x80) != 0)
        at += 3; /* a curly mark */
    return at < token->end && islower((unsigned char)view->text[at]);
}

/* A quotation whose words end in a comma: "..., " */
static bool ends_with_comma(const struct view *view, size_t i)
{
    const struct token *token = token_at(view, i);
    for (size_t k = token->end; k > token->start; k--)
        if ((view->text[k - 1] & 0x80) == 0 && !strchr("\"'", view->text[k - 1]))
            return view->text[k - 1] == ',';
    return false;
}

/* Where the main clause begins: behind "In May," and "When asked,". */
static size_t main_clause(const struct view *view, size_t end)
{
    size_t i = view->first;
    if (!is_word(view, i) ||
        !(in_list(view, i, LANGUAGE_PREPOSITIONS) || in_list(view, i, LANGUAGE_SUBORDINATORS)))
        return i;
    while (i < end && !is_kind(view, i, TOKEN_COMMA) &&
           !(is_kind(view, i, TOKEN_QUOTATION) && ends_with_comma(view, i)))
        i++;
    return i + 1;
}

/* The subject of the sentence as far as it can be told without a grammar: what its
 * main clause begins with, or that of the first verb of saying in it. */
static struct attribution initial_speaker(const struct view *view, size_t verb)
{
    size_t start = main_clause(view, view->end);
    struct attribution found = clause_subject(view, start, start < verb ? verb : view->end);
    if (found.kind != SPEAKER_NONE)
        return found;
    for (size_t i = view->first; i < verb; i++)
        if (is_cue(view, i)) {
            found = follows_quotation(view, i) ? inverted(view, i) : subject_of(view, i);
            found.confidence = SURE_FAR;
            return found;
        }
    return nobody;
}

/* The name that a participle follows at once: "footage of NAME asking". */
static struct attribution name_before(const struct view *view, size_t participle)
{
    if (participle == view->first || !is_word(view, participle - 1))
        return nobody;
    struct attribution found = phrase_speaker(view, phrase_start(view, participle), participle);
    size_t start = participle;
    while (found.kind != SPEAKER_NAME && start > view->first &&
           is_kind(view, start - 1, TOKEN_CAPITAL))
        start--;
    if (found.kind != SPEAKER_NAME && start < participle)
        found = speaker_from(view, start, SURE_FAR);
    found.confidence = SURE_FAR;
    return found.kind == SPEAKER_NAME && found.end == participle ? found : nobody;
}

/* The name before a possessive: "NAME's saying", "NAME's repeated claim". */
static struct attribution owner_of(const struct view *view, size_t noun)
{
    size_t end = noun;
    while (end > view->first && is_kind(view, end - 1, TOKEN_WORD) && noun - end < ADJECTIVES_MAX &&
           !token_at(view, end - 1)->possessive)
        end--;
    if (end == view->first || !token_at(view, end - 1)->possessive)
        return nobody;
    size_t start = end;
    while (start > view->first && is_kind(view, start - 1, TOKEN_CAPITAL) &&
           (start == end || !token_at(view, start - 1)->possessive))
        start--;
    for (; start < end; start++)
        if (start + name_length(view->text, view->tokens, start, view->language) == end)
            return (struct attribution){.kind = SPEAKER_NAME,
                                        .first = start,
                                        .end = end,
                                        .cue = SIZE_MAX,
                                        .confidence = SURE_FAR};
    return nobody;
}

static struct attribution governing(const struct view *view, size_t cue, bool participle)
{
    if (participle && cue > view->first && token_at(view, cue - 1)->possessive)
        return owner_of(view, cue);
    if (participle) {
        struct attribution found = name_before(view, cue);
        if (found.kind == SPEAKER_NAME)
            return found;
        found = initial_speaker(view, cue);
        bool apart = cue > view->first && is_kind(view, cue - 1, TOKEN_COMMA);
        if (apart && found.kind != SPEAKER_ROLE &&
            !in_list(view, found.first, LANGUAGE_DETERMINERS))
            found.confidence = SURE_PARTICIPLE;
        return found;
    }
    struct attribution found =
        follows_quotation(view, cue) ? inverted(view, cue) : subject_of(view, cue);
    const struct token *verb = token_at(view, cue);
    bool verb_first = !has_case(view->text + verb->start, verb->end - verb->start); /* Arabic */
    return found.kind == SPEAKER_NONE && verb_first ? speaker_from(view, cue + 1, SURE_CLAUSE)
                                                    : found;
}

/* Whether somebody tells what somebody else said: "A said that B once called". */
static bool cue_before(const struct view *view, size_t cue)
{
    for (size_t i = view->first; i < cue; i++)
        if (is_cue(view, i))
            return true;
    return false;
}

/* Whether somebody else does something between the verb and the quotation: "NAME
 * said no, and NAME went on about". */
static bool changes_subject(const struct view *view, size_t cue, size_t index)
{
    static const char *const conjunctions[] = {"and", "but", "while", "as", NULL};
    for (size_t i = cue + 1; i + 2 < index; i++) {
        if (!is_kind(view, i, TOKEN_COMMA) || !is_word(view, i + 1) ||
            !is_one_of(view, i + 1, conjunctions))
            continue;
        size_t subject = i + 2;
        subject += is_word(view, subject) && is_one_of(view, subject, conjunctions);
        if (is_kind(view, subject, TOKEN_CAPITAL) &&
            speaker_from(view, subject, 0).kind == SPEAKER_NAME)
            return true;
    }
    return false;
}

/* How sure a verb's subject is, by where the verb stands before the quotation. */
static double sure_before(const struct view *view, size_t cue, size_t index, double confidence)
{
    bool beside = cue + 1 == index || (cue + 2 == index && (is_kind(view, cue + 1, TOKEN_COMMA) ||
                                                            is_kind(view, cue + 1, TOKEN_COLON)));
    if (beside && confidence == SURE_CLAUSE)
        confidence = SURE_BESIDE;
    else if (confidence == SURE_CLAUSE && cue_before(view, cue))
        confidence = SURE_NESTED;
    return confidence > SURE_FAR && changes_subject(view, cue, index) ? SURE_FAR : confidence;
}

/* A passive, "denied", "quoted": the words are not the subject's. */
static bool is_others(const struct view *view, size_t i)
{
    return in_list(view, i, LANGUAGE_OTHERS) || is_passive(view, i);
}

static struct attribution said_by_another(size_t verb)
{
    struct attribution nothing = nobody;
    nothing.cue = verb;
    return nothing;
}

/* "was called ... by NAME": who stands behind a passive. */
static struct attribution passive_agent(const struct view *view, size_t verb)
{
    size_t by = verb + 1;
    if (!is_word(view, by) || !in_list(view, by, LANGUAGE_AGENT))
        return said_by_another(verb);
    struct attribution found = named_after(view, by + 1);
    size_t end = by + 1;
    while (is_word(view, end) && !in_list(view, end, LANGUAGE_MANNER))
        end++;
    if (found.kind == SPEAKER_NONE || found.first >= end)
        found = role_from(view, by + 1, end);
    found.confidence = SURE_CLAUSE;
    found.cue = verb;
    return found;
}

/* "quoted NAME as saying" */
static struct attribution quoted_as_saying(const struct view *view, size_t participle)
{
    struct attribution found = name_before(view, participle - 1);
    found.cue = participle;
    return found;
}

/* "has not called", "never said": the words are no words of the subject's. */
static bool is_denied(const struct view *view, size_t verb)
{
    size_t before = verb;
    while (before > view->first && is_word(view, before - 1) &&
           in_list(view, before - 1, LANGUAGE_BETWEEN))
        if (in_list(view, --before, LANGUAGE_NEGATIONS))
            return true;
    return false;
}

/* "NAME's claim that ...", where there is no verb of saying. */
static struct attribution speech_owner(const struct view *view, size_t index)
{
    for (size_t i = index; i-- > view->first;)
        if (is_kind(view, i, TOKEN_WORD) && in_list(view, i, LANGUAGE_SPEECHES)) {
            struct attribution owner = owner_of(view, i);
            bool announced = is_kind(view, i + 1, TOKEN_COLON); /* "made this remark:" */
            return owner.kind == SPEAKER_NONE && announced ? initial_speaker(view, i) : owner;
        }
    return nobody;
}

/* NAME -- "..." within a sentence. */
static struct attribution before_dash(const struct view *view, size_t index)
{
    size_t end = index;
    while (end > view->first && is_kind(view, end - 1, TOKEN_DASH))
        end--;
    size_t start = end;
    while (start > view->first && is_kind(view, start - 1, TOKEN_CAPITAL))
        start--;
    if (end == index || start == end)
        return nobody;
    struct attribution found = speaker_from(view, start, SURE_FAR);
    return found.end == end ? found : nobody;
}

/* Before the quotation: NAME said[,:] "...", NAME said that ... "...". Where the
 * nearest verb has no subject that can be told, one before it may. */
static struct attribution find_before(const struct view *view, size_t index)
{
    enum {
        VERBS_MAX = 3
    };
    struct attribution dashed = before_dash(view, index);
    if (dashed.kind == SPEAKER_NAME)
        return dashed;
    size_t nearest = SIZE_MAX;
    int verbs = 0;
    for (size_t i = index; i-- > view->first && verbs < VERBS_MAX;) {
        bool participle = is_participle(view, i) && !is_progressive(view, i);
        if (is_participle(view, i) && i > view->first && in_list(view, i - 1, LANGUAGE_MANNER))
            return quoted_as_saying(view, i);
        if (is_kind(view, i, TOKEN_WORD) && is_others(view, i))
            return passive_agent(view, i);
        if (is_cue(view, i) && is_denied(view, i))
            return said_by_another(i);
        if (!is_participle(view, i) && !is_cue(view, i))
            continue;
        struct attribution found = governing(view, i, participle);
        nearest = nearest == SIZE_MAX ? i : nearest;
        verbs++;
        if (found.kind == SPEAKER_NONE ||
            (found.kind == SPEAKER_ROLE && in_list(view, i, LANGUAGE_NOUNS) && cue_before(view, i)))
            continue;
        found.confidence = sure_before(view, i, index, found.confidence);
        if (verbs > 1 && found.confidence > SURE_SECOND)
            found.confidence = SURE_SECOND;
        found.cue = i;
        return found;
    }
    return nearest == SIZE_MAX ? speech_owner(view, index) : said_by_another(nearest);
}

/* Whether what is behind the verb at `i` ends its clause: `..., S said.` */
static bool closes_clause(const struct view *view, size_t i)
{
    if (i >= view->end)
        return true;
    enum token_kind kind = token_at(view, i)->kind;
    return kind == TOKEN_END || kind == TOKEN_COMMA || kind == TOKEN_QUOTATION ||
           in_list(view, i, LANGUAGE_PREPOSITIONS) || in_list(view, i, LANGUAGE_BETWEEN);
}

/* `“A” is what counts, NAME said.`: an attribution further behind, between commas. */
static struct attribution find_trailing(const struct view *view, size_t index)
{
    for (size_t i = index + 1; i + 1 < view->end; i++) {
        if (!is_kind(view, i, TOKEN_COMMA))
            continue;
        struct attribution found = inverted(view, i + 1);
        if (found.kind == SPEAKER_NONE)
            found = direct(view, i + 1);
        size_t last = found.kind == SPEAKER_NONE ? 0
                      : found.cue > found.end    ? found.cue + 1
                      : found.cue >= found.first ? found.cue + 1
                                                 : found.end;
        if (found.kind == SPEAKER_NONE || !closes_clause(view, last))
            continue;
        found.after = true;
        if (found.confidence > SURE_CLAUSE)
            found.confidence = SURE_CLAUSE;
        return found;
    }
    return nobody;
}

/* `"...", as NAME put it` */
static struct attribution find_manner(const struct view *view, size_t index)
{
    size_t i = index + 1;
    i += is_kind(view, i, TOKEN_COMMA);
    if (!is_word(view, i) || !in_list(view, i, LANGUAGE_MANNER))
        return nobody;
    struct attribution found = direct(view, i + 1);
    found.after = true;
    return found;
}

/* Who is named behind `according to`, anywhere in the sentence. */
static struct attribution find_relay(const struct view *view)
{
    for (size_t i = view->first; i + 2 < view->end; i++) {
        size_t length = is_word(view, i) ? phrase_length(view, i) : 0;
        if (length == 0)
            continue;
        struct attribution found = named_after(view, i + length);
        size_t end = i + length;
        while (end < view->end && (is_word(view, end) || is_kind(view, end, TOKEN_NUMBER)) &&
               (end == i + length || !in_list(view, end, LANGUAGE_SUBORDINATORS)))
            end++;
        if (found.kind == SPEAKER_NONE)
            found = role_from(view, i + length, end);
        if (found.kind == SPEAKER_NONE)
            continue;
        found.cue = i;
        found.confidence = SURE_RELAY;
        return found;
    }
    return nobody;
}

/* Whether what follows may govern the quotation: its words end, or it is
 * followed by a comma. */
static bool may_be_followed(const struct view *view, size_t index)
{
    const struct token *token = token_at(view, index);
    for (size_t i = token->end; i > token->start; i--) {
        char last = view->text[i - 1];
        if (strchr(",.!?-", last))
            return true;
        if ((last & 0x80) == 0 && last != '"' && last != '\'' && last != ' ')
            break;
    }
    return is_kind(view, index + 1, TOKEN_COMMA) || is_kind(view, index + 1, TOKEN_DASH);
}

/* What was found last, with the verb that was found first where it has none. */
static struct attribution with_cue(struct attribution found, const struct attribution *first)
{
    if (found.kind == SPEAKER_NONE)
        found.cue = first->cue;
    return found;
}

/* The sentence round a token, as far as it is looked at. */
static struct view view_of(const char *text, const struct tokens *tokens, size_t index,
                           const struct language *language)
{
    struct sentence sentence = sentence_of(tokens, index);
    struct view view = {text, tokens, language, sentence.first, sentence.first + sentence.count};
    if (index > LOOK_BACK && view.first < index - LOOK_BACK)
        view.first = index - LOOK_BACK;
    if (view.end > index + LOOK_BACK)
        view.end = index + LOOK_BACK;
    return view;
}

struct attribution attribution_relay(const char *text, const struct tokens *tokens, size_t index,
                                     const struct language *language)
{
    struct view view = view_of(text, tokens, index, language);
    return find_relay(&view);
}

/* `The memo warned that it was "...," the paper said`: a fragment that is governed already. */
static struct attribution within_clause(const struct view *view, size_t index,
                                        struct attribution after)
{
    if (after.kind == SPEAKER_NONE || index == view->first || !begins_small(view, index))
        return after;
    struct attribution before = find_before(view, index);
    bool beside = before.kind != SPEAKER_NONE && before.confidence >= SURE_CLAUSE;
    if (beside && after.kind == SPEAKER_ROLE)
        return before;
    if (beside)
        after.confidence = SURE_FAR;
    return after;
}

struct attribution attribution_find(const char *text, const struct tokens *tokens, size_t index,
                                    const struct language *language)
{
    struct view view = view_of(text, tokens, index, language);
    struct attribution found = find_manner(&view, index);
    if (found.kind == SPEAKER_NONE && may_be_followed(&view, index))
        found = within_clause(&view, index, find_after(&view, index));
    if (found.kind == SPEAKER_NONE)
        found = find_before(&view, index);
    if (found.kind == SPEAKER_NONE || found.confidence < SURE_CLAUSE) {
        struct attribution trailing = find_trailing(&view, index);
        found = trailing.kind == SPEAKER_NONE ? found : trailing;
    }
    return found.kind == SPEAKER_NONE ? with_cue(find_relay(&view), &found) : found;
}
