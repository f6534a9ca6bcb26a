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
    left=$(grep -ciE '^(ok .*|1\.\.0 *)# skip' "$log")
    bad=$(failures "$log")
    if [ "$code" -ne 0 ]; then
        [ "$bad" -gt 0 ] || bad=1
        details "$log"
    fi
    grep -iE '^(ok .*|1\.\.0 *)# skip' "$log" | sed -E 's/^ok [0-9]* *-? */   skipped: /; s/^1\.\.0 *# *[Ss][Kk][Ii][Pp]/   skipped:/; s/# *SKIP/:/I'
    passed=$((passed + (tests > bad ? tests - bad : 0)))
    failed=$((failed + bad))
    skipped=$((skipped + left))
    printf '   %s tests, %s failed, %s skipped; %s s, CPU %s s\n' "$tests" "$bad" "$left" "$((SECONDS - before))" \
        "$(awk '{print int($1 + $2 + 0.5)}' "$times")"
}
