#!/bin/bash
# feeds.sh LIMIT [FOLDER]: the fuzzer of feeds once for each reader, each from the examples here and those of FOLDER (copied)
# on; prints TAP with how many runs there were and how many edges they reached beyond the examples'. LIMIT is libFuzzer's:
# -max_total_time=SECONDS or -runs=N.
set -u
cd "$(dirname "$0")/../.." || exit 1
limit=${1:--max_total_time=60}
folder=${2:-}
fuzzer=build/fuzz/fuzz/feed_fuzz
readers=$(sed -n 's/^    {"\([a-z]*\)", ".*/\1/p' tests/fuzz/feed_fuzz.c)

# one READER: its result as a line of TAP.
one() {
    local reader=$1 corpus=build/fuzz/corpus/feeds/$1 log=build/fuzz/feed_fuzz.$1.log result=ok
    rm -rf "$corpus"
    mkdir -p "$corpus"
    cp tests/fuzz/feed_fuzz/* "$corpus"
    [ -z "$folder" ] || find "$folder" -type f -size -64k -exec cp --backup=numbered -t "$corpus" {} +
    FEED_READER=$reader "$fuzzer" "$limit" -seed=1 -max_len=8192 -timeout=10 -print_final_stats=1 \
        -artifact_prefix=build/fuzz/ "$corpus" >"$log" 2>&1 || result="not ok"
    [ "$result" = ok ] || tail -20 "$log" | sed 's/^/# /'
    echo "$result - $reader finds nothing: $(awk '/INITED/ { first = $4 } /cov:/ { for (i = 1; i < NF; i++) if ($i == "cov:") last = $(i + 1) }
        /number_of_executed_units/ { runs = $2 } END { print runs + 0 " runs, " last - first " new edges" }' "$log")"
}
export -f one
export fuzzer limit folder

# shellcheck disable=SC2016,SC2086  # each shell's own argument; one word a reader
results=$(printf '%s\0' $readers | xargs -0 -P "$(nproc)" -n 1 bash -c 'one "$1"' one)
printf '%s\n' "$results" "1..$(wc -w <<<"$readers")"
! grep -q '^not ok' <<<"$results"
