#!/bin/bash
# What the wall showed yesterday, drawn again: the same bytes as the pictures made live, whatever fonts there are now.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
db=(--set "store.path=$SCRATCH/news.db")
start=2026-03-28T14:32:00

motograph add "The mill opens its doors" "${db[@]}" --expires never
motograph add "The river is low" --quote --speaker "Ada Brunner" "${db[@]}" --expires never
ok "A day's pictures are made live" exits 0 run --output "gif:$SCRATCH/live.gif" --duration 20 --start $start --asrun "${db[@]}"
ok "replay makes them again" exits 0 replay --at $start --seconds 20 -o "$SCRATCH/again.gif" "${db[@]}"
ok "... byte for byte" cmp "$SCRATCH/live.gif" "$SCRATCH/again.gif"
ok "With other fonts, colours and another wall" exits 0 replay --at $start --seconds 20 -o "$SCRATCH/other.gif" "${db[@]}" \
    --set text.fonts=/usr/share/fonts/X11/misc/7x13.pcf.gz --set text.size_px=13 --set panel.chain=3 --set panel.brightness=10 --set layout.mode=page
ok "... byte for byte" cmp "$SCRATCH/live.gif" "$SCRATCH/other.gif"

later=2026-03-28T16:00
ok "Each step is a picture" exits 0 run --output "png:$SCRATCH/live" --duration 12 --start $later --asrun "${db[@]}" --set layout.mode=page --set layout.transition=scroll
# A name tells whole microseconds: the step is in the next one.
same() {
    local picture us bad=0 count=0
    for picture in $(find "$SCRATCH/live" -name '*.png' | sort | awk 'NR % 7 == 1'); do
        us=$((10#$(basename "$picture" .png) + 1))
        "$MOTOGRAPH" replay --at "$later:$(printf '%02d.%06d' $((us / 1000000)) $((us % 1000000)))" -o "$SCRATCH/one.png" "${db[@]}" >/dev/null
        cmp "$picture" "$SCRATCH/one.png" || bad=$((bad + 1))
        count=$((count + 1))
    done
    echo "$count pictures, $bad differ"
    [ "$bad" = 0 ] && [ "$count" -gt 5 ]
}
ok "... and the same one when replayed" same
ok "replay compares with what the output has sent" exits 0 replay --at $later --seconds 12 -o "$SCRATCH/sent.gif" "${db[@]}" --json
ok "... it was the same" prints '"agreement":"the same"'
different() { prints '"agreement":"some"' || prints '"agreement":"other"'; }
ok "... in each airing" eval '! different'
ok "The log with its pictures verifies" exits 0 asrun --verify "${db[@]}"
ok "... and it says how far back pictures are kept" prints "back to 2026-03-28 "

ok "Nothing on the wall is an error" exits 1 replay --at 2020-01-01 -o "$SCRATCH/no.gif" "${db[@]}"
ok "... that says so" says "nothing was on the wall then"
ok "... and writes nothing" test ! -e "$SCRATCH/no.gif"
ok "replay wants an instant" exits 2 replay -o "$SCRATCH/no.gif" "${db[@]}"
ok "... and a file" exits 2 replay --at $start "${db[@]}"
ok "... of a kind that it knows" exits 2 replay --at $start -o "$SCRATCH/no.bmp" "${db[@]}"
for bad in yesterday 2026-02-30 2026-03-28T25:00 2026-03-28T14:32:00. 9999-01-01 -1 "" @99999999999999999; do
    ok "--at $bad is refused" exits 1 replay --at "$bad" -o "$SCRATCH/no.gif" "${db[@]}"
done
for bad in 0 -1 x 86401; do
    ok "--seconds $bad is refused" exits 1 replay --at $start --seconds "$bad" -o "$SCRATCH/no.gif" "${db[@]}"
done
ok "A PNG of some seconds is refused" exits 1 replay --at $start --seconds 5 -o "$SCRATCH/no.png" "${db[@]}"
ok "A folder that is not there is refused" exits 1 replay --at $start -o "$SCRATCH/nowhere/no.png" "${db[@]}"
tap_done
