#!/bin/bash
# feeds.sh LIMIT [FOLDER]: the fuzzer of feeds alone, from the examples here and those of FOLDER (copied) on; prints TAP with
# its runs, the edges of the program that they reached beyond the examples', and how many of them in the last quarter of
# the runs: none there says that more time would find little. LIMIT is libFuzzer's: -max_total_time=SECONDS or -runs=N.
set -u
cd "$(dirname "$0")/../.." || exit 1
limit=${1:--max_total_time=60}
folder=${2:-}
corpus=build/fuzz/corpus/feeds
log=build/fuzz/feeds.log
result=ok
rm -rf "$corpus"
mkdir -p "$corpus"
cp tests/fuzz/feed_fuzz/* "$corpus"
[ -z "$folder" ] || find "$folder" -type f -size -64k -exec cp --backup=numbered -t "$corpus" {} +
TIMEFORMAT=%U
used=$({ time build/fuzz/fuzz/feed_fuzz "$limit" -seed=1 -max_len=8192 -timeout=10 -print_final_stats=1 \
    -artifact_prefix=build/fuzz/ "$corpus" >"$log" 2>&1 || echo failed; } 2>&1)
if [[ "$used" = failed* ]]; then
    tail -20 "$log" | sed 's/^/# /'
    result="not ok"
fi
awk -v result="$result" -v used="${used##*$'\n'}" '
    /cov:/ {
        run = substr($1, 2) + 0
        for (i = 1; i < NF; i++)
            if ($i == "cov:") { at[++n] = run; edges[n] = $(i + 1) }
        if (/INITED/) { first = edges[n] }
    }
    /number_of_executed_units/ { runs = $2 }
    END {
        before = first
        for (i = 1; i <= n; i++)
            if (at[i] <= runs * 3 / 4) before = edges[i]
        printf "%s 1 - feeds find nothing: %d runs in %d s of CPU, %d new edges of %d, %d of them in the last quarter\n1..1\n",
            result, runs, used, edges[n] - first, edges[n], edges[n] - before
    }' "$log"
[ "$result" = ok ]
