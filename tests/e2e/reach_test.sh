#!/bin/bash
# Commands that must reach the show, and ends of the socket that say nothing: nothing hangs, and what was
# not done is not told as done.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
db=(--set "store.path=$SCRATCH/news.db" --set "control.socket=$SCRATCH/socket")
ticker=
talkers=()
trap 'kill -KILL $ticker "${talkers[@]}" 2>/dev/null; rm -rf "$SCRATCH"' EXIT

# The program ends by itself, or the test says that it hung.
exits() {
    local wanted=$1 code=0
    shift
    timeout -k 1 60 "$MOTOGRAPH" "$@" >"$SCRATCH/out" 2>"$SCRATCH/err" || code=$?
    [ "$code" = "$wanted" ] || {
        echo "exit code $code, wanted $wanted"
        return 1
    }
}
# within SECONDS COMMAND...: it ends by itself before.
within() {
    timeout -k 1 "$@"
    [ $? -lt 124 ]
}
row() {
    "$MOTOGRAPH" list --json "${db[@]}" | grep -- "\"text\":\"$1\"" | grep -q -- "$2"
}
# talk TEXT: a connection that says so, without a line's end, and stays.
talk() {
    perl -MIO::Socket::UNIX -e 'my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die; $s->autoflush(1); print $s $ARGV[1]; <$s>; sleep 100' \
        "$SCRATCH/socket" "$1" &
    talkers+=($!)
}

motograph add "The first line" "${db[@]}"
motograph add "The second line" "${db[@]}"
ok "breaking without a ticker is stored" exits 0 breaking "A gas leak" "${db[@]}"
ok "... and says that no ticker runs" says "stored; no ticker is running"
ok "... with the id that it has" prints "3: breaking, level 1"
ok "clear without a ticker ends it" exits 0 clear "${db[@]}"
ok "... and says so" says "stored; no ticker is running"
ok "... and how many" prints "1 take-over ended"
ok "kill without a ticker is stored" exits 0 kill 2 "${db[@]}"
ok "... and says so" says "stored; no ticker is running"

start
ok "breaking is the ticker's to do" exits 0 breaking "The bridge is closed" --json "${db[@]}"
ok "... which tells the id" prints '{"id":4,"level":1,"on_ticker":true,"waits":false}'
ok "... and shows it when it has answered" until_status '"text":"The bridge is closed"'
ok "... and it is stored" row "The bridge is closed" '"id":4'
ok "clear is the ticker's to do" exits 0 clear "${db[@]}"
ok "... which tells how many it ended" prints "1 take-over ended"
ok "... and has ended it when it has answered" bash -c "! '$MOTOGRAPH' status --json ${db[*]} | grep -q '\"taken_over\":true'"
motograph blank on "${db[@]}"
ok "A take-over of a wall that is dark by hand" exits 0 breaking "The dam is safe" "${db[@]}"
ok "... waits, which is told, and how that ends" says "it waits: the wall is dark, by the command blank; motograph blank off ends it"
motograph clear "${db[@]}"
motograph blank off "${db[@]}"
ok "A kill of what there is not is refused" exits 1 kill 99 "${db[@]}"
ok "... with the reason" says "no snippet has the id 99"
other=(--set "store.path=$SCRATCH/other.db" --set "control.socket=$SCRATCH/socket")
motograph add "Of another wall" "${other[@]}"
ok "A kill in another store is not given to this one's ticker" exits 0 kill 1 "${other[@]}"
ok "... and says so" says "no ticker of this store is running"
ok "... so that the ticker's own snippet lives" row "The first line" '"state":"live"'

for _ in $(seq 20); do talk '{'; done
ok "With 20 connections that say half a line the log says that places are lacking" until_true grep -q "places are taken" "$SCRATCH/run.err"
ok "... and the ticker still answers" exits 0 status "${db[@]}"
kill "${talkers[@]}" 2>/dev/null
talkers=()

kill -STOP "$ticker"
for _ in $(seq 25); do talk '{"command":"status"}'; done
sleep 0.5
ok "A stopped ticker with a full backlog: status ends, at fault" exits 1 status "${db[@]}"
ok "... and says that the ticker does not answer" says "does not answer"
ok "A second ticker ends, at fault" exits 1 run --output null "${db[@]}"
ok "... and says so" says "another ticker"
ok "breaking is at fault" exits 1 breaking "Later" "${db[@]}"
ok "... since the ticker does not answer" says "stored, but"
ok "kill is at fault, too" exits 1 kill 1 "${db[@]}"
ok "... but stored" row "The first line" '"state":"killed"'
kill "${talkers[@]}" 2>/dev/null
talkers=()
kill -CONT "$ticker"
ok "A ticker that goes on shows what was stored meanwhile" until_status '"text":"Later"'
ok "... once: who gave up asking is not obeyed" test "$("$MOTOGRAPH" list --json "${db[@]}" | grep -c '"text":"Later"')" = 1
stop

mkfifo "$SCRATCH/fifo"
for command in "list" "add x" "repair" "run --output null" "forecast"; do
    # shellcheck disable=SC2086
    ok "A FIFO as the store: $command ends at fault" exits 1 $command --set "store.path=$SCRATCH/fifo" --set "control.socket=$SCRATCH/none"
    ok "... and says what it is" says "a pipe or a device"
done
ok "A device as the store is refused" exits 1 list --set store.path=/dev/zero
ok "A FIFO as the backup: backup ends, at fault" exits 1 backup "${db[@]}" --set "store.backup=$SCRATCH/fifo"
ok "A FIFO in which nobody writes ends an import" within 60 "$MOTOGRAPH" import "$SCRATCH/fifo" "${db[@]}"
sleep 100 >"$SCRATCH/fifo" &
talkers=($!)
ok "... one that is open and silent, too, at fault" exits 1 import "$SCRATCH/fifo" "${db[@]}"
ok "... and says why" says "nothing came"
tap_done
