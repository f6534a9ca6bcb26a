#!/bin/bash
# bench.sh [--json]: instructions (callgrind) and time of what the ticker does all day. TOOLS names
# the folder of the test tools. For scale: what rpi-rgb-led-matrix spends on the same, counted the
# same way: 728,047 instructions for a 64x32 frame at 11 planes, 140,947 for a frame of crawl.
set -u
json=0
[ "${1:-}" = --json ] && json=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# instructions CASE: of one turn.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file="$work/out" --toggle-collect=bench_turn \
        "$TOOLS/bench" "$1" 4 >/dev/null 2>"$work/err"
    local total
    total=$(sed -n 's/^==[0-9]*== Collected : \([0-9]*\)$/\1/p' "$work/err")
    echo $((total / 4))
}

# pixels CASE: LEDs of the wall.
pixels() {
    case $1 in
    *256x64) echo 16384 ;;
    *) echo 2048 ;;
    esac
}

first=1
[ $json = 1 ] && printf '['
for name in $("$TOOLS/bench"); do
    count=$(instructions "$name")
    time=$("$TOOLS/bench" "$name" 200 | cut -d' ' -f3)
    each=$(awk "BEGIN {printf \"%.1f\", $count / $(pixels "$name")}")
    if [ $json = 1 ]; then
        [ $first = 1 ] || printf ', '
        printf '{"name": "%s", "instructions": %s, "instructions_per_led": %s, "seconds": %s}' \
            "$name" "$count" "$each" "$time"
    else
        printf '%-14s %9d instructions, %7.1f a LED, %8.1f us\n' "$name" "$count" "$each" \
            "$(awk "BEGIN {print $time * 1e6}")"
    fi
    first=0
done
[ $json = 1 ] && echo ']'
exit 0
