/* Any bytes as a language's file, and as a text in that language: what is taken has each of its
 * words in the list where it stands, its numbers are in their ranges, and the text is read with
 * them; what is not says why. */
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* None comes with the program: there is only the one of the input. */
#undef MOTOGRAPH_LANGUAGES
#define MOTOGRAPH_LANGUAGES ""

/* Languages are read once in a process: here anew for each input. */
#include "../../src/config/language.c" // NOLINT(bugprone-suspicious-include)

#include "news/when.h"

#include "fuzz.h"

/* libconfig (1.5) loses its buffer at a mistake. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so";
}

#define CODE "xx"
#define TEXT_MAX 64 /* each list is asked at each byte */
#define TODAY 20000 /* a day of 2024 */

static char folder[] = "/dev/shm/motograph-language-fuzz-XXXXXX"; /* in memory */

static void take_away(void)
{
    char path[sizeof folder + sizeof "/languages"];
    snprintf(path, sizeof path, "%s/languages", folder);
    rmdir(path);
    rmdir(folder);
}

static void begin(void)
{
    char path[sizeof folder + sizeof "/languages"];
    require(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/languages", folder);
    require(mkdir(path, 0700) == 0 && setenv("MOTOGRAPH_DATA", folder, 1) == 0);
    atexit(take_away);
}

static void forget_all(void)
{
    for (size_t i = 0; i < languages.count; i++) {
        free(languages.items[i].code);
        free(languages.items[i].table.items);
        forget(&languages.items[i]);
    }
    for (int list = 0; list < LANGUAGE_LISTS; list++)
        free(languages.phrases[list].items);
    free(languages.all.items);
    free(languages.frequent.items);
    free(languages.letters.items);
    free(languages.unread);
    diag_finish(&languages.diag);
    memset(&languages, 0, sizeof languages);
    languages.once = (pthread_once_t)PTHREAD_ONCE_INIT;
}

static bool is_ascii_small(const char *word)
{
    for (; *word; word++)
        if ((unsigned char)*word >= 0x80 || tolower((unsigned char)*word) != *word)
            return false;
    return true;
}

static void check_words(const struct language *language)
{
    for (enum language_list list = 0; list < LANGUAGE_WORD_LISTS; list++)
        for (size_t i = 0; i < language->lists[list].count; i++) {
            const char *word = language->lists[list].items[i];
            size_t length = strlen(word);
            require(length > 0);
            if (length >= WORD_MAX || !is_ascii_small(word))
                continue;
            require(language_has(language, list, word, length));
            require(language_has_stem(language, list, word, length));
            require(languages_word(list, word, length));
        }
}

/* The text from each of its bytes on. */
static void read_text(const struct language *language, const char *text, size_t length)
{
    size_t size = length < TEXT_MAX ? length : TEXT_MAX;
    struct when when;
    for (size_t at = 0; at < size; at++)
        for (enum language_list list = 0; list < LANGUAGE_LISTS; list++) {
            size_t taken = 0;
            int number = 0;
            require(languages_phrase(list, text + at, size - at, &number) <= size - at);
            if (language_number(language, list, text + at, size - at, &taken, &number))
                require(taken > 0 && taken <= size - at);
            if (taken > 0 && list == LANGUAGE_MONTHS)
                require(number >= 1 && number <= 12);
            if (taken > 0 && list == LANGUAGE_WEEKDAYS)
                require(number >= 0 && number <= 6);
        }
    if (when_goes_stale(text, size, CODE, TODAY, &when))
        require(when.start + when.length <= size && when.last_day >= TODAY - 7 &&
                when.last_day <= TODAY + 7);
    int64_t instant_ms;
    when_instant(text, size, &instant_ms);
    bool clear = false;
    require(language_guess(text, size, &clear) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int begun;
    char path[sizeof folder + sizeof "/languages/" CODE ".cfg"];
    struct diag diag = {0};
    if (!begun++)
        begin();
    char *text = memory_copy_bytes((const char *)data, size);
    if (!strstr(text, "@include")) { /* of any file of this machine */
        snprintf(path, sizeof path, "%s/languages/" CODE ".cfg", folder);
        FILE *file = fopen(path, "w");
        require(file != NULL && fwrite(data, 1, size, file) == size && fclose(file) == 0);
        bool good = languages_load(&diag);
        require(good == (diag.errors == 0) && good == (languages.count == 1));
        if (good) {
            check_words(&languages.items[0]);
            read_text(&languages.items[0], text, strlen(text));
        }
        forget_all();
        unlink(path);
    }
    diag_finish(&diag);
    free(text);
    return 0;
}
