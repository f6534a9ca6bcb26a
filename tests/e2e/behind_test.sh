#!/bin/bash
# A store behind a link, a backup whose place is taken, a socket that is removed, and a backup that is under way when the
# ticker is told to end.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
export XDG_CACHE_HOME=$SCRATCH/cache
folder=$SCRATCH/disk
store=$folder/news.db
db=(--set "store.path=$store" --set "control.socket=$SCRATCH/socket")
trap 'tap_end_ticker; rm -rf "$SCRATCH"' EXIT
runs() { exits 0 run --output null --duration 1 "${db[@]}"; }

# A store behind a link: on a disk of its own.
mkdir "$folder" "$SCRATCH/elsewhere"
ln -s ../elsewhere/real.db "$store"
motograph add "Line 1" "${db[@]}"
motograph backup "${db[@]}"
motograph add "Line 2" "${db[@]}"
still_a_link() { [ -L "$store" ] && [ "$(readlink "$store")" = ../elsewhere/real.db ]; }
dd if=/dev/zero of="$SCRATCH/elsewhere/real.db" bs=512 count=30 conv=notrunc status=none
ok "A damaged store behind a link is repaired" exits 0 repair "${db[@]}"
ok "... where it is, and the link stays one" still_a_link
ok "... and nothing is left of the damaged one but its copy" test -f "$(echo "$SCRATCH"/elsewhere/real.db.damaged-*)"
ok "A generation takes its place there, too" exits 0 backup --restore now "${db[@]}"
ok "... behind the link" still_a_link
rm "$SCRATCH"/elsewhere/real.db*
ok "One that is gone behind its link is recovered" runs
ok "... there" still_a_link
start
ok "Two names of one store are one store: a second ticker by the other name is refused" \
    exits 1 run --output null --duration 1 --set "store.path=$SCRATCH/elsewhere/real.db" --set "control.socket=$SCRATCH/another"
ok "... and hears who writes its log" says "another ticker writes its log"
stop

# What stands in the backup's place is no reason for a dark wall.
for what in mkdir mkfifo; do
    rm -rf "$folder" "$XDG_CACHE_HOME"
    motograph add "Line 1" "${db[@]}"
    $what "$store.backup"
    ok "Where the backup should be there is what $what makes: the show goes on" runs
    ok "... and says so" says "a backup's file is wanted"
    ok "... and it stays" test ! -f "$store.backup" -a -e "$store.backup"
    ok "repair reads the store through all the same" exits 0 repair "${db[@]}"
done

# A session's folder goes when its user logs out.
rm -rf "$folder" "$XDG_CACHE_HOME"
mkdir "$SCRATCH/session"
db=(--set "store.path=$store" --set "control.socket=$SCRATCH/session/socket")
motograph add "Line 1" "${db[@]}"
start
rm -r "$SCRATCH/session"
ok "A socket that is removed is there again" until_status '"on_air"'
ok "... and a command reaches the show" exits 0 kill 1 "${db[@]}"
ok "... and does not say that no ticker runs" test -z "$(grep 'no ticker' "$SCRATCH/err")"
stop

# A backup under way: another program keeps the folder, as one does that makes a backup there.
rm -rf "$folder" "$XDG_CACHE_HOME"
motograph add "Line 1" "${db[@]}"
mkdir "$SCRATCH/slow"
db+=(--set "store.backup=$SCRATCH/slow/backup")
flock -x -o "$SCRATCH/slow" sleep 60 &
keeper=$!
start
waits_for_folder() { readlink "/proc/$ticker"/fd/* | grep -qx "$SCRATCH/slow"; }
ok "A backup is under way" until_true waits_for_folder
ok "A ticker that is told to end does" stop
ok "... without waiting for the backup" grep -q 'left where it is' "$SCRATCH/run.err"
kill "$keeper"
tap_done
