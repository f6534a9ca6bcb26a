#!/bin/bash
# fuzz.sh LIMIT: runs every fuzzer of build/fuzz from its folder of examples on, else from the demo's articles
# (articles from both). LIMIT is libFuzzer's:
# -max_total_time=SECONDS, or -runs=N, which with the same random numbers is the
# same each time, and is cut after five seconds. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
limit=${1:--runs=20000}
corpora=build/fuzz/corpus

# one FUZZER: its result as a line of TAP, which needs no number: they end in any order.
one() {
    local fuzzer=$1 name corpus length result=ok
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
    if ! "$fuzzer" -seed=1 -max_len=$length -max_total_time=10 "$limit" -timeout=10 -print_final_stats=0 \
        -artifact_prefix=build/fuzz/ "$corpus" >"build/fuzz/$name.log" 2>&1; then
        tail -20 "build/fuzz/$name.log" | sed 's/^/# /'
        result="not ok"
    fi
    echo "$result - $name finds nothing ($limit)"
}
export -f one
export corpora limit

fuzzers=(build/fuzz/fuzz/*_fuzz)
# shellcheck disable=SC2016  # each shell's own argument
results=$(printf '%s\0' "${fuzzers[@]}" | xargs -0 -P "$(nproc)" -n 1 bash -c 'one "$1"' one)
printf '%s\n' "$results" "1..${#fuzzers[@]}"
! grep -q '^not ok' <<<"$results"
