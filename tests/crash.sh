#!/bin/bash
# crash.sh [RUNS]: the program is killed, or the power fails, in the middle, at each write call in turn (of what has hundreds, one in STEP), and it is
# killed at RUNS (1,000) random instants, while it imports, edits, runs, makes and restores backups, repairs; prints TAP. TOOLS names the folder of the
# test tools. Random runs end after 50 s for each thing that it does, and it says how many there were.
set -u
cd "$(dirname "$0")/.." || exit 1
TOOLS=${TOOLS:-build/release/tools}
runs=${1:-1000}
seed=${SEED:-1}
# A run of a minute has 1,500 write calls: 1 takes them all (`make check-crash STEP=1`).
step=${STEP:-9}
limit=$((2700 / step)) # seconds, on a slow machine
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
    local name kind of
    for name in "$@"; do
        kind=${name%-*} of=${name#*-}
        case $name in
        random-*) one "$name" random "$of" "$each" "$seed" ;;
        *-add | *-kill | *-edit | *-generations) one "$name" "$kind" "$of" ;; # these have few
        *) one "$name" "$kind" "$of" "$step" ;;
        esac
    done
}
lane {writes,power}-{import,add,kill,generations,run} random-{run,backup,add,kill,edit} &
lane {writes,power}-{repair,backup,edit,restore} random-{import,repair,generations,restore} &
wait

number=0
failed=0
for kind in writes power random; do
    for name in $scenarios; do
        number=$((number + 1))
        result="not ok"
        [ "$(cat "$work/$kind-$name.code")" = 0 ] && result=ok
        [ "$result" = ok ] || failed=1
        echo "$result $number - Ended while it does $name ($kind), the program loses nothing that it acknowledged"
        sed 's/^[^#]/# &/' "$work/$kind-$name" | tail -5
    done
done
echo "1..$number"
exit $failed
