#!/bin/bash
# bench.sh [--json|--plan]: instructions (callgrind) and time of what the ticker does all day. TOOLS names
# the folder of the test tools. For scale: what rpi-rgb-led-matrix spends on the same, counted the
# same way: 728,047 instructions for a 64x32 frame at 11 planes, 140,947 for a frame of crawl. The row
# of planes is the RP2040's source, run here. A figure of nothing is an error: it is told, and the status is 1.
set -u
failed=0
MOTOGRAPH=${MOTOGRAPH:-build/release/motograph}
json=0
only_plan=0
case ${1:-} in
--json) json=1 ;;
--plan) only_plan=1 ;; # the last table alone, in seconds
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# known NAME FIGURE: false, and told, where nothing was counted.
known() {
    awk -v figure="$2" 'BEGIN { exit !(figure + 0 > 0) }' && return
    echo "bench: $1: nothing was counted${work:+; $(tail -1 "$work/err" 2>/dev/null)}" >&2
    failed=1
    return 1
}

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

# step WALL ASKED: of a step of the crawl, drawn and planned.
step() {
    local count=$((${counts[crawl-$1]:-0} + ${counts[plan-$1]:-0}))
    known "a step of $1" "$count" || return
    printf 'a step of the crawl, drawn and planned, %s: %d instructions (asked: %d) %s\n' "$1" $count "$2" \
        "$([ $count -le "$2" ] && echo reached || echo NOT reached)"
}

declare -A counts
first=1
[ $json = 1 ] && printf '['
for name in $([ $only_plan = 1 ] || "$TOOLS/bench"); do
    count=$(instructions "$name")
    time=$("$TOOLS/bench" "$name" 200 | cut -d' ' -f3)
    known "$name (instructions)" "$count" || continue
    known "$name (time)" "$time" || continue
    counts[$name]=$count
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
[ $json = 1 ] && { echo ']'; exit $failed; }
[ $only_plan = 1 ] || { step 64x32 122880 && step 256x64 320000; }

# The way of a call, through libgpiod 2's lines and the C library's ioctl, up to the kernel.
for name in $([ $only_plan = 1 ] || "$TOOLS/pins"); do
    calls=$(valgrind --tool=callgrind --callgrind-out-file="$work/out" --toggle-collect=bench_turn \
        "$TOOLS/pins" "$name" 4 2>"$work/err")
    total=$(sed -n 's/^==[0-9]*== Collected : \([0-9]*\)$/\1/p' "$work/err")
    known "pins-$name (calls)" "$calls" || continue
    known "pins-$name (instructions)" "$total" || continue
    printf '%-14s %9.1f instructions a call\n' "pins-$name" "$(awk "BEGIN {print $total / $calls}")"
done

# The scan plan, over every offset of a headline's way through the panel, 1.5 us a call.
# field NAME: of the JSON document in $plan.
field() {
    printf '%s' "$plan" | sed -nE "s/.*\"$1\":([^,}]*).*/\1/p"
}

# played CALL_NS LINE_NS ARGUMENT...: a cell of the table of what is played.
played() {
    local call=$1 line=$2
    shift 2
    plan=$("$MOTOGRAPH" plan --json --call-ns "$call" --line-ns "$line" "$@")
    plan=${plan%%,\"remedies\"*}
    known "played (refresh)" "$(field refresh_hz)" || return
    awk -v hz="$(field refresh_hz)" -v unit="$(field unit_share)" -v de="$(field delta_e)" -v px="$(field crawl_px_s)" \
        -v half="$(field half_rate)" 'BEGIN {
        printf " %3.0f Hz, U %.2f, DE %.1f, %.0f px/s%s |", hz, unit, de, px, half == "true" ? ", half" : ""}'
}

# The table of src/plan/README.md: for each way of setting lines that this build has.
what_is_played() {
    local label=(--label "Angela Merkel" --set colours.label=#00a0ff) white=(--set colours.text=white --set colours.label=white)
    local way cost
    for way in false true; do
        echo
        echo "What is played, 64x32, the crawl fitted; hub75.library_calls = $way"
        echo "| us a call + a line | 26 px amber | 26 px white | 16 px amber, label | 16 px white, label, 200 Hz | the same, 400 Hz |"
        echo "|---|---|---|---|---|---|"
        for cost in "1500 300" "2100 100" "800 100"; do
            set -- "${cost% *}" "${cost#* }" "$usual" --set "hub75.library_calls=$way"
            printf '| %s + %s |' "$(awk "BEGIN {print $1 / 1000}")" "$(awk "BEGIN {print $2 / 1000}")"
            played "$@" --set colours.text=amber
            played "$@" "${white[@]}"
            played "$@" "${label[@]}" --set colours.text=amber
            played "$@" "${label[@]:0:2}" "${white[@]}" --set panel.refresh_hz=200
            played "$@" "${label[@]:0:2}" "${white[@]}" --set panel.refresh_hz=400
            echo
        done
    done
}

# wall NAME ARGUMENT...: a line of the table of the wall as it comes.
wall() {
    local name=$1 way cost
    shift
    printf '| %s |' "$name"
    for way in false true; do
        for cost in "1500 300" "2100 100"; do
            plan=$("$MOTOGRAPH" plan --json --call-ns "${cost% *}" --line-ns "${cost#* }" --set "hub75.library_calls=$way" \
                --set panel.board=regular --set panel.beside=true "$@")
            plan=${plan%%,\"remedies\"*}
            known "$name (refresh)" "$(field refresh_hz)" || continue
            awk -v hz="$(field refresh_hz)" -v de="$(field delta_e)" -v px="$(field crawl_px_s)" 'BEGIN {
                printf " %.0f Hz, DE %.1f%s |", hz, de, (px > 0 ? sprintf(", %.0f px/s", px) : "") }'
        done
    done
    awk -v calls="$(field calls)" -v most="$(field calls_max)" 'BEGIN { printf " %.0f / %d |\n", calls, most }'
}

# A headline below its label, as `run` shows it where nothing is configured but the panels.
the_wall_as_it_comes() {
    echo
    echo "| wall | 1.5 + 0.3 us | 2.1 + 0.1 us | 1.6's handles, 1.5 + 0.3 | 1.6's handles, 2.1 + 0.1 | calls, mean / most |"
    echo "|---|---|---|---|---|---|"
    local of64=(--set panel.rows=64)
    wall "32x16" --set panel.columns=32 --set panel.rows=16
    wall "64x32"
    wall "128x32, one lane" --set panel.chain=2
    wall "128x32, two lanes" --set panel.parallel=2
    wall "64x64" "${of64[@]}"
    wall "128x64, one lane" "${of64[@]}" --set panel.chain=2
    wall "128x64, two lanes" "${of64[@]}" --set panel.parallel=2
    wall "256x64, one lane" "${of64[@]}" --set panel.chain=4
    wall "256x64, two lanes" "${of64[@]}" --set panel.chain=2 --set panel.parallel=2
}

# What is asked, what is shown, and CIE DE2000 between, at each cost.
usual_colours() {
    local colour cost
    echo
    echo "| colour | asked | 1.5 + 0.3 us | 2.1 + 0.1 us | 0.8 + 0.1 us |"
    echo "|---|---|---|---|---|"
    while read -r name colour background; do
        printf '| %s | %s%s |' "$name" "$colour" "${background:+ on $background}"
        for cost in "1500 300" "2100 100" "800 100"; do
            plan=$("$MOTOGRAPH" plan --json --call-ns "${cost% *}" --line-ns "${cost#* }" "$usual" --set "colours.text=$colour" \
                --set "colours.background=${background:-#000000}")
            plan=${plan%%,\"remedies\"*}
            known "$name (refresh)" "$(field refresh_hz)" || continue
            awk -v shown="$(field shown)" -v de="$(field delta_e)" -v hz="$(field refresh_hz)" \
                -v moved="$(field moved)" 'BEGIN {
                gsub(/"/, "", shown)
                printf " %s, DE %.1f, %.0f Hz%s |", shown == "null" ? "the same" : shown, de, hz, moved == "true" ? ", told" : ""}'
        done
        echo
    done <tests/bench/colours.txt
}

# plan NAME ASKED_CALLS FLOOR ASKED_HZ ARGUMENT...: a line of the table; `-`: nothing is asked.
plan() {
    local name=$1 asked=$2 floor=$3 hz=$4
    shift 4
    plan=$("$MOTOGRAPH" plan --json --rank --call-ns 1500 --line-ns 0 "$@")
    plan=${plan%%,\"remedies\"*} # whose figures have the same names
    known "$name (calls)" "$(field calls)" || return
    known "$name (refresh)" "$(field refresh_hz)" || return
    awk -v name="$name" -v asked="$asked" -v floor="$floor" -v hz="$hz" -v calls="$(field calls)" \
        -v most="$(field calls_max)" -v fixed="$(field fixed_calls)" -v rank="$(field rank_calls)" \
        -v slots="$(field slots)" -v refresh="$(field refresh_hz)" -v alone="$(field refresh_hz_calls)" \
        -v unit="$(field unit_share)" -v de="$(field delta_e)" -v renamed="$(field renamed)" 'BEGIN {
        printf "%-30s %6.0f %6s %6d %6s %6.0f %7d %5.1f %5.0f %6.0f %5s %5.2f %5.1f %s%s\n", name, calls, asked,
            most, floor, rank, fixed, slots, refresh, alone, hz, unit, de,
            asked == "-" ? "" : renamed != "true" && calls <= asked && (hz == "-" || alone >= hz) ? "reached" : "NOT reached",
            renamed == "true" ? ", a colour changes its name" : ""}'
}
# at_rest: what a ticker costs while nothing may air, its store and its clock at rest.
at_rest() {
    local folder process before after
    folder=$(mktemp -d)
    "$MOTOGRAPH" run --output null --set store.path="$folder/s.db" --set control.socket="$folder/sock" \
        --set rota.idle=dark >/dev/null 2>&1 &
    process=$!
    sleep 5 # the start, and the first backup
    rest_figures() { awk '/^voluntary/ {woken += $2} FILENAME ~ /schedstat/ {ns += $1} END {print woken, ns}' /proc/$process/task/*/status /proc/$process/task/*/schedstat; }
    before=$(rest_figures)
    sleep 20
    after=$(rest_figures)
    kill "$process"
    wait "$process"
    rm -rf "$folder"
    echo
    awk -v before="$before" -v after="$after" 'BEGIN {
        split(before, b, " "); split(after, a, " ")
        printf "At rest, 20 s: %.1f wake-ups a second (asked: 2), %.3f %% of a core (asked: 0.05)\n", (a[1] - b[1]) / 20, (a[2] - b[2]) / 2e8}'
}
echo
echo "The scan plan: calls a refresh, mean and most over every offset, at 1.5 us a call. floor: as the brief"
echo "of the plan gives it. rank: linearly independent patterns, shifted whole. fixed: an 11-bit scan."
printf '%-30s %6s %6s %6s %6s %6s %7s %5s %5s %6s %5s %5s %5s\n' picture calls asked most floor rank fixed \
    slots Hz alone asked U DE
usual="BREAKING: Central bank holds rate at 4.25% as inflation cools; markets rally, tech up 2.1%, oil slips under \$70 a barrel"
face=("$usual" --set crawl.fit=false --set 'text.fonts=["/usr/share/fonts/X11/misc/7x13.pcf.gz"]' --set text.size_px=13)
white=(--set colours.text=#ffffff)
amber=(--set colours.text=#ffa020)
plan "64x32, one colour" 1100 1063 450 "${face[@]}" "${white[@]}"
plan "64x32, amber" 2250 2125 225 "${face[@]}" "${amber[@]}"
plan "64x32, amber, not snapped" 2700 2390 - "${face[@]}" "${amber[@]}" --set panel.snap=false
plan "64x32, DejaVu 14, 4 levels" 2450 2280 - "$usual" --set crawl.fit=false --set 'text.fonts=["DejaVu Sans"]' --set text.size_px=14 \
    --set text.antialias=four "${white[@]}"
wide=("${face[@]}" "${amber[@]}" --set panel.rows=64 --set panel.columns=128)
two=("${wide[@]}" --set panel.parallel=2 --set panel.beside=true --set panel.board=regular)
plan "256x64, amber, one lane" 10000 - - "${wide[@]}" --set panel.chain=2
plan "256x64, amber, two lanes, 150" 5100 - - "${two[@]}"
plan "... at 80 Hz and 40 px/s" 5100 - - "${two[@]}" --set panel.refresh_hz=80 --set crawl.pixels_per_second=40
# Ten headlines of our own, in the font of the demo, seeds kept: they are the file's lines.
for colours in white amber; do
    declare -n colour=$colours
    total=0
    while read -r headline; do
        plan "demo font, $colours: $(printf %.9s "$headline")" - - - "$headline" "${colour[@]}"
        total=$(awk "BEGIN {print $total + $(field calls)}")
    done <tests/bench/headlines.txt
    awk "BEGIN {printf \"%-30s %6.0f\n\", \"demo font, $colours: mean of ten\", $total / 10}"
done
# A picture of 60 greys, all planes, by registers.
by_registers() {
    echo
    "$TOOLS/../tests/plan/registers_test" 2>&1 | sed -n 's/^.*\(by registers: .*\)$/\1/p' >"$work/registers"
    known "by registers" "$(wc -l <"$work/registers")" && cat "$work/registers"
}

at_rest
by_registers
the_wall_as_it_comes
what_is_played
usual_colours
exit $failed
