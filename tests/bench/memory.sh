#!/bin/bash
# memory.sh: proportional set size (smaps_rollup) of the whole program on a 64x32 wall, while it shows
# a text: with our own face alone, and with Noto CJK open. MOTOGRAPH names the program.
set -u
MOTOGRAPH=${MOTOGRAPH:-build/release/motograph}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# pss NAME MOST_KB TEXT OPTION...
pss() {
    local name=$1 most=$2 text=$3 pid kb
    shift 3
    rm -f "$work/store.db"
    "$MOTOGRAPH" add "$text" --set store.path="$work/store.db" "$@" >/dev/null || failed=1
    "$MOTOGRAPH" run --output null --duration 6 --set store.path="$work/store.db" \
        --set control.socket="$work/socket" "$@" >/dev/null 2>&1 &
    pid=$!
    sleep 3
    kb=$(awk '/^Pss:/ {print $2}' "/proc/$pid/smaps_rollup")
    kill "$pid"
    wait "$pid"
    printf '%-28s %6d kB Pss, %d are allowed\n' "$name" "$kb" "$most"
    [ "$kb" -le "$most" ] || failed=1
}

face=(--set text.fonts=motograph-26)
pss "our own face, English" 12288 "Council votes to rebuild the bridge" "${face[@]}"
pss "our own, two lines, a clock" 12288 "Council votes to rebuild the bridge" -c config/demo/two-lines.cfg
pss "our own face, then Noto CJK" 40960 "東京の見出し、日本語のニュース" "${face[@]}"
pss "DejaVu, all scripts, emoji" 40960 "東京 हिन्दी ไทย مرحبا 🎉 Ελλάδα" --set text.size_px=24
exit $failed
