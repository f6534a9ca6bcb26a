#!/bin/bash
# fuzz.sh LIMIT: runs every fuzzer of build/fuzz from its folder of examples on, else from the demo's articles. LIMIT is libFuzzer's:
# -max_total_time=SECONDS, or -runs=N, which with the same random numbers is the
# same each time, and is cut after half a minute. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
limit=${1:--runs=20000}
number=0
failed=0
for fuzzer in build/fuzz/fuzz/*_fuzz; do
    name=$(basename "$fuzzer")
    corpus=build/fuzz/corpus/$name
    rm -rf "$corpus"
    mkdir -p "$corpus"
    if [ -d "tests/fuzz/$name" ]; then
        cp "tests/fuzz/$name"/* "$corpus"
    else
        cp config/demo/articles/*.txt "$corpus"
    fi
    number=$((number + 1))
    if "$fuzzer" -seed=1 -max_len=4096 -max_total_time=30 "$limit" -timeout=10 -print_final_stats=0 \
        -artifact_prefix=build/fuzz/ "$corpus" >"build/fuzz/$name.log" 2>&1; then
        echo "ok $number - $name finds nothing ($limit)"
    else
        tail -20 "build/fuzz/$name.log" | sed 's/^/# /'
        echo "not ok $number - $name finds nothing ($limit)"
        failed=1
    fi
done
echo "1..$number"
exit $failed
