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
# How often the ticker wakes (each time is a few system calls): none of its own files is written by a poll.
wakes() { cat /proc/"$ticker"/task/*/status | awk '/^voluntary/ { n += $2 } END { print n }'; }
# woken POLLS: in 20 seconds in which nothing is asked, or all so often.
woken() {
    local before end=$((SECONDS + 20))
    before=$(wakes)
    [ "$1" = 0 ] || poll "$1"
    while [ "$SECONDS" -lt "$end" ]; do sleep 0.1; done
    echo $(($(wakes) - before))
}
quiet=$(woken 0)
polled=$(woken 10)
# 50 feeds asked every 15 minutes are 200 polls an hour.
figure "wakes of the ticker that the polls of 50 feeds add to an hour ($quiet in 20 s without, $polled with 510 polls)" \
    "$(awk -v a="$quiet" -v b="$polled" 'BEGIN { d = a ? (b - a) / 510 * 200 * 100 / (a * 180) : 100; printf "%.2f", d < 0 ? 0 : d }')" 1 %
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

# The largest documents of each kind (4 MiB), and those that are worst to hold: the most that the process takes for one.
mkdir "$SCRATCH/large"
python3 - "$SCRATCH/large" <<'END'
import sys
MOST = 4 << 20
LONG = b"x" * 8000
def fill(head, piece, tail):
    return head + piece * ((MOST - len(head) - len(tail)) // len(piece)) + tail
kinds = {
    "rss": fill(b"<rss version='2.0'><channel>", b"<item><title>T</title><description>" + LONG + b"</description></item>", b"</channel></rss>"),
    "tags": fill(b"<rss version='2.0'><channel><item><title>T</title>", b"<a b='c'/>", b"</item></channel></rss>"),
    "atom": fill(b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry><title>T</title><content type='html'>" + b"&lt;b>x" * 900 + b"</content></entry>", b"</feed>"),
    "json": fill(b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 0}', b',{"id": "1", "title": "T", "content_html": "' + LONG + b'"}', b"]}"),
    "numbers": fill(b'{"uri": "u", "headline": "T", "x": [0', b",0", b"]}"),
    "nitf": fill(b"<nitf><body><body.head><hedline><hl1>T</hl1></hedline></body.head><body.content>", b"<p>x <em>y</em></p>", b"</body.content></body></nitf>"),
    "page": fill(b"<!DOCTYPE html><html><body><article><h1>T</h1>", b"<p>A <b>b</b> c.", b"</article></body></html>"),
    "mail": fill(b"From: a@b.example\nSubject: T\nContent-Transfer-Encoding: base64\n\n", b"QSBiIGMuCg==" * 6 + b"\n", b""),
    "table": fill(b"text,category\n", b"T,c\n", b""),
    "lines": fill(b"", b"Title of a line\n", b""),
    "telegram": fill(b"\x01dpa0123 4 vm 245 dpa 0456\r\n\x02\r\nT\r\n\r\n", b"   Words of it.\r\n", b"\x03\x04"),
    "markdown": fill(b"# T\n\n", b"Words *of* [it](b).\n\n", b""),
}
for kind, document in kinds.items():
    with open("%s/%s.%s" % (sys.argv[1], kind, {"table": "csv", "markdown": "md"}.get(kind, "x")), "wb") as file:
        file.write(document)
END
# The largest that a process was before it became another counts with it: what measures must be small.
for large in "$SCRATCH"/large/*; do
    python3 -c '
import os, sys
task = os.posix_spawn(sys.argv[1], [sys.argv[1], "read", sys.argv[2], "", "", ""], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 0, sys.argv[2], os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
status, usage = os.wait4(task, 0)[1:]
print(usage.ru_maxrss // 1024, "" if status == 0 else "and is refused")' "$WIRES" "$large" 2>/dev/null >"$SCRATCH/one"
    echo "reading 4 MiB of $(basename "${large%.*}") takes $(cat "$SCRATCH/one") MB"
    cut -d' ' -f1 "$SCRATCH/one" >>"$SCRATCH/peak"
done
figure "the process that reads, resident, at most" "$(sort -n "$SCRATCH/peak" | tail -1)" 64 MB
figure "libraries of the network in the ticker" "$(ldd "$MOTOGRAPH" | grep -cE 'curl|ssl|tls')" 0 libraries

# The ticker by itself: what fifty configured feeds cost a simulated hour (their polls are another process's).
hour=(run --output null --fast --duration 3600 --seed 1 --start 2026-11-06T10:00)
# calls CONFIGURATION: its system calls. work CONFIGURATION: its instructions, of ten minutes.
calls() {
    strace -f -c -o "$SCRATCH/calls" "$MOTOGRAPH" "${hour[@]}" -c "$1" >/dev/null 2>&1
    awk '$NF == "total" { print $(NF - 1) == "total" ? $3 : $4 }' "$SCRATCH/calls" | tail -1
}
work() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$MOTOGRAPH" "${hour[@]}" --duration 600 -c "$1" 2>&1 |
        sed -n 's/^==[0-9]*== Collected : \([0-9]*\).*/\1/p'
}
# apart WHAT A B: in percent.
apart() {
    figure "$1 with 50 feeds and without ($3, $2)" \
        "$(awk -v a="$2" -v b="$3" 'BEGIN { d = a ? (b - a) * 100 / a : 100; printf "%.2f", d < 0 ? -d : d }')" 1 "% apart"
}
apart "system calls of a simulated hour" "$(calls "$SCRATCH/none.cfg")" "$(calls "$SCRATCH/wall.cfg")"
apart "instructions of ten simulated minutes" "$(work "$SCRATCH/none.cfg")" "$(work "$SCRATCH/wall.cfg")"
