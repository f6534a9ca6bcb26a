#!/bin/bash
# What an output writes over: a file of its own kind, and nothing else.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
cd "$SCRATCH" || exit 1
db=(--set "store.path=$SCRATCH/news.db" --set "control.socket=$SCRATCH/socket")
same() { cmp -s "$1" "$1.before"; }
refuses() { # OUTPUT-COMMAND...
    exits 1 "$@" "${db[@]}" && ! ls ./*.part >/dev/null 2>&1
}
"$MOTOGRAPH" add "The bridge is open" "${db[@]}" >/dev/null
# No log of changes is beside it now: the whole store is in one file.
cp news.db news.db.before
echo "A letter to the editor" >letter
cp letter letter.before
: >empty
ln -s letter link
mkfifo pipe
for output in gif vcd; do
    for place in news.db letter link pipe /dev/null; do
        ok "$output:$place is refused" refuses run --fast --output "$output:$place"
    done
    ok "... and what was there is as it was" same letter
    ok "... the store, too" same news.db
    ok "... and the link" test -L link
    ok "A new file is written" exits 0 run --fast --output "$output:new.$output" "${db[@]}"
    ok "... and once more in its place" exits 0 run --fast --output "$output:new.$output" "${db[@]}"
    ok "An empty file is no other kind" exits 0 run --fast --output "$output:empty" "${db[@]}"
    : >empty
done
for place in news.db letter link pipe /dev/null; do
    ok "render -o $place is refused" refuses render "Text" -o "$place"
done
ok "render writes a new file" exits 0 render "Text" -o new.png "${db[@]}"
ok "... and its own kind again" exits 0 render "Other text" -o new.png "${db[@]}"
ok "... but not a GIF" refuses render "Text" -o new.gif
for place in letter link /dev/null news.db; do
    ok "A backup on $place is refused" refuses backup --set "store.backup=$place"
done
ok "... and what was there is as it was" same letter
sqlite3 foreign.db "CREATE TABLE snippet (a); INSERT INTO snippet VALUES (1)"
cp foreign.db foreign.db.before
ok "... nor is another program's database written over" refuses backup --set store.backup=foreign.db
"$MOTOGRAPH" add "Of another store" --set "store.path=$SCRATCH/other.db" >/dev/null
cp other.db other.db.before
ok "... nor another store" refuses backup --set store.backup=other.db
"$MOTOGRAPH" backup --set "store.path=$SCRATCH/other.db" --set store.backup=other.backup >/dev/null
cp other.backup other.backup.before
ok "... nor another store's backup" refuses backup --set store.backup=other.backup
for kept in foreign.db other.db other.backup; do
    ok "$kept is as it was" same "$kept"
done
for command in "list" "add Text" "asrun" "run --output null --duration 1" "run --fast --output null" "repair" "backup" "forecast"; do
    # shellcheck disable=SC2086
    ok "$command refuses another program's database" exits 1 $command --set "store.path=$SCRATCH/foreign.db" --set "control.socket=$SCRATCH/socket"
done
ok "... and leaves it as it was" same foreign.db
tap_done
