#!/bin/bash
# serve.sh: what the web server costs: bytes a viewer, the first picture, an edit's way to the wall, memory.
#
# MOTOGRAPH names the program. Times are of this machine, under whatever else it does.
set -u
MOTOGRAPH=${MOTOGRAPH:-build/release/motograph}
scratch=$(mktemp -d)
trap 'kill $ticker $server 2>/dev/null; rm -rf "$scratch"' EXIT
export XDG_CONFIG_HOME=$scratch XDG_DATA_HOME=$scratch XDG_RUNTIME_DIR=$scratch
size=(--set panel.rows=64 --set panel.columns=64 --set panel.chain=4 --set control.reading=open)
for i in 1 2 3 4 5 6 7 8; do
    "$MOTOGRAPH" add "Line $i: the harbour opens at noon, and the ferries leave every hour from then on until late at night" >/dev/null 2>&1
done
chief=$("$MOTOGRAPH" token add bench chief 2>/dev/null)
"$MOTOGRAPH" run --output null "${size[@]}" >/dev/null 2>&1 &
ticker=$!
"$MOTOGRAPH" serve "${size[@]}" --set control.http=127.0.0.1:0 >"$scratch/url" 2>/dev/null &
server=$!
until grep -q http "$scratch/url"; do sleep 0.2; done
sleep 2
port=$(sed 's/.*:\([0-9]*\).*/\1/' "$scratch/url")
perl tests/support/serve_bench.pl "$port" "$chief"
awk '/^Private/ { sum += $2 } END { printf "private memory of serve with 100 viewers: %.1f MB\n", sum / 1024 }' "/proc/$server/smaps_rollup"
