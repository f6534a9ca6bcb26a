#!/bin/bash
# The ticker runs: on the simulated clock to files, and live under the eyes of other programs.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
db=(--set "store.path=$SCRATCH/news.db")
motograph import config/demo/articles "${db[@]}"

ok "One round of the rota plays on the simulated clock" exits 0 run --fast --output null "${db[@]}"
cp "$SCRATCH/out" "$SCRATCH/round"
due=$("$MOTOGRAPH" list --jsonl "${db[@]}" | grep -c '"state":"live"')
ok "... each live snippet at least once" test "$(grep -E '^ *[0-9.]+ s ' "$SCRATCH/round" | sed 's/^ *[0-9.]* s//' | sort -u | wc -l)" = "$due"
motograph list --jsonl "${db[@]}"
ok "... and writes no history" bash -c "! grep -vq '\"airings\":0' '$SCRATCH/out'"
ok "With --asrun it does" exits 0 run --fast --asrun --output null "${db[@]}"
motograph list --jsonl "${db[@]}"
ok "... each airing" bash -c "! grep '\"state\":\"live\"' '$SCRATCH/out' | grep -q '\"airings\":0'"

for kind in gif vcd; do
    for turn in 1 2; do
        motograph run --output "$kind:$SCRATCH/$turn.$kind" --duration 2 --seed 7 "${db[@]}" --set picture.scale=2
    done
    ok "The same store, configuration and seed give the same $kind, byte for byte" cmp "$SCRATCH/1.$kind" "$SCRATCH/2.$kind"
done
ok "Pictures are written" exits 0 run --output "png:$SCRATCH/frames" --duration 1 "${db[@]}" --set picture.scale=1
ok "... named by microseconds since the start" test -e "$SCRATCH/frames/000000000000.png"
clock=(--set "store.path=$SCRATCH/clock.db" --set text.fonts=motograph-7 --set "zones=({ y = 16; height = 16; }, { shows = \"clock\"; height = 16; })"
    --set layout.mode=hold --set layout.hold_s=60.0 --set picture.scale=1)
motograph add "It stands still" "${clock[@]}"
motograph run "${clock[@]}" --start 2026-11-24T12:00:50 --duration 30 --output "png:$SCRATCH/clock"
ok "A clock beside a text that stands still changes with the minute" test -e "$SCRATCH/clock/000010000000.png"
ok "... and nothing else does" test "$(find "$SCRATCH/clock" -name '0000[12]*' | wc -l)" = 1
zones=("${db[@]}" --set 'zones=({ shows = "headlines"; height = 16; }, { shows = "quotes"; y = 16; height = 16; characters_per_second = 4.0; })' --set text.fonts=motograph-13)
ok "Two zones play one round, each with its own news" exits 0 run --fast --json --output null "${zones[@]}"
ok "... headlines above" bash -c "grep '\"zone\":\"headlines\"' '$SCRATCH/out' | grep -q '\"kind\":\"headline\"'"
ok "... and nowhere else" bash -c "! grep '\"zone\":\"quotes\"' '$SCRATCH/out' | grep -q '\"kind\":\"headline\"'"
ok "... quotations below" bash -c "grep '\"zone\":\"quotes\"' '$SCRATCH/out' | grep -q '\"kind\":\"quote\"'"
ok "The forecast knows zones" exits 0 forecast --hours 1 --jsonl --list "${zones[@]}"
ok "... each with its news" bash -c "grep -q '\"zone\":\"headlines\"' '$SCRATCH/out' && grep -q '\"zone\":\"quotes\"' '$SCRATCH/out'"
for name in rows columns colours address chain; do
    ok "The pattern $name is drawn" exits 0 pattern $name --output "gif:$SCRATCH/$name.gif"
done
ok "A pattern that is none is wrong usage" exits 2 pattern stripes
ok "A text is rendered" exits 0 render "Rates held at 4.25 %" -o "$SCRATCH/text.png" "${db[@]}"

# Live: another process's edits, the socket.
"$MOTOGRAPH" run --output null --json "${db[@]}" >"$SCRATCH/live" 2>"$SCRATCH/live.err" &
ticker=$!
ok "A running ticker answers on its socket" until_true "$MOTOGRAPH" status "${db[@]}"
ok "... which others can't read" test "$(stat -c %a "$XDG_RUNTIME_DIR/motograph/motograph.sock")" = 660
motograph status --json "${db[@]}"
ok "status tells what is on air" prints '"on_air":{"id"'
"$MOTOGRAPH" add "The bridge is closed until noon" --priority 5 "${db[@]}" >/dev/null
ok "What another process adds is known" until_true bash -c "'$MOTOGRAPH' status --json | grep -q '\"next\":\"The bridge'"
ok "next goes on to it" exits 0 next
ok "... it airs" until_true grep -q 'The bridge' "$SCRATCH/live"
ok "pause stands still" exits 0 pause on
ok "... and says so" prints paused
ok "pause off goes on" exits 0 pause off
ok "... and says so" prints running
on_air=$("$MOTOGRAPH" status --json | sed 's/.*"on_air":{"id":\([0-9]*\).*/\1/')
"$MOTOGRAPH" kill "$on_air" "${db[@]}"
ok "A killed snippet leaves the glass" until_true bash -c "! '$MOTOGRAPH' status --json | grep -q '\"on_air\":{\"id\":$on_air,'"
ok "A second ticker on the same socket is refused" exits 1 run --output null --duration 1 "${db[@]}"
ok "blank makes it dark" exits 0 blank
ok "... says so, and how that ends" prints "motograph blank off"
motograph status
ok "status tells it, too" prints "dark      by the command blank; motograph blank off ends it"
motograph status --json
ok "... in JSON" prints '"dark":true'
ok "blank off lights it" exits 0 blank off
ok "... and says so" prints lit
kill -TERM "$ticker"
wait "$ticker"
ok "SIGTERM ends the ticker in order" test $? = 0
ok "... and takes its socket away" test ! -e "$XDG_RUNTIME_DIR/motograph/motograph.sock"

# The configuration is read again.
cfg="$SCRATCH/wall.cfg"
write() { printf 'store = { path = "%s"; };\n%s\n' "$SCRATCH/news.db" "$1" >"$cfg"; }
write 'rota = { idle = "dark"; };'
"$MOTOGRAPH" run --output null -c "$cfg" >"$SCRATCH/live" 2>"$SCRATCH/live.err" &
ticker=$!
until_true "$MOTOGRAPH" status -c "$cfg"
status_says() { "$MOTOGRAPH" status -c "$cfg" 2>/dev/null | grep -qF -- "$1"; }
write 'schedule = { time_zone = "CET-1"; }; panel = { rows = 16; };'
ok "reload takes a good file" exits 0 reload -c "$cfg"
ok "... names what needs a restart" prints "restart   panel.rows"
ok "... goes over when an item ends" until_true status_says "CET, UTC+01:00"
write 'schedule = { dayparts = "garbage"; };'
ok "A bad file is refused" exits 1 reload -c "$cfg"
ok "... with what is wrong where" says 'wall.cfg:2: schedule.dayparts: "garbage" is no daypart'
ok "... and status says it" status_says 'not taken '
ok "... while all is as before" status_says "CET, UTC+01:00"
write 'schedule = { dayparts = 7'
ok "status answers though the file is no configuration" exits 0 status -c "$cfg"
kill -HUP "$ticker"
ok "SIGHUP reads it again" until_true status_says "syntax error"
write 'control = { reload = "changed"; };'
ok "A good file ends the trouble" exits 0 reload -c "$cfg"
ok "... in status, too" bash -c "! '$MOTOGRAPH' status -c '$cfg' | grep -q 'not taken'"
until_true bash -c "! '$MOTOGRAPH' status -c '$cfg' | grep -q '^reload'"
write 'control = { reload = "changed"; }; schedule = { time_zone = "EET-2"; };'
ok "A file that changes is read by itself where it says so" until_true status_says "EET, UTC+02:00"
kill -TERM "$ticker"
wait "$ticker"
ok "The ticker ended in order" test $? = 0
tap_done
