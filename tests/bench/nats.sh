#!/bin/bash
# nats.sh REAL: so many walls at a cluster of three NATS servers (their MQTT listener) on loopback; one of the servers is killed,
# and an item that is said then must be on all of them. A figure of nothing is an error.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
real=$1
pids=()
nodes=()
# shellcheck disable=SC2317,SC2329  # the trap's
finish() {
    kill "${pids[@]}" "${nodes[@]}" 2>/dev/null
    wait
    rm -rf "$SCRATCH"
}
trap finish EXIT
# Nine ports that were free together a moment ago.
mapfile -t ports < <(perl -MIO::Socket::INET -e 'my @s = map { IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1") } 1 .. 9; print $_->sockport, "\n" for @s')
begin() {
    local i=$1
    printf 'server_name: n%s\nlisten: 127.0.0.1:%s\njetstream { store_dir: "%s" }\nmqtt { listen: "127.0.0.1:%s" }\ncluster { name: walls, listen: 127.0.0.1:%s, routes: [ nats://127.0.0.1:%s, nats://127.0.0.1:%s, nats://127.0.0.1:%s ] }\n' \
        "$i" "${ports[i]}" "$SCRATCH/js$i" "${ports[i + 3]}" "${ports[i + 6]}" "${ports[6]}" "${ports[7]}" "${ports[8]}" >"$SCRATCH/n$i.conf"
    nats-server -c "$SCRATCH/n$i.conf" >"$SCRATCH/n$i.log" 2>&1 &
    nodes[i]=$!
}
for i in 0 1 2; do begin $i; done
sleep 5 # they choose their leader
for i in $(seq "$real"); do
    # Each begins with another one of the three.
    a=$((i % 3)) b=$(((i + 1) % 3)) c=$(((i + 2) % 3))
    at=(--set store.path="$SCRATCH/$i.db" --set control.socket="$SCRATCH/$i.sock" --set mqtt.state="$SCRATCH/$i.json" --set mqtt.name="real$i" --set mqtt.broker="127.0.0.1:${ports[a + 3]}; 127.0.0.1:${ports[b + 3]}; 127.0.0.1:${ports[c + 3]}")
    "$MOTOGRAPH" add "The harbour opens at noon" "${at[@]}" >/dev/null 2>&1
    "$MOTOGRAPH" run --output null "${at[@]}" >/dev/null 2>"$SCRATCH/run$i.err" &
    pids+=($!)
    "$MOTOGRAPH" link "${at[@]}" >/dev/null 2>"$SCRATCH/link$i.err" &
    pids+=($!)
done
# listed WORDS: on how many walls it stands.
listed() {
    local i count=0
    for i in $(seq "$real"); do
        "$MOTOGRAPH" list --set store.path="$SCRATCH/$i.db" --set control.socket="$SCRATCH/$i.sock" 2>/dev/null | grep -qF -- "$1" && count=$((count + 1))
    done
    echo "$count"
}
# say TOPIC WORDS: kept, by the second server, again until it takes it: it may be in the middle of an election.
say() {
    local end=$((SECONDS + 30))
    until timeout 5 mosquitto_pub -V 311 -p "${ports[4]}" -q 1 -r -t "motograph/all/items/$1" -m "$2" 2>/dev/null; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.5
    done
}
# on_all WORDS SENTENCE: prints how long it took until it was on all. A link asks again for what it was not told two minutes
# after it was let in.
on_all() {
    local begun=$SECONDS
    while [ "$(listed "$1")" -lt "$real" ]; do
        [ $((SECONDS - begun)) -lt 180 ] || {
            echo "$2: on $(listed "$1") of $real walls after 180 s"
            return 1
        }
        sleep 0.5
    done
    echo "$2: on $real of $real walls after $((SECONDS - begun)) s"
}
code=0
say before 'Said before the death' || code=1
on_all 'Said before the death' 'an item by three NATS servers' || code=1
kill -9 "${nodes[0]}"
say behind 'Said behind the death' || code=1
on_all 'Said behind the death' 'one behind the death of a server' || code=1
running=0
for pid in "${pids[@]}"; do kill -0 "$pid" 2>/dev/null && running=$((running + 1)); done
echo "$running of ${#pids[@]} programs go on"
[ "$running" = "${#pids[@]}" ] && [ "$running" -gt 0 ] || code=1
exit "$code"
