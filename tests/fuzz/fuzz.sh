#!/bin/bash
# fuzz.sh LIMIT...: runs every fuzzer of build/fuzz, or those of $FUZZERS ("font row"), from its folder of examples on,
# else from the demo's articles (articles from both). LIMIT is libFuzzer's: -max_total_time=SECONDS, or -runs=N, which
# with the same random numbers is the same each time, and is cut after ten seconds, or after a second limit's time.
# Prints TAP, and of each the runs, the edges of the program that were reached, and how many of them were new in the
# last quarter.
set -u
cd "$(dirname "$0")/../.." || exit 1
[ $# -gt 0 ] || set -- -runs=20000
limits=$*
corpora=build/fuzz/corpus
# What is freed stays out of use until so much else was freed: more than a run needs, and little enough to stay in the
# processor's caches.
export ASAN_OPTIONS=quarantine_size_mb=16

# tell NAME: what libFuzzer's log says.
tell() {
    awk -v name="$1" '
        /cov:/ {
            run = substr($1, 2) + 0
            for (i = 1; i < NF; i++)
                if ($i == "cov:") { at[++n] = run; edges[n] = $(i + 1) }
        }
        /number_of_executed_units/ { runs = $2 }
        END {
            for (i = 1; i <= n; i++)
                if (at[i] <= runs * 3 / 4) before = edges[i]
            printf "# %s: %d runs, %d edges, %d of them new in the last quarter\n", name, runs, edges[n], edges[n] - before
        }' "build/fuzz/$1.log"
}

# one FUZZER: its result as a line of TAP, which needs no number: they end in any order.
one() {
    local fuzzer=$1 name corpus length result=ok limit
    name=$(basename "$fuzzer")
    corpus=$corpora/$name
    rm -rf "$corpus"
    mkdir -p "$corpus"
    [ -d "tests/fuzz/$name" ] && cp "tests/fuzz/$name"/* "$corpus"
    if [ "$name" = article_fuzz ] || [ ! -d "tests/fuzz/$name" ]; then
        cp config/demo/articles/*.txt "$corpus"
    fi
    length=4096
    [ "$name" != font_fuzz ] || length=512 # patches of a font, five bytes each
    read -ra limit <<<"$limits"
    # Leaks are looked for at the end. libFuzzer would look after each run that has freed less than it took, as all of
    # those have that keep something for the next one, or in which libconfig loses something: most of the time.
    # Inputs grow by and by also where a fuzzer has mutations of its own (splice.h), for which libFuzzer would not do it.
    if ! "$fuzzer" -seed=1 -len_control=100 -max_len=$length -max_total_time=10 "${limit[@]}" -timeout=10 -detect_leaks=0 \
        -print_final_stats=1 -artifact_prefix=build/fuzz/ "$corpus" >"build/fuzz/$name.log" 2>&1; then
        grep -v '^stat::' "build/fuzz/$name.log" | tail -20 | sed 's/^/# /'
        result="not ok"
    fi
    tell "$name"
    echo "$result - $name finds nothing ($limits)"
}
export -f one tell
export corpora limits

fuzzers=(build/fuzz/fuzz/*_fuzz)
if [ -n "${FUZZERS:-}" ]; then
    read -ra fuzzers <<<"$FUZZERS"
    fuzzers=("${fuzzers[@]/%/_fuzz}")
    fuzzers=("${fuzzers[@]/#/build/fuzz/fuzz/}")
fi
# shellcheck disable=SC2016  # each shell's own argument
results=$(printf '%s\0' "${fuzzers[@]}" | xargs -0 -P "$(nproc)" -n 1 bash -c 'one "$1"' one)
printf '%s\n' "$results" "1..${#fuzzers[@]}"
! grep -q '^not ok' <<<"$results"
