#include "ranker.h"

#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>

#include "config/weights.h"

#define UNIT 1000        /* one natural logarithm of odds */
#define SCORE_MAX 100000 /* a table with larger weights is none */
#define NEVER INT_MAX    /* the threshold of a class that names nobody */
#define STEP 250         /* of the two tables below, in thousandths */
#define GROUP_SIZE 80

/* ln(1 + exp(-x)) in thousandths, for x = 0, 0.25, 0.5, ... */
static const int log_sums[] = {693, 576, 474, 387, 313, 252, 201, 160, 127, 100, 79,
                               62,  49,  38,  30,  23,  18,  14,  11,  9,   7};
#define LOG_SUMS (sizeof log_sums / sizeof *log_sums)

/* 1 / (1 + exp(-x)) in thousandths, for the same. */
static const int shares[] = {500, 562, 622, 679, 731, 777, 818, 852, 881, 905, 924, 940, 953,
                             963, 971, 977, 982, 986, 989, 991, 993, 995, 996, 997, 998};
#define SHARES (sizeof shares / sizeof *shares)

static struct {
    pthread_once_t once;
    int weights[SPEAKER_CLASSES][FEATURES];
} model = {.once = PTHREAD_ONCE_INIT};

static int bounded(int weight)
{
    return weight > SCORE_MAX ? SCORE_MAX : weight < -SCORE_MAX ? -SCORE_MAX : weight;
}

static void read_model(void)
{
    for (int class = 0; class < SPEAKER_CLASSES; class ++)
        for (int feature = 0; feature < FEATURES; feature++)
            model.weights[class][feature] =
                bounded(weights_number(speaker_class_name((enum speaker_class) class),
                                       feature_name((enum feature)feature), 0));
}

int ranker_score(const struct candidate *candidate)
{
    pthread_once(&model.once, read_model);
    int score = 0;
    for (int word = 0; word < FEATURE_WORDS; word++)
        for (uint64_t bits = candidate->features[word]; bits; bits &= bits - 1)
            score += model.weights[candidate->class][64 * word + __builtin_ctzll(bits)];
    return score;
}

/* ln(exp(a) + exp(b)) */
static int log_add(int a, int b)
{
    int more = a > b ? a : b, apart = a > b ? a - b : b - a;
    size_t i = (size_t)apart / STEP;
    return i < LOG_SUMS ? more + log_sums[i] : more;
}

static double share_of(int margin)
{
    size_t i = (size_t)(margin < 0 ? -margin : margin) / STEP;
    int share = shares[i < SHARES ? i : SHARES - 1];
    return (double)(margin < 0 ? UNIT - share : share) / UNIT;
}

static int threshold(const struct language *language, enum speaker_class class)
{
    char group[GROUP_SIZE];
    snprintf(group, sizeof group, "thresholds_%s", language->code);
    return weights_number(group, speaker_class_name(class), NEVER);
}

bool ranker_is_whole(struct diag *diag)
{
    bool whole = true;
    for (int class = 0; class < SPEAKER_CLASSES; class ++) {
        const char *name = speaker_class_name((enum speaker_class) class);
        if (!weights_have(name))
            whole = diag_error(diag, "%s: no group `%s`: `make fit-quotes` writes it anew",
                               weights_path(), name);
    }
    return whole;
}

bool ranker_measures(const struct language *language)
{
    return threshold(language, SPEAKER_CLASS_BESIDE) != NEVER;
}

struct ranking ranker_lowered(struct ranking ranking, int margin, enum speaker_class class,
                              const struct language *language)
{
    ranking.margin = margin;
    ranking.confidence = share_of(margin);
    ranking.certain = margin >= threshold(language, class);
    return ranking;
}

struct ranking ranker_rank(const struct candidates *candidates, const struct language *language)
{
    assert(candidates->count > 0);
    int scores[CANDIDATES_MAX] = {0};
    struct ranking ranking = {0};
    for (size_t i = 0; i < candidates->count; i++) {
        scores[i] = ranker_score(&candidates->items[i]);
        if (scores[i] > scores[ranking.best])
            ranking.best = i;
    }
    int others = 0; /* nobody */
    for (size_t i = 0; i < candidates->count; i++)
        if (i != ranking.best)
            others = log_add(others, scores[i]);
    return ranker_lowered(ranking, scores[ranking.best] - others,
                          candidates->items[ranking.best].class, language);
}
