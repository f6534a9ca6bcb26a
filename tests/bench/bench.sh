#!/bin/bash
# bench.sh [--json]: instructions (callgrind) and time of what the ticker does all day. TOOLS names
# the folder of the test tools. For scale: what rpi-rgb-led-matrix spends on the same, counted the
# same way: 728,047 instructions for a 64x32 frame at 11 planes, 140,947 for a frame of crawl.
set -u
MOTOGRAPH=${MOTOGRAPH:-build/release/motograph}
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

# The scan plan, over every offset of a headline's way through the panel, 1.5 us a call.
plan() {
    local name=$1
    shift
    printf '%-34s ' "$name"
    "$MOTOGRAPH" plan --json --call-ns 1500 --line-ns 0 "$@" |
        sed -E 's/.*"calls":([0-9]*)[^,]*,"calls_max":([0-9]*),"fixed_calls":([0-9]*),"slots":([0-9.]{1,4})[^,]*,"refresh_hz":([0-9]*)[^,]*,"refresh_hz_calls":([0-9]*)[^,]*,"unit_share":([0-9.]{1,4})[^,]*,"delta_e":([0-9.]{1,3}).*/\1 calls (at most \2, fixed scan \3), \4 slots, \5 Hz (calls alone \6), U \7, DE \8/'
}
face=(--set 'text.fonts=["/usr/share/fonts/X11/misc/7x13.pcf.gz"]' --set text.size_px=13)
amber=(--set colours.text=#ffa020)
wide=(--set panel.rows=64 --set panel.columns=128)
if [ $json = 0 ]; then
    plan "64x32, one colour" "${face[@]}" --set colours.text=#ffffff
    plan "64x32, amber" "${face[@]}" "${amber[@]}"
    plan "64x32, amber, not snapped" "${face[@]}" "${amber[@]}" --set panel.snap=false
    plan "64x32, DejaVu 14, 4 levels" --set 'text.fonts=["DejaVu Sans"]' --set text.size_px=14 \
        --set text.antialias=four --set colours.text=#ffffff
    plan "256x64, amber, one lane" "${face[@]}" "${amber[@]}" "${wide[@]}" --set panel.chain=2
    plan "256x64, amber, two lanes, 80 Hz" "${face[@]}" "${amber[@]}" "${wide[@]}" \
        --set panel.parallel=2 --set panel.beside=true --set panel.refresh_hz=80 \
        --set crawl.pixels_per_second=40
    while read -r headline; do
        plan "demo font: $(printf %.20s "$headline")" "$headline" "${amber[@]}"
    done <tests/bench/headlines.txt
fi
exit 0
