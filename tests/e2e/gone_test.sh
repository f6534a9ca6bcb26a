#!/bin/bash
# A store that is gone, empty, foreign or damaged, before a ticker begins and while it runs: nothing
# begins anew in silence, and no backup is lost. One ticker a store.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
export XDG_CACHE_HOME=$SCRATCH/cache
folder=$SCRATCH/disk
store=$folder/news.db
db=(--set "store.path=$store" --set "control.socket=$SCRATCH/socket")
trap 'tap_end_ticker; rm -rf "$SCRATCH"' EXIT

# begin: a new store of five lines, its backup a day old.
begin() {
    rm -rf "$folder" "$XDG_CACHE_HOME"
    for i in 1 2 3 4 5; do "$MOTOGRAPH" add "Line $i" "${db[@]}" >/dev/null; done
    "$MOTOGRAPH" backup "${db[@]}" >/dev/null
    for backup in "$store".backup*; do sqlite3 "$backup" "UPDATE backup SET taken_ms = taken_ms - 90000000"; done
}
holds() { [ "$(sqlite3 "$1" "SELECT count(*) FROM snippet")" = "$2" ]; }
lists() { [ "$("$MOTOGRAPH" list "${db[@]}" 2>/dev/null | grep -c 'Line')" = "$1" ]; }
runs() { exits 0 run --output null --duration 1 "${db[@]}"; }
backups_hold() {
    for backup in "$store".backup*; do holds "$backup" "$1" || return 1; done
}
gone() { rm -f "$store" "$store-wal" "$store-shm"; }
emptied() { gone; : >"$store"; }
foreign() { gone; sqlite3 "$store" "CREATE TABLE snippet (a); INSERT INTO snippet VALUES (1)"; }

for how in gone emptied foreign; do
    begin
    $how
    ok "A store that is $how is no empty one: list is refused" exits 1 list "${db[@]}"
    ok "... and so is add" exits 1 add "Line 6" "${db[@]}"
    ok "... nor is a backup made of it" exits 1 backup "${db[@]}"
    ok "A ticker recovers it" runs
    ok "... and says from when" says "$(sqlite3 "$store.backup.day-1" "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', taken_ms / 1000, 'unixepoch') FROM backup")"
    ok "... all of it" lists 5
    ok "... and every backup has all of it" backups_hold 5
done
ok "The other program's database is kept" test -n "$(find "$folder" -name 'news.db.damaged-*')"
rm -rf "$folder" "$XDG_CACHE_HOME"
mkdir "$folder"
sqlite3 "$store" "CREATE TABLE other (a)"
ok "Another program's database without a backup is refused" exits 1 run --output null --duration 1 "${db[@]}"
ok "... and nothing is left beside it" test ! -e "$store.lock"
begin
gone
ok "repair recovers it, too" exits 0 repair "${db[@]}"
ok "... all of it" lists 5

begin
together() {
    local jobs=() job good=0
    for _ in 1 2 3 4; do
        "$MOTOGRAPH" backup "${db[@]}" >>"$SCRATCH/together" 2>&1 &
        jobs+=($!)
    done
    for job in "${jobs[@]}"; do wait "$job" || good=1; done
    cat "$SCRATCH/together"
    return "$good"
}
ok "Backups that are made at once wait for each other" together
ok "... and each has all of it" backups_hold 5
for ending in wal shm; do
    begin
    rm -f "$store-wal" "$store-shm"
    mkdir "$store-$ending"
    ok "A folder in the place of -$ending is named" exits 1 add "Line 6" "${db[@]}"
    ok "... as what it is" says "$store-$ending: this is a folder"
    start
    ok "... and a ticker shows what is in the store" until_status '"due":5'
    ok "... and says so" until_status '"store_trouble":"[^"]*this is a folder'
    rmdir "$store-$ending"
    ok "... until it is away" until_status '"store_trouble":null'
    ok "... and what comes is stored" exits 0 add "Line 6" "${db[@]}"
    stop
done

begin
runs
mkdir "$SCRATCH/unmounted"
mv "$folder"/* "$SCRATCH/unmounted/"
ok "Where the backup is gone, too, the mark says that there was one" exits 1 add "Line 6" "${db[@]}"
ok "... and why" says "is its disk mounted?"
start
ok "A ticker shows what it has and says so" until_status '"store_trouble":"[^"]*the store is gone'
ok "... and makes no store" test ! -e "$store"
mv "$SCRATCH/unmounted"/* "$folder/"
ok "When the disk is back it goes on with the store" until_status '"due":5'
ok "... and has no trouble" until_status '"store_trouble":null'
stop
ok "... and the log is whole" exits 0 asrun --verify "${db[@]}"

start
rm -f "$store"*
ok "A store that is removed under a ticker is there again" until_true test -s "$store"
ok "... with all of it" until_true lists 5
ok "... and takes what comes" exits 0 add "Line 6" "${db[@]}"
ok "... which the ticker shows" until_status '"due":6'
stop
ok "... and the log is whole" exits 0 asrun --verify "${db[@]}"

start
motograph add "Line 7" "${db[@]}"
motograph backup "${db[@]}"
: >"$store"
ok "One that is emptied under it is repaired" until_true lists 7
ok "... and has no trouble" until_status '"store_trouble":null'
head -c 6000 /dev/urandom | dd of="$store" conv=notrunc 2>/dev/null
ok "One that is written over is said to be damaged" until_true grep -q "damaged while it is in use" "$SCRATCH/run.err"
ok "... and repaired" until_true lists 7
# Whose rows stood where the noise is, is up to the tables before them: such come from the backup, and are held.
held=$("$MOTOGRAPH" list --held --jsonl "${db[@]}" | grep -o '"id":[0-9]*' | cut -d: -f2 | paste -sd,)
[ -z "$held" ] || ok "... what is of the backup waits for an editor" exits 0 approve "$held" "${db[@]}"
ok "... and takes what comes" until_true "$MOTOGRAPH" add "Line 8" "${db[@]}"
ok "... and the ticker shows it" until_status '"due":8'
repairs() { grep -c "written anew" "$SCRATCH/run.err"; }
repaired_since() { [ "$(repairs)" -gt "$1" ]; }
before=$(repairs)
: >"$store-shm"
ok "Its index may be truncated, and the store is repaired" until_true repaired_since "$before"
ok "... the ticker lives" until_status '"on_air"'
ok "... for good" until_status '"store_trouble":null'
before=$(repairs)
rm "$store-shm"
motograph add "Line 9" "${db[@]}"
ok "It may be removed, and the store is repaired" until_true repaired_since "$before"
ok "... with what another program wrote meanwhile" until_true lists 9
stop
ok "... and the log is whole" exits 0 asrun --verify "${db[@]}"

begin
sqlite3 "$store" "PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null
perl -pi -e 's/Line 3/Lime 3/' "$store"
start
ok "Words that were damaged before it began are found once it shows something" until_true grep -q "not what was stored" "$SCRATCH/run.err"
ok "... and repaired from the backup, held" until_true lists 5
ok "... they were never on the wall" test "$(grep -c Lime "$SCRATCH/run.out")" = 0
ok "... and the others are" until_status '"due":4'
stop
ok "... and the log is whole" exits 0 asrun --verify "${db[@]}"

start
ok "A second ticker on one store is refused" exits 1 run --output null --duration 1 "${db[@]}" --set "control.socket=$SCRATCH/other"
ok "... and says who holds it" says "process $ticker"
ok "... a forecast is not" exits 0 forecast "${db[@]}"
ok "... nor what writes no log" exits 0 run --fast --output null "${db[@]}"
kill -KILL "$ticker"
wait "$ticker" 2>/dev/null
ticker=
rm -f "$SCRATCH/socket"
ok "A death frees it" runs

begin
"$MOTOGRAPH" add "Line 6" "${db[@]}" >/dev/null
"$MOTOGRAPH" backup "${db[@]}" >/dev/null
motograph backup --list "${db[@]}"
ok "backup --list tells the generations" test "$(wc -l <"$SCRATCH/out")" = 5
old=$(sqlite3 "$store.backup.hour" "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', taken_ms / 1000, 'unixepoch') FROM backup")
ok "backup --restore puts an older one in the store's place" exits 0 backup --restore "$old" "${db[@]}"
ok "... as it was then" lists 5
ok "... and keeps what was there" test -n "$(find "$folder" -name 'news.db.before-*')"
ok "A backup that holds more is kept, and it is said" exits 0 backup "${db[@]}"
ok "... by name" says "is kept as"
ok "One from before there was any is refused" exits 1 backup --restore 2020-01-01T00:00 "${db[@]}"
ok "A store is begun anew by an act only" exits 1 repair --new "${db[@]}" </dev/null
ok "... that is meant" exits 0 repair --new --yes "${db[@]}"
ok "... and is empty" lists 0
ok "... while the old one is kept" test -n "$(find "$folder" -name 'news.db.before-*')"
ok "... and begins without a word more" exits 0 add "Line 1" "${db[@]}"

# dies SIGNAL: a ticker that shows the one line ends by it.
dies() {
    start
    until_status '"text":"Line 1"'
    kill "-$1" "$ticker"
    wait "$ticker" 2>/dev/null
    ticker=
    rm -f "$SCRATCH/socket"
}
dies KILL
dies KILL
dies SEGV
ok "A death on an airing is said by the next ticker" runs
ok "... in its log" says "died (Segmentation fault) while snippet 1 was on air, for the first time"
ok "... and the line airs: SIGKILL was not its own doing" prints "Line 1"
dies ABRT
ok "The second one" runs
ok "... holds the line" says "again: it is held"
motograph list --held "${db[@]}"
ok "... with the reason" prints "the program died twice while it was on air"

# What is damaged and then removed, before anybody has looked, is in no connection any more.
begin
start
perl -e 'open my $file, "+<", shift or die; seek $file, 100, 0; print $file "x" x 60000' "$store" && rm "$store" "$store"-*
ok "A store that is damaged and removed at once is taken up again from its backup" until_true lists 5
ok "... and nothing is wrong with it any more" until_status '"store_trouble":null'
ok "... and goes on" exits 0 add "Line 6" "${db[@]}"
stop

modes() {
    for file in "$store" "$store-wal" "$store-shm"; do [ "$(stat -c %a "$file")" = 660 ] || return 1; done
    [ "$(stat -c %a "$folder")" = 2770 ] && [ "$(stat -c %a "$store.backup")" = 640 ]
}
rm -rf "$folder" "$XDG_CACHE_HOME"
umask 000
motograph add "Line 1" "${db[@]}"
motograph backup "${db[@]}"
start
ok "Nobody but the group reads it, whatever the umask" modes
stop
rm -rf "$folder"
umask 077
db+=(--set "store.mark_folder=$SCRATCH/nowhere")
motograph add "Line 1" "${db[@]}"
motograph backup "${db[@]}"
start
ok "... and the group does" modes
ok "A backup that is made is no trouble" until_status '"backup_trouble":null'
stop

echo "no folder" >"$SCRATCH/file"
db+=(--set "store.backup=$SCRATCH/file/news.db.backup")
start
ok "Where none can be made the status says so, with the reason" until_status '"backup_trouble":"[^"]*file/news.db.backup'
motograph status "${db[@]}"
ok "... for people, too" bash -c "grep -q '^backup .*file/news.db.backup' '$SCRATCH/out'"
stop
tap_done
