#!/bin/bash
# wires.sh [FOLDER]: the figures of news from outside, in a network namespace with loopback alone. MOTOGRAPH names the
# program; FOLDER has documents to read (else the fuzzer's examples).
if [ -z "${ALONE:-}" ]; then
    ALONE=1 exec unshare -rn bash "$0" "$@"
fi
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
WIRES=$(dirname "$MOTOGRAPH")/motograph-wires
folder=${1:-tests/fuzz/feed_fuzz}
export SCRATCH LC_ALL=C.UTF-8
# figure NAME VALUE MOST UNIT: with whether it is reached.
figure() {
    awk -v name="$1" -v value="$2" -v most="$3" -v unit="$4" 'BEGIN {
        printf "%s: %s %s (asked: %s at most) %s\n", name, value, unit, most, value <= most ? "reached" : "NOT reached" }'
}
ip link set lo up
perl tests/support/web.pl "$SCRATCH/ready" "$SCRATCH/log" &
web=$!
wires=
trap 'kill $web $wires 2>/dev/null; tap_end_ticker; rm -rf "$SCRATCH"' EXIT
until_true test -e "$SCRATCH/ready"
here=http://127.0.0.1:8080

"$WIRES" get --etag '"1"' "$here/rss" >"$SCRATCH/out"
figure "a 304, up and down" "$(awk '/^(sent|received)/ { sum += $2 } END { print sum }' "$SCRATCH/out")" 399 bytes

# Fifty feeds, each of a host of its own; all are asked at once, again and again.
polls=10
feeds=
for i in $(seq 50); do
    feeds+="{ name = \"Feed $i\"; url = \"http://127.0.0.$i:8080/rss\"; },"
done
printf 'store = { path = "%s/news.db"; };\ncontrol = { socket = "%s/sock"; };\n' "$SCRATCH" "$SCRATCH" >"$SCRATCH/none.cfg"
{
    cat "$SCRATCH/none.cfg"
    echo "feeds = ( ${feeds%,}, { name = \"Mill News\"; url = \"http://127.0.1.1:8080/file/feed.xml\"; } );"
} >"$SCRATCH/wall.cfg"
db=(-c "$SCRATCH/wall.cfg")
# feed TITLE STATUS: what Mill News says.
feed() {
    printf '{"version": "1.0", "uri": "mill%d", "type": "text", "headline": "%s", "pubstatus": "%s"}' "$story" "$1" "$2" >"$SCRATCH/new"
    mv "$SCRATCH/new" "$SCRATCH/feed.xml"
}
story=1
feed "A lake freezes" usable
"$MOTOGRAPH" add "A house line" "${db[@]}" >/dev/null
start
"$MOTOGRAPH" wires --once "${db[@]}" >/dev/null 2>&1
"$WIRES" run --log debug "${db[@]}" >"$SCRATCH/wires.out" 2>&1 &
wires=$!
asked() { [ "$(wc -l <"$SCRATCH/log")" -ge "$1" ]; }
# all asked for and answered, so many times: the first one only wakes everything.
poll() {
    local before
    for _ in $(seq "$1"); do
        before=$(wc -l <"$SCRATCH/log")
        "$MOTOGRAPH" feeds refresh "${db[@]}" >/dev/null
        until_true asked $((before + 51))
        sleep 1.2
    done
}
sleep 2
poll 1
cpu() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15 + $16 + $17) * 1000 / hz }' "/proc/$1/stat"; }
before=$(cpu "$wires")
ticker_before=$(cpu "$ticker")
store=$(sqlite3 "$SCRATCH/news.db" "select number from edition")
sqlite3 "$SCRATCH/feeds.db" "PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null
poll "$polls"
count=$((polls * 51))
figure "a poll that brings nothing, with its part of the program" \
    "$(awk -v a="$before" -v b="$(cpu "$wires")" -v n=$count 'BEGIN { printf "%.2f", (b - a) / n }')" 2 "ms of CPU"
figure "... and the ticker meanwhile, all of it" \
    "$(awk -v a="$ticker_before" -v b="$(cpu "$ticker")" -v n=$count 'BEGIN { printf "%.2f", (b - a) / n }')" 2 "ms of CPU"
frames=$(awk -v size="$(stat -c %s "$SCRATCH/feeds.db-wal")" -v page="$(sqlite3 "$SCRATCH/feeds.db" 'PRAGMA page_size')" \
    -v n=$count 'BEGIN { printf "%.2f", (size - 32) / (page + 24) / n }')
figure "... pages of the feeds' book" "$frames" 1 pages
figure "... edits of the ticker's store" "$(($(sqlite3 "$SCRATCH/news.db" "select number from edition") - store))" 0 edits

# From the instant at which what has changed was read to the end of what was on the wall; the slowest and the middle of some.
rounds=5
cuts() { [ "$(sqlite3 "$SCRATCH/news.db" "select count(*) from asrun where cut = '$1'")" -ge "$2" ]; }
on_air() { "$MOTOGRAPH" status --json "${db[@]}" | grep -q "\"on_air\":{[^}]*$1"; }
# took CUT N: ms from the last reading before it to the N-th end of that kind.
took() {
    local end
    "$MOTOGRAPH" feeds refresh "Mill News" "${db[@]}" >/dev/null
    until_true cuts "$1" "$2"
    end=$(sqlite3 "$SCRATCH/news.db" "select max(end_ms) from asrun where cut = '$1'")
    awk -v end="$end" '/Mill News: a document/ && $(NF - 1) <= end { read = $(NF - 1) } END { print end - read }' "$SCRATCH/wires.out"
}
middle() { sort -n | sed -n "$((rounds / 2 + 1))p"; }
corrections=
kills=
for i in $(seq "$rounds"); do
    feed "A lake freezes $i" usable
    "$MOTOGRAPH" feeds refresh "Mill News" "${db[@]}" >/dev/null
    until_true on_air "A lake freezes $i"
    feed "A lake froze $i" usable
    corrections+="$(took corrected "$i")"$'\n'
    until_true on_air "A lake froze $i"
    feed "A lake froze $i" canceled
    kills+="$(took killed "$i")"$'\n'
    story=$((story + 1))
done
figure "a correction is off the glass after it was read, the middle of $rounds (${corrections//$'\n'/ })" \
    "$(printf '%s' "$corrections" | middle)" 200 ms
figure "a kill is, the middle of $rounds (${kills//$'\n'/ })" "$(printf '%s' "$kills" | middle)" 200 ms
stop

mapfile -d '' -t files < <(find "$folder" -type f -size -256k -print0)
TIMEFORMAT='%U %S'
used=$({ time "$MOTOGRAPH" feed "${files[@]}" >/dev/null 2>&1; } 2>&1 | tail -1)
awk -v n="${#files[@]}" -v used="$used" 'BEGIN { split(used, t, " "); rate = n / (t[1] + t[2] + 0.001)
    printf "reading %d documents: %d a second of CPU (asked: 200) %s\n", n, rate, (rate >= 200) ? "reached" : "NOT reached" }'

{
    echo '<rss version="2.0"><channel><title>Large</title>'
    for i in $(seq 499); do
        printf '<item><guid>%d</guid><title>Title %d</title><description>' "$i" "$i"
        head -c 8000 /dev/zero | tr '\0' 'x'
        echo '</description></item>'
    done
    echo '</channel></rss>'
} >"$SCRATCH/large.xml"
figure "the process that reads 4 MB, resident" "$(python3 -c '
import resource, subprocess, sys
subprocess.run([sys.argv[1], "read", "x", "", "", ""], stdin=open(sys.argv[2]), stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)' "$WIRES" "$SCRATCH/large.xml")" 64 MB
figure "libraries of the network in the ticker" "$(ldd "$MOTOGRAPH" | grep -cE 'curl|ssl|tls')" 0 libraries

# The ticker by itself: what fifty configured feeds cost ten simulated minutes (they are another process's).
# calls CONFIGURATION: its system calls.
calls() {
    strace -f -c -o "$SCRATCH/calls" "$MOTOGRAPH" run --output null --fast --duration 600 --seed 1 --start 2026-11-06T10:00 \
        -c "$1" >/dev/null 2>&1
    awk '$NF == "total" { print $(NF - 1) == "total" ? $3 : $4 }' "$SCRATCH/calls" | tail -1
}
if command -v strace >/dev/null; then
    none=$(calls "$SCRATCH/none.cfg")
    fifty=$(calls "$SCRATCH/wall.cfg")
    figure "system calls of ten simulated minutes with 50 feeds and without ($fifty, $none)" \
        "$(awk -v a="$none" -v b="$fifty" 'BEGIN { d = a ? (b - a) * 100 / a : 100; printf "%.2f", d < 0 ? -d : d }')" 1 "% apart"
fi
