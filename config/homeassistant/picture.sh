#!/bin/bash
# picture.sh PROGRAM: makes config/homeassistant/card.png, the card of card.yaml: a ticker and motograph link at a mosquitto on
# loopback tell what they tell, card.pl makes a page of it, and a browser draws that.
set -eu
program=$1
here=config/homeassistant
work=$(mktemp -d)
pids=()
# shellcheck disable=SC2317,SC2329  # the trap's
finish() {
    [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap finish EXIT
export TZ=UTC
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
printf 'user root\nlistener %s 127.0.0.1\nallow_anonymous true\n' "$port" >"$work/mosquitto.conf"
PATH=$PATH:/usr/sbin mosquitto -c "$work/mosquitto.conf" >"$work/mosquitto.log" 2>&1 &
pids+=($!)
wall=(-c config/demo/demo.cfg --set store.path="$work/news.db" --set store.mark_folder="$work" --set control.socket="$work/sock" --set mqtt.name=hall --set mqtt.broker="127.0.0.1:$port" --set picture.scale=4)
"$program" add "Tide table: high water at 15:41" "${wall[@]}" >/dev/null
"$program" add "Ferries leave hourly from pier 2" "${wall[@]}" >/dev/null
"$program" run --output null "${wall[@]}" >/dev/null 2>&1 &
pids+=($!)
"$program" link "${wall[@]}" >/dev/null 2>&1 &
pids+=($!)
# told TOPIC FILE: the next that is kept there.
told() { mosquitto_sub -p "$port" -C 1 -W 30 -N -t "$1" >"$work/$2"; }
told homeassistant/device/motograph_hall/config discovery
# In the middle of an item: a wall that has just begun shows nothing yet.
sleep 6
told motograph/hall/state state
told motograph/hall/wall wall.png
perl "$here/card.pl" "$here/card.yaml" "$work/discovery" "$work/state" "$work/wall.png" >"$work/card.html"
"$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/browser" --window-size=560,500 \
    --screenshot="$work/card.png" "file://$work/card.html" >/dev/null 2>&1
[ -s "$work/card.png" ]
cp "$work/card.png" "$here/card.png"
