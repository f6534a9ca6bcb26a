#!/bin/bash
# fuzz.sh SECONDS: runs every fuzzer of build/fuzz so long, from the demo's articles and the repository's
# own texts as seeds, the same random numbers each time. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
seconds=${1:-30}
number=0
failed=0
for fuzzer in build/fuzz/fuzz/*_fuzz; do
    name=$(basename "$fuzzer")
    corpus=build/fuzz/corpus/$name
    mkdir -p "$corpus"
    cp config/demo/articles/*.txt "$corpus"
    number=$((number + 1))
    if "$fuzzer" -seed=1 -max_len=4096 -max_total_time="$seconds" -timeout=10 -print_final_stats=0 \
        -artifact_prefix=build/fuzz/ "$corpus" >"build/fuzz/$name.log" 2>&1; then
        echo "ok $number - $name finds nothing in $seconds s"
    else
        tail -20 "build/fuzz/$name.log" | sed 's/^/# /'
        echo "not ok $number - $name finds nothing in $seconds s"
        failed=1
    fi
done
echo "1..$number"
exit $failed
