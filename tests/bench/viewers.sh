#!/bin/bash
# viewers.sh [SECONDS]: what a hundred viewers cost the ticker: its instructions and system calls over some seconds with none and
# with a hundred of them, by callgrind, which counts and measures no time. The same lines air in the same order both times.
set -u
MOTOGRAPH=${MOTOGRAPH:-build/release/motograph}
seconds=${1:-60}
SETTLED_S=15 # the first plans and the backup are behind it then
ticker='' server='' viewers=''
scratch=$(mktemp -d)
trap 'kill $ticker $server $viewers 2>/dev/null; rm -rf "$scratch"' EXIT

# count N: with so many viewers; prints instructions and system calls.
count() {
    local folder=$scratch/$1 port
    mkdir "$folder"
    export XDG_CONFIG_HOME=$folder XDG_DATA_HOME=$folder XDG_RUNTIME_DIR=$folder
    for i in 1 2 3 4; do "$MOTOGRAPH" add "Line $i: the harbour opens at noon, and the ferries leave every hour" >/dev/null 2>&1; done
    valgrind --tool=callgrind --collect-systime=msec --callgrind-out-file="$folder/out" "$MOTOGRAPH" run --output null --seed 1 \
        >/dev/null 2>"$folder/valgrind" &
    ticker=$!
    "$MOTOGRAPH" serve --set control.reading=open --set control.http=127.0.0.1:0 >"$folder/url" 2>"$folder/serve" &
    server=$!
    until grep -q 'is watched' "$folder/serve" && grep -q http "$folder/url"; do sleep 0.2; done
    port=$(sed 's/.*:\([0-9]*\).*/\1/' "$folder/url")
    perl -MIO::Socket::INET -e 'my @all = map { IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $ARGV[0]) or die } 1 .. $ARGV[1];
        print $_ "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n" for @all; print "there\n" if @all == $ARGV[1]; close STDOUT; sleep 600' \
        "$port" "$1" >"$folder/viewers" &
    viewers=$!
    until grep -q there "$folder/viewers"; do sleep 0.2; done
    sleep "$SETTLED_S"
    callgrind_control -z "$ticker" >/dev/null 2>&1
    sleep "$seconds"
    kill "$ticker"
    wait "$ticker"
    kill "$server" "$viewers"
    wait "$server" "$viewers" 2>/dev/null
    awk '/Collected/ { print $4, $5 }' "$folder/valgrind"
}

read -r alone alone_calls < <(count 0)
read -r many many_calls < <(count 100)
if [ "${alone:-0}" -eq 0 ] || [ "${many:-0}" -eq 0 ]; then
    echo "nothing was counted"
    exit 1
fi
awk -v a="$alone" -v b="$many" -v c="$alone_calls" -v d="$many_calls" -v s="$seconds" 'BEGIN {
    printf "the ticker over %d s: %d instructions without a viewer, %d with 100 (%+.2f %%); system calls %d and %d (%+.2f %%)\n", s, a, b, 100 * (b - a) / a, c, d, 100 * (d - c) / c }'
