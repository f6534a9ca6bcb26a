#!/bin/bash
# afl.sh SECONDS: runs every fuzzer of build/afl under AFL so long, from the demo's articles on. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
seconds=${1:-600}
number=0
failed=0
export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1
for fuzzer in build/afl/afl/*_fuzz; do
    name=$(basename "$fuzzer")
    out=build/afl/out/$name
    rm -rf "$out"
    mkdir -p "$out"
    number=$((number + 1))
    examples=tests/fuzz/$name
    [ -d "$examples" ] || examples=config/demo/articles
    afl-fuzz -V "$seconds" -i "$examples" -o "$out" -- "$fuzzer" >"build/afl/$name.log" 2>&1
    stats=$out/default/fuzzer_stats
    crashes=$(sed -n 's/^saved_crashes *: //p' "$stats" 2>/dev/null)
    hangs=$(sed -n 's/^saved_hangs *: //p' "$stats" 2>/dev/null)
    runs=$(sed -n 's/^execs_done *: //p' "$stats" 2>/dev/null)
    if [ "${crashes:-x}" = 0 ] && [ "${hangs:-x}" = 0 ]; then
        echo "ok $number - $name finds nothing with AFL ($runs runs)"
    else
        tail -20 "build/afl/$name.log" | sed 's/^/# /'
        echo "not ok $number - $name finds nothing with AFL (crashes ${crashes:-?}, hangs ${hangs:-?}; $out)"
        failed=1
    fi
done
echo "1..$number"
exit $failed
