# shellcheck shell=bash
# A mosquitto of the test's own on a port that the kernel has chosen; behind tap.sh.
broker=
# begin_broker [PORT]: listens when this returns; $port. BROKER_SETTINGS: lines of its configuration behind those; ANONYMOUS=false: who comes needs a user.
begin_broker() {
    local try=0
    port=${1:-}
    while [ $((try += 1)) -le 5 ]; do
        # A port that was free a moment ago: taken by another one meanwhile, another is tried.
        [ -n "${1:-}" ] || port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
        # Where root runs it, it would become somebody who may not write here.
        printf 'user root\nlistener %s 127.0.0.1\nallow_anonymous %s\npersistence %s\npersistence_location %s/\nmax_queued_messages 20000\n%b' \
            "$port" "${ANONYMOUS:-true}" "${PERSISTENT:-true}" "$SCRATCH" "${BROKER_SETTINGS:-}" >"$SCRATCH/mosquitto.conf"
        "$MOSQUITTO" -c "$SCRATCH/mosquitto.conf" >"$SCRATCH/mosquitto.log" 2>&1 &
        broker=$!
        until_broker && return
        kill "$broker" 2>/dev/null
    done
    return 1
}
until_broker() {
    local tries=0
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        [ $((tries += 1)) -lt 50 ] && kill -0 "$broker" 2>/dev/null || return 1
        sleep 0.1
    done
}
end_broker() {
    [ -z "$broker" ] || kill "$broker" 2>/dev/null
    [ -z "$broker" ] || wait "$broker" 2>/dev/null
    broker=
}
MOSQUITTO=$(PATH=$PATH:/usr/sbin command -v mosquitto) || true
# As whom the test itself speaks.
PUBLISHER=()
# publish TOPIC WORDS [-r]: below motograph/.
publish() {
    mosquitto_pub -p "$port" "${PUBLISHER[@]}" -q 1 -t "motograph/$1" -m "$2" ${3:+"$3"}
}
# listen: all that is said goes to $SCRATCH/said, a line "TOPIC RETAINED WORDS" each.
listener=
listen() {
    : >"$SCRATCH/said"
    stdbuf -oL mosquitto_sub -p "$port" "${PUBLISHER[@]}" -q 1 -V 5 --retain-as-published -v -t 'motograph/#' -t 'homeassistant/#' -T 'motograph/+/wall' -F '%t %r %p' >>"$SCRATCH/said" 2>/dev/null &
    listener=$!
}
end_listen() {
    [ -z "$listener" ] || kill "$listener" 2>/dev/null
    listener=
}
# heard PATTERN: it was said.
heard() {
    grep -qE -- "$1" "$SCRATCH/said"
}
# until_heard PATTERN
until_heard() {
    until_true heard "$1" && return
    tail -20 "$SCRATCH/said"
    return 1
}
