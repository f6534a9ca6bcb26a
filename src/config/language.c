#include "config/language.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <libconfig.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/utf8.h"

#define LANGUAGES_MAX 32
#define WORD_MAX 64
#define GUESS_BYTES 20000 /* enough of an article to know its language */
#define GUESS_SHARE 12    /* one word of so many must be frequent in the language */

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
    [LANGUAGE_SPEECHES] = "speeches",
    [LANGUAGE_THEY] = "they",
    [LANGUAGE_SUFFIXES] = "suffixes",
    [LANGUAGE_NEGATIONS] = "negations",
    [LANGUAGE_AGENT] = "agent",
    [LANGUAGE_CONJUNCTIONS] = "conjunctions",
    [LANGUAGE_RELATIVES] = "relatives",
    [LANGUAGE_PLURAL_ENDINGS] = "plural_endings",
    [LANGUAGE_PROGRESSIVE_ENDINGS] = "progressive_endings",
    [LANGUAGE_NAME_PARTICLES] = "name_particles",
    [LANGUAGE_ORDINAL_ENDINGS] = "ordinal_endings",
    [LANGUAGE_DATE_LINKS] = "date_links",
    [LANGUAGE_BYLINES] = "bylines",
    [LANGUAGE_LABELS] = "labels",
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
static const struct language und = {.code = und_code};

/* Written once, by whoever asks first. */
static struct {
    pthread_once_t once;
    struct language items[LANGUAGES_MAX];
    size_t count;
    struct diag diag;
} languages = {.once = PTHREAD_ONCE_INIT};

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
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
}

static int list_named(const char *name)
{
    for (int i = 0; i < LANGUAGE_LISTS; i++)
        if (strcmp(list_names[i], name) == 0)
            return i;
    return -1;
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
    return true;
}

static bool read_language(struct language *language, const char *path, struct diag *diag)
{
    config_t file;
    config_init(&file);
    bool good = config_read_file(&file, path) == CONFIG_TRUE;
    if (!good)
        diag_add_at(diag, DIAG_ERROR, path, config_error_line(&file), "%s",
                    config_error_text(&file));
    const config_setting_t *root = config_root_setting(&file);
    for (int i = 0; good && i < config_setting_length(root); i++)
        good = take_setting(language, config_setting_get_elem(root, (unsigned)i), path, diag);
    config_destroy(&file);
    return good;
}

static const char *languages_folder(void)
{
    const char *folder = getenv("MOTOGRAPH_LANGUAGES");
    if (folder && *folder)
        return folder;
    return access(MOTOGRAPH_DATA "/language", R_OK) == 0 ? MOTOGRAPH_DATA "/language"
                                                         : "config/language";
}

static int is_language(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && dot != entry->d_name && strcmp(dot, ".cfg") == 0;
}

static void load_all(void)
{
    struct dirent **entries = NULL;
    const char *folder = languages_folder();
    int count = scandir(folder, &entries, is_language, alphasort);
    if (count < 0)
        diag_error(&languages.diag, "%s: %s: without it no quotation has a speaker", folder,
                   strerror(errno));
    for (int i = 0; i < count; i++) {
        char *path = memory_format("%s/%s", folder, entries[i]->d_name);
        struct language *language = &languages.items[languages.count];
        if (languages.count < LANGUAGES_MAX && read_language(language, path, &languages.diag)) {
            language->code =
                memory_copy_bytes(entries[i]->d_name, strlen(entries[i]->d_name) - strlen(".cfg"));
            languages.count++;
        }
        free(path);
        free(entries[i]);
    }
    free(entries);
}

bool languages_load(struct diag *diag)
{
    pthread_once(&languages.once, load_all);
    for (size_t i = 0; i < languages.diag.count; i++)
        diag_add(diag, languages.diag.messages[i].level, "%s", languages.diag.messages[i].text);
    return languages.diag.errors == 0;
}

bool language_has(const struct language *language, enum language_list list, const char *word,
                  size_t length)
{
    char lower[WORD_MAX];
    if (length >= sizeof lower)
        return false;
    for (size_t i = 0; i < length; i++)
        lower[i] = (char)tolower((unsigned char)word[i]);
    lower[length] = '\0';
    const char *key = lower;
    const struct language_words *words = &language->lists[list];
    return words->count > 0 &&
           bsearch(&key, words->items, words->count, sizeof *words->items, compare_words);
}

static bool is_letter(char c)
{
    return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Bytes of `word` when the text begins with it; see language_number. */
static size_t begins_with(const char *text, size_t size, const char *word, size_t length)
{
    bool whole = false; /* has a letter of ASCII: ends with its letters */
    if (length > size)
        return 0;
    for (size_t i = 0; i < length; i++) {
        if (tolower((unsigned char)text[i]) != word[i])
            return 0;
        whole |= isalpha((unsigned char)word[i]) != 0;
    }
    return whole && length < size && is_letter(text[length]) ? 0 : length;
}

bool language_number(const struct language *language, enum language_list list, const char *text,
                     size_t size, size_t *length, int *number)
{
    const struct language_words *words = &language->lists[list];
    for (size_t i = 0; i < words->count; i++) {
        const char *equals = strchr(words->items[i], '=');
        if (!equals)
            continue;
        *length = begins_with(text, size, words->items[i], (size_t)(equals - words->items[i]));
        *number = (int)strtol(equals + 1, NULL, 10);
        if (*length > 0)
            return true;
    }
    return false;
}

const struct language *languages_all(size_t *count)
{
    *count = languages.count;
    return languages.items;
}

const struct language *language_named(const char *code)
{
    for (size_t i = 0; code && i < languages.count; i++)
        if (strcmp(languages.items[i].code, code) == 0)
            return &languages.items[i];
    return &und;
}

static size_t frequent_words(const struct language *language, const char *text, size_t length,
                             size_t *words)
{
    size_t found = 0;
    *words = 0;
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && is_letter(text[end]))
            end++;
        if (end > at) {
            ++*words;
            found += language_has(language, LANGUAGE_FREQUENT, text + at, end - at);
        }
        at = end + 1;
    }
    return found;
}

/* The same by letters, for scripts that do not part words. */
static size_t frequent_letters(const struct language *language, const char *text, size_t length,
                               size_t *letters)
{
    size_t found = 0;
    *letters = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        size_t size = utf8_decode(text + at, length - at, &code);
        size = size > 0 ? size : 1;
        if (code >= 0x80 || isalpha((int)code)) {
            ++*letters;
            found += language_has(language, LANGUAGE_LETTERS, text + at, size);
        }
        at += size;
    }
    return found;
}

const struct language *language_guess(const char *text, size_t length)
{
    const struct language *best = &und;
    size_t most = 0;
    length = length < GUESS_BYTES ? length : GUESS_BYTES;
    for (size_t i = 0; i < languages.count; i++) {
        size_t words;
        const struct language *item = &languages.items[i];
        size_t found = item->lists[LANGUAGE_LETTERS].count > 0
                           ? frequent_letters(item, text, length, &words)
                           : frequent_words(item, text, length, &words);
        if (found > most && found * GUESS_SHARE >= words) {
            most = found;
            best = item;
        }
    }
    return best;
}
