#!/bin/bash
# A running ticker is watched: what it shows comes as lines of JSON, from its own scenes.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
db=(--set store.path="$SCRATCH/news.db" --set control.socket="$SCRATCH/sock")
trap 'tap_end_ticker; rm -rf "$SCRATCH"' EXIT

ok "Without a ticker there is nothing to watch" exits 1 watch "${db[@]}"
ok "... which is said" says "no ticker is running here"
motograph add "The harbour opens at noon" "${db[@]}"
motograph add "Ferries leave every hour" "${db[@]}"
start
ok "watch ends after its time" exits 0 watch --duration 1 "${db[@]}"
ok "... begins with hello" bash -c "head -1 '$SCRATCH/out' | grep -q '\"event\":\"hello\"'"
ok "... has a scene" prints '"event":"scene"'
ok "... and what is on air" prints '"on_air":{"id":'
has_line() { grep -q -- "$1" "$SCRATCH/watch.out"; }
"$MOTOGRAPH" watch "${db[@]}" >"$SCRATCH/watch.out" 2>"$SCRATCH/watch.err" &
watcher=$!
until_true has_line '"event":"store"'
motograph breaking "All bridges are closed" --level 5 "${db[@]}"
ok "A take-over is told as it goes on air" until_true has_line '"text":"All bridges are closed"'
ok "... with its scene before" bash -c "grep -n . '$SCRATCH/watch.out' | grep -B1 'All bridges are closed' | head -1 | grep -q '\"event\":\"scene\"'"
motograph blank "${db[@]}"
ok "Darkness is told" until_true has_line '"event":"dark"'
ok "... and why" until_true has_line '"why_dark":"by the command blank'
ok "Each line is an object" bash -c "! grep -v '^{.*}\$' '$SCRATCH/watch.out'"
stop
wait "$watcher"
ok "Who watches learns that the ticker has ended" grep -q "the ticker has ended" "$SCRATCH/watch.err"
tap_done
