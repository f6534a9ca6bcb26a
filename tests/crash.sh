#!/bin/bash
# crash.sh [RUNS]: the program is killed in the middle, at each write call in turn (of what has hundreds, one in STEP) and at RUNS (1,000) random
# instants, while it imports, edits, runs, makes and restores backups, repairs; prints TAP. TOOLS names the folder of the
# test tools. Random runs end after 50 s for each thing that it does, and it says how many there were.
set -u
cd "$(dirname "$0")/.." || exit 1
TOOLS=${TOOLS:-build/release/tools}
runs=${1:-1000}
seed=${SEED:-1}
limit=300
# A repair has a thousand write calls, three minutes of kills: 1 takes them all.
step=${STEP:-9}
scenarios="import add kill edit run backup generations restore repair"
each=$((runs / 9))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 TZ=UTC

# one NAME ARGUMENT...: a run of the tool, its result kept.
one() {
    local name=$1
    shift
    timeout "$limit" "$TOOLS/crash" "$@" >"$work/$name" 2>&1
    echo $? >"$work/$name.code"
}

# Two at a time: as many as the smallest machine has cores.
lane() {
    local name
    for name in "$@"; do
        case $name in
        writes-repair | writes-backup | writes-run | writes-restore) one "$name" writes "${name#*-}" "$step" ;;
        writes-*) one "$name" writes "${name#*-}" ;;
        random-*) one "$name" random "${name#*-}" "$each" "$seed" ;;
        esac
    done
}
lane writes-import writes-add writes-kill writes-generations random-run random-backup random-add random-kill random-edit &
lane writes-repair writes-backup writes-run writes-edit writes-restore random-import random-repair random-generations random-restore &
wait

number=0
failed=0
for kind in writes random; do
    for name in $scenarios; do
        number=$((number + 1))
        result="not ok"
        [ "$(cat "$work/$kind-$name.code")" = 0 ] && result=ok
        [ "$result" = ok ] || failed=1
        echo "$result $number - Killed while it does $name ($kind), the program loses nothing that it acknowledged"
        sed 's/^[^#]/# &/' "$work/$kind-$name" | tail -5
    done
done
echo "1..$number"
exit $failed
