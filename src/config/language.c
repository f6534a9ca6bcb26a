#include "config/language.h"

#include <assert.h>
#include <ctype.h>
#include <libconfig.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/data.h"
#include "language_numbers.h"
#include "tree.h"

#define LANGUAGES_MAX 64 /* a bit for each */
#define WORD_MAX 64
/* First byte of a three-byte sequence (RFC 3629): U+0800 on, where many scripts part no words. */
#define THREE_BYTES 0xe0
#define GUESS_BYTES 2000 /* enough of an article to know its language */
#define GUESS_SHARE 12   /* one word of so many must be frequent in the language */
/* One of so many tells it from a kin that is not there: of 1,041 English articles 93 in 100 have
 * more, of 325 German ones none has so many English words, of Spanish ones none French words. */
#define CLEAR_SHARE 4
#define ROOM 3 /* places in the hash table for a word, at least */

static const char *const list_names[LANGUAGE_LISTS] = {
    [LANGUAGE_FREQUENT] = "frequent",
    [LANGUAGE_CUES] = "cues",
    [LANGUAGE_PARTICIPLES] = "participles",
    [LANGUAGE_PRONOUNS] = "pronouns",
    [LANGUAGE_TITLES] = "titles",
    [LANGUAGE_ABBREVIATIONS] = "abbreviations",
    [LANGUAGE_BETWEEN] = "between",
    [LANGUAGE_PREPOSITIONS] = "prepositions",
    [LANGUAGE_FUNCTION_WORDS] = "function_words",
    [LANGUAGE_MALE] = "male",
    [LANGUAGE_FEMALE] = "female",
    [LANGUAGE_HE] = "he",
    [LANGUAGE_SHE] = "she",
    [LANGUAGE_BE] = "be",
    [LANGUAGE_NOUNS] = "nouns",
    [LANGUAGE_SUBORDINATORS] = "subordinators",
    [LANGUAGE_RELAYS] = "relays",
    [LANGUAGE_BODIES] = "bodies",
    [LANGUAGE_PEOPLE] = "people",
    [LANGUAGE_LEANING] = "leaning",
    [LANGUAGE_OPENERS] = "openers",
    [LANGUAGE_CONDITIONS] = "conditions",
    [LANGUAGE_WORKS] = "works",
    [LANGUAGE_DETERMINERS] = "determiners",
    [LANGUAGE_INFINITIVE] = "infinitive",
    [LANGUAGE_SUBJECTS] = "subjects",
    [LANGUAGE_HANGING] = "hanging",
    [LANGUAGE_OTHERS] = "others",
    [LANGUAGE_MANNER] = "manner",
    [LANGUAGE_DEFINITE] = "definite",
    [LANGUAGE_COURTESIES] = "courtesies",
    [LANGUAGE_SPEECHES] = "speeches",
    [LANGUAGE_THEY] = "they",
    [LANGUAGE_SUFFIXES] = "suffixes",
    [LANGUAGE_NEGATIONS] = "negations",
    [LANGUAGE_AGENT] = "agent",
    [LANGUAGE_OBJECTS] = "objects",
    [LANGUAGE_TITLE_PREFIXES] = "title_prefixes",
    [LANGUAGE_BACKWARD] = "backward",
    [LANGUAGE_ORIGIN] = "origin",
    [LANGUAGE_CONJUNCTIONS] = "conjunctions",
    [LANGUAGE_RELATIVES] = "relatives",
    [LANGUAGE_PLURAL_ENDINGS] = "plural_endings",
    [LANGUAGE_PROGRESSIVE_ENDINGS] = "progressive_endings",
    [LANGUAGE_NAME_PARTICLES] = "name_particles",
    [LANGUAGE_ORDINAL_ENDINGS] = "ordinal_endings",
    [LANGUAGE_DATE_LINKS] = "date_links",
    [LANGUAGE_BYLINES] = "bylines",
    [LANGUAGE_LABELS] = "labels",
    [LANGUAGE_OPENINGS] = "openings",
    [LANGUAGE_CREDITS] = "credits",
    [LANGUAGE_CONTACTS] = "contacts",
    [LANGUAGE_MAIL_HEADERS] = "mail_headers",
    [LANGUAGE_DATE_WORDS] = "date_words",
    [LANGUAGE_ROLES] = "roles",
    [LANGUAGE_WITHHELD] = "withheld",
    [LANGUAGE_CORRECTIONS] = "corrections",
    [LANGUAGE_MISQUOTED] = "misquoted",
    [LANGUAGE_COMPOUNDS] = "compounds",
    [LANGUAGE_PLAIN] = "plain",
    [LANGUAGE_NOUN_CAPITALS] = "noun_capitals",
    [LANGUAGE_FRAMES] = "frames",
    [LANGUAGE_RETRACTIONS] = "retractions",
    [LANGUAGE_INVERTING] = "inverting",
    [LANGUAGE_FACT_LABELS] = "fact_labels",
    [LANGUAGE_FUTURE] = "future",
    [LANGUAGE_FICTIONS] = "fictions",
    [LANGUAGE_DAYS] = "days",
    [LANGUAGE_WEEKDAYS] = "weekdays",
    [LANGUAGE_MONTHS] = "months",
    [LANGUAGE_LETTERS] = "letters",
    [LANGUAGE_TOPICS] = "topics",
    [LANGUAGE_QUOTATIVES] = "quotatives",
    [LANGUAGE_SURNAMES] = "surnames",
    [LANGUAGE_PLACES] = "places",
};

static char und_code[] = "und";
static_assert(LANGUAGE_WORD_LISTS <= 64, "a bit for each list");

static const struct language und = {.code = und_code};

/* Written once, by whoever asks first. */
static struct {
    pthread_once_t once;
    struct language items[LANGUAGES_MAX];
    size_t count;
    struct phrases {
        const char **items; /* of all languages, sorted by strcmp */
        size_t first[257];  /* by its first byte: the first of them */
    } phrases[LANGUAGE_LISTS];
    struct language_table all;      /* of all languages: bits 1 << list */
    struct language_table frequent; /* bits 1 << index: of languages without letters */
    struct language_table letters;  /* and of those with letters */
    char *unread; /* codes of those that are not there but should be; NULL: none */
    struct diag diag;
} languages = {.once = PTHREAD_ONCE_INIT};

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void mark_first(struct language_words *words, char first)
{
    unsigned byte = (unsigned char)first;
    words->first[byte / 64] |= UINT64_C(1) << byte % 64;
}

/* Whether any of the words begins with this byte, in lower case. */
static bool may_be_first(const struct language_words *words, char lower)
{
    unsigned byte = (unsigned char)lower;
    return words->first[byte / 64] >> byte % 64 & 1;
}

static void take_words(struct language_words *words, const char *text)
{
    char *copy = memory_copy_string(text);
    char *rest = copy;
    for (char *word; (word = strsep(&rest, " \n\t"));) {
        if (!*word)
            continue;
        words->items = memory_resize(words->items, words->count + 1, sizeof *words->items);
        words->items[words->count++] = memory_copy_string(word);
    }
    free(copy);
    if (words->count > 0)
        qsort(words->items, words->count, sizeof *words->items, compare_words);
    for (size_t i = 0; i < words->count; i++)
        mark_first(words, words->items[i][0]);
}

static int list_named(const char *name)
{
    for (int i = 0; i < LANGUAGE_LISTS; i++)
        if (strcmp(list_names[i], name) == 0)
            return i;
    return -1;
}

static bool check_numbers(const struct language *language, enum language_list list,
                          const char *path, int line, struct diag *diag)
{
    char why[LANGUAGE_NUMBERS_WHY_SIZE];
    bool good = true;
    for (size_t i = 0; i < language->lists[list].count; i++) {
        const char *word = language->lists[list].items[i];
        if (!language_numbers_check(list, word, why))
            good = diag_add_at(diag, DIAG_ERROR, path, line, "%s: %s: %s", list_names[list], word,
                               why);
    }
    return good;
}

static bool take_setting(struct language *language, const config_setting_t *setting,
                         const char *path, struct diag *diag)
{
    int line = (int)config_setting_source_line(setting);
    int list = list_named(config_setting_name(setting));
    if (list < 0)
        return diag_add_at(diag, DIAG_ERROR, path, line, "%s: no such list of words",
                           config_setting_name(setting));
    const char *text = config_setting_get_string(setting);
    if (!text)
        return diag_add_at(diag, DIAG_ERROR, path, line, "%s: words in quotation marks are wanted",
                           list_names[list]);
    take_words(&language->lists[list], text);
    return check_numbers(language, (enum language_list)list, path, line, diag);
}

/* Of a word, zeros behind it up to WORD_MAX. */
static uint64_t hash_word(const char *word, size_t length)
{
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < length; i += sizeof hash)
        hash = hash_words(hash, word + i, sizeof hash);
    return hash ^ hash >> 32; /* what is high in a product is mixed best */
}

/* Its place, or the free one where it would stand. */
static struct language_word *place_of(const struct language_table *table, const char word[WORD_MAX],
                                      size_t length)
{
    for (uint64_t i = hash_word(word, length);; i++) {
        struct language_word *place = &table->items[i & (table->places - 1)];
        if (!place->word || (place->length == length && memcmp(place->word, word, length) == 0))
            return place;
    }
}

static void make_room(struct language_table *table, size_t words)
{
    for (table->places = 1; table->places < ROOM * words + 1;)
        table->places *= 2;
    table->items = memory_alloc(table->places, sizeof *table->items);
}

static void add_to_table(struct language_table *table, const struct language_words *words,
                         uint64_t bit)
{
    for (size_t i = 0; i < words->count; i++) {
        size_t length = strlen(words->items[i]);
        if (length >= WORD_MAX)
            continue;
        table->longest = length > table->longest ? length : table->longest;
        char padded[WORD_MAX] = {0};
        memcpy(padded, words->items[i], length);
        struct language_word *place = place_of(table, padded, length);
        place->word = words->items[i];
        place->length = length;
        place->bits |= bit;
    }
}

static void make_table(struct language *language)
{
    size_t count = 0;
    for (int list = 0; list < LANGUAGE_WORD_LISTS; list++)
        count += language->lists[list].count;
    make_room(&language->table, count);
    for (int list = 0; list < LANGUAGE_WORD_LISTS; list++)
        add_to_table(&language->table, &language->lists[list], UINT64_C(1) << list);
}

/* Leaves the place of a language empty. */
static void forget(struct language *language)
{
    for (int list = 0; list < LANGUAGE_LISTS; list++) {
        for (size_t i = 0; i < language->lists[list].count; i++)
            free(language->lists[list].items[i]);
        free(language->lists[list].items);
    }
    *language = (struct language){0};
}

static bool read_language(struct language *language, const char *path, struct diag *diag)
{
    config_t file;
    config_init(&file);
    bool good = tree_open(&file, path, "a language's file", diag);
    const config_setting_t *root = config_root_setting(&file);
    for (int i = 0; good && i < config_setting_length(root); i++)
        good = take_setting(language, config_setting_get_elem(root, (unsigned)i), path, diag);
    config_destroy(&file);
    if (good)
        make_table(language);
    else
        forget(language);
    return good;
}

static bool has_letters(const struct language *language)
{
    return language->lists[LANGUAGE_LETTERS].count > 0;
}

/* What tells one from the other. */
static void hash_languages(void)
{
    size_t words = 0, letters = 0;
    for (size_t i = 0; i < languages.count; i++) {
        words += languages.items[i].lists[LANGUAGE_FREQUENT].count;
        letters += languages.items[i].lists[LANGUAGE_LETTERS].count;
    }
    make_room(&languages.frequent, words);
    make_room(&languages.letters, letters);
    for (size_t i = 0; i < languages.count; i++) {
        const struct language *item = &languages.items[i];
        if (has_letters(item))
            add_to_table(&languages.letters, &item->lists[LANGUAGE_LETTERS], UINT64_C(1) << i);
        else
            add_to_table(&languages.frequent, &item->lists[LANGUAGE_FREQUENT], UINT64_C(1) << i);
    }
}

/* The words of all languages in one table. */
static void hash_all(void)
{
    size_t count = 0;
    for (size_t i = 0; i < languages.count; i++)
        for (int list = 0; list < LANGUAGE_WORD_LISTS; list++)
            count += languages.items[i].lists[list].count;
    make_room(&languages.all, count);
    for (size_t i = 0; i < languages.count; i++)
        for (int list = 0; list < LANGUAGE_WORD_LISTS; list++)
            add_to_table(&languages.all, &languages.items[i].lists[list], UINT64_C(1) << list);
}

static void sort_phrases(enum language_list list)
{
    struct phrases *phrases = &languages.phrases[list];
    size_t count = 0;
    for (size_t i = 0; i < languages.count; i++)
        count += languages.items[i].lists[list].count;
    phrases->items = memory_alloc(count + 1, sizeof *phrases->items);
    count = 0;
    for (size_t i = 0; i < languages.count; i++)
        for (size_t k = 0; k < languages.items[i].lists[list].count; k++)
            phrases->items[count++] = languages.items[i].lists[list].items[k];
    qsort(phrases->items, count, sizeof *phrases->items, compare_words);
    for (size_t i = 0; i < count; i++)
        phrases->first[(unsigned char)phrases->items[i][0] + 1] = i + 1;
    for (size_t byte = 0; byte < 256; byte++)
        if (phrases->first[byte + 1] < phrases->first[byte])
            phrases->first[byte + 1] = phrases->first[byte];
}

/* Remembers that a language can't be told from others. */
static void add_unread(const char *code)
{
    char *more = languages.unread ? memory_format("%s, %s", languages.unread, code)
                                  : memory_copy_string(code);
    free(languages.unread);
    languages.unread = more;
}

/* The language of a file, its code the file's name. */
static void load(void *user, const struct data_file *file)
{
    struct language *language = &languages.items[languages.count];
    (void)user;
    if (languages.count == LANGUAGES_MAX) {
        diag_error(&languages.diag, "%s: not read: there are more than %d languages", file->path,
                   LANGUAGES_MAX);
        add_unread(file->name);
    } else if (read_language(language, file->path, &languages.diag)) {
        language->code = memory_copy_string(file->name);
        languages.count++;
    } else {
        add_unread(file->name);
    }
}

/* Names what comes with the program and is not there: its absence is told, never taken for a
 * language without words. */
static void miss(struct diag *diag)
{
    char codes[] = MOTOGRAPH_LANGUAGES;
    char *rest = codes;
    for (char *code; (code = strsep(&rest, " "));) {
        char *path = *code ? data_find("languages", code, ".cfg") : NULL;
        if (*code && !path) {
            diag_error(diag, "%s/languages/%s.cfg: missing; it comes with the program",
                       data_folder(), code);
            add_unread(code);
        }
        free(path); /* of what is there and can't be read, the reader has told */
    }
}

static void load_all(void)
{
    struct diag found = {0}, told_already = {0};
    bool there = data_each("languages", ".cfg", load, NULL, &found);
    miss(there ? &found : &told_already);
    diag_finish(&told_already);
    diag_take(&languages.diag, &found);
    hash_languages();
    hash_all();
    for (enum language_list list = 0; list < LANGUAGE_LISTS; list++)
        sort_phrases(list);
}

const char *language_list_name(enum language_list list)
{
    return list_names[list];
}

bool languages_load(struct diag *diag)
{
    pthread_once(&languages.once, load_all);
    for (size_t i = 0; i < languages.diag.count; i++)
        diag_add(diag, languages.diag.messages[i].level, "%s", languages.diag.messages[i].text);
    return languages.diag.errors == 0;
}

/* The first letter of the word in lower case, where it has two bytes in either: Über, Она. False:
 * it is no such letter. */
static bool lower_first(const char *word, size_t length, char out[2])
{
    uint32_t code = 0;
    if (length < 2 || (word[0] & 0xe0) != 0xc0 || utf8_decode(word, length, &code) != 2)
        return false;
    uint32_t lower = utf8_lower(code);
    out[0] = (char)(0xc0 | lower >> 6);
    out[1] = (char)(0x80 | (lower & 0x3f));
    return lower >= 0x80 && lower < 0x800;
}

/* ASCII words in lower case, eight bytes at once. False: the word has other letters, and `lower` is
 * of no use. `lower` is zeros before. */
static bool lower_ascii(const char *word, size_t length, char lower[WORD_MAX])
{
    const uint64_t each = UINT64_C(0x0101010101010101), high = 0x80 * each;
    memcpy(lower, word, length);
    for (size_t i = 0; i < length; i += sizeof(uint64_t)) {
        uint64_t letters;
        memcpy(&letters, lower + i, sizeof letters);
        if (letters & high)
            return false;
        uint64_t from_a = letters + (0x80 - 'A') * each, behind_z = letters + (0x7f - 'Z') * each;
        letters |= (from_a & ~behind_z & high) >> 2; /* 'a' - 'A' is 0x20 */
        memcpy(lower + i, &letters, sizeof letters);
    }
    return true;
}

/* Any word in lower case as far as the lists mind it: how many bytes. */
static size_t lower_letters(const char *word, size_t length, char lower[WORD_MAX])
{
    size_t end = lower_first(word, length, lower) ? 2 : 0;
    for (size_t i = end; i < length; i++, end++) {
        char letter = word[i];
        bool curly = letter == "’"[0] && length - i >= 3 && memcmp(word + i, "’", 3) == 0;
        lower[end] = curly                            ? '\''
                     : letter >= 'A' && letter <= 'Z' ? (char)(letter + ('a' - 'A'))
                                                      : letter;
        i += curly ? 2 : 0;
    }
    return end;
}

static uint64_t bits_of(const struct language_table *table, const char *word, size_t length)
{
    char lower[WORD_MAX] = {0};
    if (length == 0 || length > table->longest) /* an empty table has no places */
        return 0;
    if (!lower_ascii(word, length, lower)) {
        memset(lower, 0, sizeof lower);
        length = lower_letters(word, length, lower);
    }
    return place_of(table, lower, length)->bits;
}

uint64_t language_lists(const struct language *language, const char *word, size_t length)
{
    return bits_of(&language->table, word, length);
}

bool language_has(const struct language *language, enum language_list list, const char *word,
                  size_t length)
{
    return language_lists(language, word, length) >> list & 1;
}

bool language_has_stem(const struct language *language, enum language_list list, const char *word,
                       size_t length)
{
    const struct language_words *stems = &language->lists[list];
    for (size_t i = 0; i < stems->count; i++) {
        const char *stem = stems->items[i];
        if (tolower((unsigned char)*word) != *stem)
            continue;
        size_t size = strlen(stem);
        if (size <= length && strncasecmp(word, stem, size) == 0)
            return true;
    }
    return false;
}

static bool is_letter(char c)
{
    return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* The small letter that the text begins with: its bytes in *small, those of the text as answer. */
static size_t first_small(const char *text, size_t size, char small[4], size_t *small_size)
{
    uint32_t code = 0;
    if (size == 0)
        return 0;
    if (size >= 3 && memcmp(text, "’", 3) == 0) {
        small[0] = '\'';
        *small_size = 1;
        return 3;
    }
    if ((unsigned char)text[0] < 0x80) {
        small[0] = (char)tolower((unsigned char)text[0]);
        *small_size = 1;
        return 1;
    }
    size_t length = utf8_decode(text, size, &code);
    *small_size = length ? utf8_encode(utf8_lower(code), small) : 0;
    return length;
}

static size_t blank_length(const char *text, size_t size)
{
    size_t at = 0;
    while (at < size && (text[at] == ' ' || text[at] == '\n'))
        at++;
    return at;
}

/* Bytes of the text that are `word`, in small letters; 0: it begins with something else. */
static size_t begins_with(const char *text, size_t size, const char *word, size_t length)
{
    bool whole = false; /* its script parts words: it ends where its letters do */
    uint32_t next = 0;
    size_t at = 0;
    for (size_t i = 0; i < length;) {
        char small[4];
        size_t small_size = 0;
        if (word[i] == '_') {
            size_t blanks = blank_length(text + at, size - at);
            if (blanks == 0)
                return 0;
            at += blanks;
            i++;
            continue;
        }
        size_t step = first_small(text + at, size - at, small, &small_size);
        if (step == 0 || small_size > length - i || memcmp(small, word + i, small_size) != 0)
            return 0;
        whole |= (unsigned char)word[i] < THREE_BYTES;
        at += step;
        i += small_size;
    }
    bool cut = whole && utf8_decode(text + at, size - at, &next) && utf8_is_letter(next);
    return cut ? 0 : at;
}

bool language_number(const struct language *language, enum language_list list, const char *text,
                     size_t size, size_t *length, int *number)
{
    const struct language_words *words = &language->lists[list];
    char small[4];
    size_t small_size = 0;
    if (words->count == 0 || first_small(text, size, small, &small_size) == 0 ||
        !may_be_first(words, small[0]))
        return false;
    for (size_t i = 0; i < words->count; i++) {
        const char *equals = words->items[i][0] == small[0] ? strchr(words->items[i], '=') : NULL;
        if (!equals)
            continue;
        *length = begins_with(text, size, words->items[i], (size_t)(equals - words->items[i]));
        *number = (int)strtol(equals + 1, NULL, 10);
        if (*length > 0)
            return true;
    }
    return false;
}

/* Whether the second letters tell the text from a phrase with the same first one: most differ here,
 * at the cost of one comparison. Both must be ASCII. */
static bool differs_second(const char *text, size_t size, const char *phrase)
{
    bool plain = size > 1 && ((text[0] | text[1]) & 0x80) == 0 && (phrase[1] & 0x80) == 0;
    return plain && phrase[1] != '\0' && phrase[1] != '_' && phrase[1] != '=' &&
           tolower((unsigned char)text[1]) != phrase[1];
}

size_t languages_phrase(enum language_list list, const char *text, size_t size, int *number)
{
    const struct phrases *phrases = &languages.phrases[list];
    char small[4];
    size_t small_size = 0, longest = 0;
    if (first_small(text, size, small, &small_size) == 0)
        return 0;
    unsigned byte = (unsigned char)small[0];
    for (size_t i = phrases->first[byte]; i < phrases->first[byte + 1]; i++) {
        const char *item = phrases->items[i];
        if (differs_second(text, size, item))
            continue;
        const char *equals = strchr(item, '=');
        size_t length =
            begins_with(text, size, item, equals ? (size_t)(equals - item) : strlen(item));
        if (length <= longest)
            continue;
        longest = length;
        if (number)
            *number = equals ? (int)strtol(equals + 1, NULL, 10) : 0;
    }
    return longest;
}

bool languages_word(enum language_list list, const char *word, size_t length)
{
    assert(list < LANGUAGE_WORD_LISTS);
    return bits_of(&languages.all, word, length) >> list & 1;
}

const struct language *languages_all(size_t *count)
{
    *count = languages.count;
    return languages.items;
}

const char *languages_unread(void)
{
    return languages.unread;
}

const struct language *language_named(const char *code)
{
    for (size_t i = 0; code && i < languages.count; i++)
        if (strcmp(languages.items[i].code, code) == 0)
            return &languages.items[i];
    return &und;
}

/* For each language how many words, or letters, of its own were met. */
static void count_bits(uint64_t bits, size_t found[LANGUAGES_MAX])
{
    for (size_t i = 0; bits; i++, bits >>= 1)
        found[i] += bits & 1;
}

static size_t count_words(const char *text, size_t length, size_t found[LANGUAGES_MAX])
{
    size_t words = 0;
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && is_letter(text[end]))
            end++;
        if (end > at) {
            words++;
            count_bits(bits_of(&languages.frequent, text + at, end - at), found);
        }
        at = end + 1;
    }
    return words;
}

/* The same by letters, for scripts that do not part words. */
static size_t count_letters(const char *text, size_t length, size_t found[LANGUAGES_MAX])
{
    size_t letters = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        size_t size =
            (unsigned char)text[at] < 0x80 ? 1 : utf8_decode(text + at, length - at, &code);
        size = size > 0 ? size : 1;
        letters += code >= 0x80 || isalpha((unsigned char)text[at]);
        if (code >= 0x80)
            count_bits(bits_of(&languages.letters, text + at, size), found);
        at += size;
    }
    return letters;
}

const struct language *language_guess(const char *text, size_t length, bool *clear)
{
    size_t found[LANGUAGES_MAX] = {0};
    const struct language *best = &und;
    size_t most = 0;
    *clear = false;
    length = length < GUESS_BYTES ? length : GUESS_BYTES;
    size_t words = count_words(text, length, found);
    size_t letters = count_letters(text, length, found);
    for (size_t i = 0; i < languages.count; i++) {
        size_t all = has_letters(&languages.items[i]) ? letters : words;
        if (found[i] > most && found[i] * GUESS_SHARE >= all) {
            most = found[i];
            best = &languages.items[i];
            *clear = found[i] * CLEAR_SHARE >= all;
        }
    }
    return best;
}
