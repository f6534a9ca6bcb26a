#!/bin/bash
# The wall at a broker of messages: topics become items that air and last, commands are obeyed once, and what is told is so.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
# shellcheck source=tests/support/broker.sh
. "$ROOT/tests/support/broker.sh"
if [ ! -x "$(dirname "$MOTOGRAPH")/motograph-link" ] || [ -z "$MOSQUITTO" ] || ! command -v mosquitto_sub >/dev/null; then
    echo "1..0 # SKIP libmosquitto was not there when this was built, or there is no mosquitto to speak with"
    exit 0
fi
db=(--set store.path="$SCRATCH/news.db" --set control.socket="$SCRATCH/sock" --set mqtt.name=hall --set mqtt.groups='north; lobby' --set control.dialects="awtrix3; awtrix-ng")
link=
trap 'tap_end_ticker; end_link KILL; end_listen; end_broker; rm -rf "$SCRATCH"' EXIT
# begin_link: at the broker, in the background.
begin_link() {
    "$MOTOGRAPH" link "${db[@]}" --set mqtt.broker="mqtt://127.0.0.1:$port" >"$SCRATCH/link.out" 2>"$SCRATCH/link.err" &
    link=$!
}
end_link() {
    [ -z "$link" ] || kill "-${1:-TERM}" "$link" 2>/dev/null
    [ -z "$link" ] || wait "$link" 2>/dev/null
    link=
}
# listed WORDS: an item that is live.
listed() {
    "$MOTOGRAPH" list "${db[@]}" 2>/dev/null | grep -qF -- "$1"
}
not_listed() {
    ! listed "$1"
}
# stands_once WORDS, stands_not WORDS: of all that the store ever had with them so many may air.
stands() {
    [ "$(sqlite3 "$SCRATCH/news.db" "SELECT count(*) FROM snippet WHERE state IN ('live', 'approved', 'held') AND text = '$1'")" = "$2" ]
}
stands_once() {
    stands "$1" 1
}
stands_not() {
    stands "$1" 0
}
# status_says WORDS: how the ticker is has them.
status_says() {
    motograph status "${db[@]}" && grep -qF -- "$1" "$SCRATCH/out"
}
status_lacks() {
    motograph status "${db[@]}" && ! grep -qF -- "$1" "$SCRATCH/out"
}
# result TOPIC PATTERN: what was told of the last message to it.
result() {
    grep -F "motograph/hall/result" "$SCRATCH/said" | grep -F "\"motograph/$1\"" | tail -1 | grep -qE -- "$2"
}

ok "Without a broker's address there is nobody to talk to" exits 1 link "${db[@]}"
ok "... and how it is told is said" says 'mqtt.broker = "mqtt://127.0.0.1:1883"'
ok "What is no address is refused" exits 1 link "${db[@]}" --set mqtt.broker=http://x
ok "... with what is wanted" says "mqtt://HOST:PORT or mqtts://HOST:PORT is wanted"
ok "A name that no topic can have is refused" exits 1 link "${db[@]}" --set mqtt.broker=x --set 'mqtt.name=the hall'
ok "The ticker itself links no broker's library" bash -c "! ldd '$MOTOGRAPH' | grep -q mosquitto"

begin_broker
motograph add "The harbour opens at noon" "${db[@]}"
listen
publish all/items/early '{"text": "It was there before the wall"}' -r
publish hall/cmd/blank ON -r
start
begin_link
ok "A wall that has come says so, and the broker keeps it" until_heard '^motograph/hall/availability 1 online'
ok "Its state is kept, with what is on air" until_heard '^motograph/hall/state 1 .*"on_air":\{.*"text":"(The harbour opens|It was there)'
ok "What the broker kept for all is put" until_true listed "It was there before the wall"
ok "... and said to be done" until_true result all/items/early '"ok":true'
ok "A command that the broker keeps is not obeyed" until_true result hall/cmd/blank '"code":"retained"'
ok "... and the wall is lit" bash -c "'$MOTOGRAPH' status --json ${db[*]@Q} | grep -q '\"dark\": *false'"
publish hall/cmd/blank '' -r

publish hall/items/ferry '{"text": "The ferry is late", "priority": 9}' -r
ok "An item by topic is acknowledged" until_true result hall/items/ferry '"ok":true'
ok "... and in the store by then" listed "The ferry is late"
ok "... and comes onto the wall" until_heard '^motograph/hall/state 1 .*"text":"The ferry is late"'
publish hall/items/ferry '{"text": "The ferry is very late"}' -r
ok "Other words take its place" until_true listed "The ferry is very late"
ok "... and there is one, not two" not_listed "The ferry is late"
publish north/items/group 'Words alone do, for a group' -r
ok "A group's topic is this wall's, and words alone are an item" until_true listed "Words alone do, for a group"
publish south/items/other 'For another wall' -r
publish hall/items/bad '{"text": "x", "colour": "red"}' -r
ok "What an item can't have is refused, and named" until_true result hall/items/bad '"field":"colour"'
publish hall/items/bad '' -r
publish hall/items/ferry '' -r
ok "An empty message takes it away" until_true not_listed "The ferry is very late"
ok "What is for others is not taken" not_listed "For another wall"

publish hall/breaking/fire '{"text": "Fire alarm in the north hall"}' -r
ok "A take-over without an end is refused" until_true result hall/breaking/fire 'an end as 2026'
later=$(date -u -d '+10 minutes' +%Y-%m-%dT%H:%M:%SZ)
publish hall/breaking/fire "{\"text\": \"Fire alarm in the north hall\", \"until\": \"$later\"}" -r
ok "One with an end takes over" until_heard '^motograph/hall/state 1 .*"on_air":\{[^}]*Fire alarm'
ok "... which is told as an event" until_heard '^motograph/hall/event 0 .*"event_type":"breaking"'
publish hall/breaking/fire '' -r
ok "It goes with its topic" until_heard '^motograph/hall/event 0 .*"event_type":"cleared"'
publish lobby/cmd/breaking '{"text": "Doors close", "id": 7}'
ok "A take-over by command is done, for a group" until_true result lobby/cmd/breaking '"id":7.*"ok":true'
ok "... and has an end by itself" bash -c "sqlite3 '$SCRATCH/news.db' \"SELECT most_airings, (expires_ms - created_ms) / 60000 FROM snippet WHERE text LIKE 'Doors close%'\" | grep -q '^3|10$'"
publish hall/cmd/clear PRESS
ok "Clear ends it" until_true result hall/cmd/clear '"ok":true'
publish all/cmd/notify 'The washing is done'
ok "A notice is a line" until_true listed "The washing is done"
publish hall/cmd/brightness 40
ok "Light is a command" until_heard '^motograph/hall/state 1 .*"brightness":40'
publish hall/cmd/light OFF
ok "... and whether there is any" until_heard '^motograph/hall/state 1 .*"dark":true'
publish hall/cmd/light ON
publish hall/set '{"brightness": 55}' -r
ok "A setting stays" until_heard '^motograph/hall/state 1 .*"brightness":55'
publish hall/set '{"brightness": 900}' -r
ok "One beyond its limits is refused, with what was found and what is allowed" until_true result hall/set '"found":"900","allowed":"a whole number from 1 to 100"'
publish hall/set '{"store.path": "/tmp/other.db"}' -r
ok "What only the file may say is refused, with what may be set" until_true result hall/set '"field":"store.path".*schedule.dayparts'
publish hall/set '{"schedule.dayparts": "night: 25:00-06:00 dark"}' -r
ok "A daypart that is none is refused, as in the file" until_true result hall/set 'settings: schedule.dayparts: .*25:00'
publish hall/set '{"rota.idle": "perhaps"}' -r
ok "... so is a value that its key does not have" until_true result hall/set 'settings: rota.idle: .*perhaps'
ok "... and nothing of it holds" status_lacks perhaps
publish all/set '{"rota.gap_seconds": 7, "rota.idle": "dark"}' -r
ok "The rota of all walls can be set" until_true status_says "laid over rota.gap_seconds=7"
publish lobby/set '{"rota.gap_seconds": 5, "rota.house_every": 4}' -r
ok "... a group's value comes before that of all" until_true status_says "laid over rota.gap_seconds=5"
publish hall/set '{"brightness": 55, "rota.gap_seconds": 3, "schedule.dayparts": "late: 00:00-00:00 brightness 50"}' -r
ok "... and a wall's own before its group's" until_true status_says "laid over rota.gap_seconds=3"
ok "... and what the others say besides holds, too" bash -c "grep -q 'rota.idle=\"dark\"' '$SCRATCH/out' && grep -q 'rota.house_every=4' '$SCRATCH/out'"
ok "... the daypart's light is the most that there is" until_heard '^motograph/hall/state 1 .*"brightness":50'
publish lobby/set '' -r
ok "What a topic says no more is the others' again" until_true status_lacks "rota.house_every"
publish hall/cmd/explode '{"id": "a"}'
ok "What is no command is refused with those that are" until_true result hall/cmd/explode '"id":"a".*next, pause, blank'
publish hall/nothing x
ok "What is no topic, too" until_true result hall/nothing 'no_such_topic'
publish hall/cmd/next PRESS
ok "Rows of the log are told with their hash" until_heard '^motograph/hall/asrun 0 .*"before":"[0-9a-f]{64}","hash":"[0-9a-f]{64}"'
mosquitto_sub -p "$port" -C 1 -W 10 -t motograph/hall/wall -N >"$SCRATCH/wall.png"
ok "The wall's picture is kept, a PNG" bash -c "head -c 8 '$SCRATCH/wall.png' | od -An -tx1 | grep -q '89 50 4e 47'"

# The fleet, and its log.
at=(--set mqtt.broker="mqtt://127.0.0.1:$port")
ok "The fleet's look names the wall" exits 0 fleet "${db[@]}" "${at[@]}"
ok "... and how it is" bash -c "grep -qE '^hall +well ' '$SCRATCH/out'"
"$MOTOGRAPH" collect "$SCRATCH/rows.db" "${db[@]}" "${at[@]}" 2>/dev/null &
first=$!
"$MOTOGRAPH" collect "$SCRATCH/rows.ndjson" "${db[@]}" "${at[@]}" --set mqtt.prefix=motograph --seconds 600 2>/dev/null &
second=$!
rows() {
    sqlite3 "$SCRATCH/rows.db" 'SELECT count(*) FROM shown'
}
for _ in 1 2 3; do
    publish hall/cmd/next PRESS
done
# Of what the broker keeps none is missing: early, while, behind, again, and two settings.
well_and_whole() {
    motograph fleet --json "${db[@]}" "${at[@]}" && grep -q '"wanted": *6' "$SCRATCH/out" && grep -q '"taken": *6' "$SCRATCH/out" && listed "Written after the backup"
}
enough_rows() {
    [ "$(rows)" -ge 5 ] && [ "$(wc -l <"$SCRATCH/rows.ndjson")" -ge 5 ]
}
ok "Rows are collected" until_true enough_rows

# What is shown while nobody collects waits with the broker.
kill -KILL "$first"
wait "$first" 2>/dev/null
told() {
    grep -c '^motograph/hall/asrun' "$SCRATCH/said"
}
before=$(told)
for _ in 1 2 3; do
    publish hall/cmd/next PRESS
    sleep 1
done
more_told() {
    [ "$(told)" -ge $((before + 3)) ]
}
ok "A wall goes on telling its rows while a collector is dead" until_true more_told
alone=$(rows)
"$MOTOGRAPH" collect "$SCRATCH/rows.db" "${db[@]}" "${at[@]}" 2>/dev/null &
first=$!
caught_up() {
    [ "$(rows)" -ge $((alone + 3)) ]
}
ok "... and they come to it when it is back" until_true caught_up
ok "... without a hole" exits 0 collect --verify "$SCRATCH/rows.db"

# Home Assistant, by what its automations publish, and an AWTRIX clock's senders.
ok "Home Assistant is told of the wall, and the broker keeps it" heard '^homeassistant/device/motograph_hall/config 1 \{.*"image_topic":"motograph/hall/wall"'
mosquitto_sub -p "$port" -C 1 -W 10 -N -t homeassistant/device/motograph_hall/config >"$SCRATCH/discovery"
mosquitto_sub -p "$port" -C 1 -W 10 -N -t motograph/hall/state >"$SCRATCH/state"
ok "Each entity of its card is one that it makes of it" perl config/homeassistant/card.pl config/homeassistant/card.yaml "$SCRATCH/discovery" "$SCRATCH/state" "$SCRATCH/wall.png"
sed 's/wall_hall_on_air/wall_hall_gone/' config/homeassistant/card.yaml >"$SCRATCH/card.yaml"
ok "... and another one would be told" bash -c "! perl config/homeassistant/card.pl '$SCRATCH/card.yaml' '$SCRATCH/discovery' '$SCRATCH/state' '$SCRATCH/wall.png'"
# automation TOPIC: its payload, a template's words filled in as Home Assistant would.
automation() {
    perl -we 'my ($want) = shift; my $topic = ""; while (<>) { $topic = $1 if /topic: motograph\/(\S+)/; next if !/payload: \x27(.*)\x27/ || $topic ne $want; my $words = $1; if ($words =~ /^\{\{ (\{.*?\}) \| tojson/) { ($words = $1) =~ s/" ~ states\("[^"]*"\)/gale"/ } print $words }' "$1" config/homeassistant/automations.yaml
}
publish hall/cmd/breaking "$(automation hall/cmd/breaking)"
ok "The doorbell takes over" until_true result hall/cmd/breaking '"ok":true'
publish hall/cmd/clear PRESS
publish hall/cmd/notify "$(automation hall/cmd/notify)"
ok "The washing is done" until_true result hall/cmd/notify '"ok":true'
publish all/items/weather "$(automation all/items/weather)" -r
ok "The warning holds" until_true listed "Warning: gale"
publish all/items/weather '' -r
ok "... and is over" until_true not_listed "Warning: gale"
publish hall/custom/clock '{"text": "Said to a clock", "icon": 7, "lifetime": 60}'
ok "An AWTRIX sender's words are a line" until_true listed "Said to a clock"
publish hall/custom/clock ''
ok "... and go with an empty message" until_true not_listed "Said to a clock"
publish hall/cmd/apps/pushed/power '{"text": "432 W", "icon": "1234", "textColor": "#FFAA00"}'
ok "An AWTRIX NG sender's application is a line" until_true listed "432 W"
publish hall/cmd/apps/pushed/power '{}'
ok "... and goes with an empty document" until_true not_listed "432 W"
publish hall/cmd/notify '{"text": "Build failed", "textColor": "#FF0000", "hold": true}'
ok "... its notification stands until it is dismissed" until_true listed "Build failed"
publish hall/cmd/notify/dismiss ''
ok "... by its topic" until_true not_listed "Build failed"

# What ends at the wall.
publish hall/breaking/flood "{\"text\": \"Flood at the weir\", \"until\": \"$later\"}" -r
ok "A take-over that the broker keeps is on the wall" until_true stands_once "Flood at the weir"
"$MOTOGRAPH" clear "${db[@]}" >/dev/null
ok "... until it is cleared there" stands_not "Flood at the weir"

# Deaths.
end_link KILL
ok "Who is killed is known to be gone: its will is told" until_heard '^motograph/hall/availability 1 offline'
publish hall/items/while '{"text": "Written while nobody heard"}' -r
publish north/items/group '' -r
begin_link
ok "What came meanwhile is put when it is back" until_true listed "Written while nobody heard"
ok "... and what went meanwhile goes" until_true not_listed "Words alone do, for a group"
ok "... while what was cleared stays so, though the broker has it" stands_not "Flood at the weir"
publish hall/breaking/flood "{\"text\": \"Flood at the weir\", \"until\": \"$later\"}"
ok "... unless it is said anew" until_true stands_once "Flood at the weir"
publish hall/breaking/flood '' -r
ok "... and goes with its topic" until_true stands_not "Flood at the weir"
"$MOTOGRAPH" backup "${db[@]}" >/dev/null
publish hall/items/while '{"text": "Written after the backup"}' -r
publish hall/items/behind '{"text": "Put after the backup"}' -r
ok "What came after a backup" until_true listed "Put after the backup"
ok "... is lost with a store whose place it takes" exits 0 backup --restore now "${db[@]}"
ok "... and put again, since the broker keeps it" until_true listed "Put after the backup"
ok "... in the words that it has now" until_true listed "Written after the backup"
ok "... which stand there once" not_listed "Written while nobody heard"
end_broker
ok "Without a broker the log says so once" until_true grep -q "the wall goes on" "$SCRATCH/link.err"
ok "... and the wall goes on" tap_status_has '"on_air"'
end_link KILL
stop
start
ok "A ticker that comes anew has the configuration's rota" status_lacks "laid over"
begin_link
ok "... until its link has said what holds, without a broker" until_true status_says "laid over rota.gap_seconds=3"
end_listen
begin_broker "$port"
listen
publish hall/items/again '{"text": "Said after the broker came back"}' -r
ok "It finds the broker again" until_true listed "Said after the broker came back"
ok "... and a third look finds all that it kept" until_true well_and_whole
kill "$first" "$second"
wait "$first" "$second"
ok "Whole chains are so, and nothing is missing over the deaths" exits 0 collect --verify "$SCRATCH/rows.db" || cat "$SCRATCH/out"
ok "... in lines, too" exits 0 collect --verify "$SCRATCH/rows.ndjson" || cat "$SCRATCH/out"
third=$(sqlite3 "$SCRATCH/rows.db" 'SELECT number FROM shown ORDER BY number LIMIT 1 OFFSET 2')
head -1 "$SCRATCH/rows.ndjson" >"$SCRATCH/doubled.ndjson"
cat "$SCRATCH/rows.ndjson" >>"$SCRATCH/doubled.ndjson"
ok "A row that came twice is no fault" exits 0 collect --verify "$SCRATCH/doubled.ndjson"
ok "... and is named" prints "it came twice"
sqlite3 "$SCRATCH/rows.db" "UPDATE shown SET text = 'Never shown' WHERE number = $third"
ok "A row that was changed is a fault" exits 1 collect --verify "$SCRATCH/rows.db"
ok "... and named by its number" prints "hall $third: it was changed"
sqlite3 "$SCRATCH/rows.db" "DELETE FROM shown WHERE number = $third"
ok "A row that was taken out is a fault" exits 1 collect --verify "$SCRATCH/rows.db"
ok "... and named by the one behind it" prints "rows before this one are missing"
end_listen
end_broker

# With keys only what is signed is taken.
end_link
begin_broker
listen
ok "A key is made" exits 0 sign --key "$SCRATCH/desk.key" --new desk
db+=(--set mqtt.keys="$(cat "$SCRATCH/out")")
ok "... once, and read by nobody else" exits 1 sign --key "$SCRATCH/desk.key" --new desk
ok "What is signed must end" exits 1 sign --key "$SCRATCH/desk.key" all/items/a x
begin_link
ok "The wall is back, and trusts one key" until_heard '^motograph/hall/availability 1 online'
# signed TOPIC NUMBER CONTENT [UNTIL]: in $SCRATCH/signed, and published.
signed() {
    motograph sign --key "$SCRATCH/desk.key" --number "$2" --until "${4:-2 hours}" "$1" "$3"
    mosquitto_pub -p "$port" -q 1 -r -t "motograph/$1" -f "$SCRATCH/out"
}
publish hall/items/plain 'Nobody has signed this' -r
ok "What nobody has signed is refused" until_true result hall/items/plain 'it is not signed'
signed hall/items/signed 5 '{"text": "Somebody has signed this"}'
cp "$SCRATCH/out" "$SCRATCH/first"
ok "What is signed is taken" until_true listed "Somebody has signed this"
ok "... and over when it says so" bash -c "sqlite3 '$SCRATCH/news.db' \"SELECT (expires_ms - created_ms) / 60000 FROM snippet WHERE text LIKE 'Somebody%'\" | grep -qE '^(119|120)$'"
signed hall/set 1 '{"rota.gap_seconds": 9}' "$(date -u -d '+5 seconds' +%Y-%m-%dT%H:%M:%SZ)"
ok "Signed settings hold" until_true status_says "laid over rota.gap_seconds=9"
ok "... until they are over" until_true status_lacks "rota.gap_seconds=9"
sed 's/Somebody has/Anybody has/' "$SCRATCH/first" >"$SCRATCH/forged"
mosquitto_pub -p "$port" -q 1 -t motograph/hall/items/signed -f "$SCRATCH/forged"
ok "What is forged is refused" until_true result hall/items/signed 'the signature is not of these words'
mosquitto_pub -p "$port" -q 1 -t motograph/hall/items/other -f "$SCRATCH/first"
ok "What was signed for another topic is, too" until_true result hall/items/other 'it was signed for that one alone'
signed hall/items/signed 6 '{"text": "Somebody has signed that"}'
ok "What is newer takes its place" until_true listed "Somebody has signed that"
mosquitto_pub -p "$port" -q 1 -r -t motograph/hall/items/signed -f "$SCRATCH/first"
ok "What is older is refused when it comes again" until_true result hall/items/signed 'one above 6, which was taken'
end_link KILL
begin_link
mosquitto_pub -p "$port" -q 1 -r -t motograph/hall/items/signed -n
ok "... also after a death" until_true result hall/items/signed 'one above 6|it is not signed'
ok "Nothing but what is signed takes it away" listed "Somebody has signed that"
signed hall/cmd/blank 1 ON
ok "A signed command that is kept is not obeyed" until_true result hall/cmd/blank '"code":"retained"'
motograph sign --key "$SCRATCH/desk.key" --number 9 --until '2 hours' hall/items/signed
mosquitto_pub -p "$port" -q 1 -r -t motograph/hall/items/signed -f "$SCRATCH/out"
ok "... and what is signed does" until_true not_listed "Somebody has signed that"
ok "What is over already is not signed" exits 1 sign --key "$SCRATCH/desk.key" --until 2026-01-01T00:00:00Z hall/items/late x
tap_done
