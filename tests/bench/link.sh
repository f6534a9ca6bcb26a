#!/bin/bash
# link.sh LIGHT REAL ROUNDS TICKERS ROWS: many walls at a mosquitto on loopback, and what following their logs costs. A figure
# of nothing is an error.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
light=$1 real=$2 rounds=$3 tickers=$4 rows=$5
pids=()
# shellcheck disable=SC2317,SC2329  # the trap's
finish() {
    [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null
    wait
    rm -rf "$SCRATCH"
}
trap finish EXIT
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -H -n)"
port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
printf 'user root\nlistener %s 127.0.0.1\nallow_anonymous true\nmax_queued_messages 20000\n' "$port" >"$SCRATCH/mosquitto.conf"
for i in $(seq "$real"); do
    at=(--set store.path="$SCRATCH/$i.db" --set control.socket="$SCRATCH/$i.sock" --set mqtt.state="$SCRATCH/$i.json" --set mqtt.name="real$i" --set mqtt.broker="127.0.0.1:$port" --set log.level=error)
    "$MOTOGRAPH" add "The harbour opens at noon" "${at[@]}" >/dev/null 2>&1
    "$MOTOGRAPH" run --output null "${at[@]}" >/dev/null 2>&1 &
    pids+=($!)
    "$MOTOGRAPH" link "${at[@]}" >/dev/null 2>&1 &
    pids+=($!)
done
broker=$(PATH=$PATH:/usr/sbin command -v mosquitto) || exit 1
code=0
"$TOOLS/link_fleet" "$port" "$light" "$real" "$rounds" "$broker" -c "$SCRATCH/mosquitto.conf" 2>"$SCRATCH/fleet.err" || code=1
"$TOOLS/link_rows" "$SCRATCH/rows.db" "$tickers" "$rows" || code=1
exit "$code"
