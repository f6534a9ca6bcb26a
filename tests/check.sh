#!/bin/bash
# check.sh: every test there is, in all variants. Ends with a line that counts them, and says what was skipped.
# `make check` calls it, after what is missing has been installed. VARIANTS chooses some.
set -u
cd "$(dirname "$0")/.." || exit 1
jobs=$(nproc)
passed=0
failed=0
skipped=0
times=build/check/times
# A test, or a whole file of them, that said that it can't be run here.
skip='^(ok .*|1\.\.0 *)# *skip'

# failures LOG: how many tests failed, by prove's report on each file; one that broke off is one.
failures() {
    sed -n 's/.*(Wstat: .* Tests: [0-9]* Failed: \([0-9]*\))$/\1/p' "$1" | awk '{n += $1 > 0 ? $1 : 1} END {print n + 0}'
}

# details LOG: each failed test with what it said, and prove's report; or the end of a log that has none.
details() {
    if ! grep -q '^Test Summary Report' "$1"; then
        tail -40 "$1"
        return
    fi
    awk '/^not ok/ && !/# TODO/ {shown = 30} /^(ok|1\.\.)/ {shown = 0} shown-- > 0' "$1"
    sed -n '/^Test Summary Report/,$p' "$1"
}

# step NAME COMMAND...: runs a step whose prove output is counted.
step() {
    local name=$1 log tests bad left code=0 before=$SECONDS
    shift
    log=build/check/$name.log
    printf '%s\n' "== $name"
    TIMEFORMAT="%U %S"
    { time "$@" >"$log" 2>&1 || code=$?; } 2>"$times"
    tests=$(sed -n 's/^Files=[0-9]*, Tests=\([0-9]*\),.*/\1/p' "$log" | awk '{n += $1} END {print n + 0}')
    left=$(grep -ciE "$skip" "$log")
    bad=$(failures "$log")
    if [ "$code" -ne 0 ]; then
        [ "$bad" -gt 0 ] || bad=1
        details "$log"
    fi
    grep -iE "$skip" "$log" | sed -E 's/^(ok [0-9]*|1\.\.0)[ -]*/   skipped: /; s/ *# *skip:?/:/I; s/: :/:/'
    passed=$((passed + tests - $(grep -ciE '^ok .*# skip' "$log") - (bad < tests ? bad : tests)))
    failed=$((failed + bad))
    skipped=$((skipped + left))
    printf '   %s tests, %s failed, %s skipped; %s s, CPU %s s\n' "$tests" "$bad" "$left" "$((SECONDS - before))" \
        "$(awk '{print int($1 + $2 + 0.5)}' "$times")"
}

mkdir -p build/check
export WERROR=1
# What each variant is for:
#   release  what is installed: every test
#   asan     memory and undefined behaviour, by the other compiler, with its own warnings: every test
#   tsan     data races: the unit tests that start threads
#   fuzz     bytes from outside, under the same watch as asan
variants=${VARIANTS:-release asan tsan fuzz}
# As many as there are cores: the guard of a panel takes a ticker that gets no time for one that hangs.
export PROVE_FLAGS="--verbose --jobs $jobs"
step lint make lint
for variant in $variants; do
    case $variant in
    fuzz) step fuzz make -j "$jobs" fuzz FUZZ_LIMIT=-runs=20000 ;;
    *)
        step "build-$variant" make -j "$jobs" VARIANT="$variant" all
        step "unit-$variant" make -j "$jobs" VARIANT="$variant" unit
        [ "$variant" = tsan ] || step "e2e-$variant" make -j "$jobs" VARIANT="$variant" e2e
        ;;
    esac
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
