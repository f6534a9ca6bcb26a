#!/bin/bash
# Who the broker is, who may come in, and as whom: certificates, passwords, access lists, names; what is wrong is said in words.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
# shellcheck source=tests/support/broker.sh
. "$ROOT/tests/support/broker.sh"
if [ ! -x "$(dirname "$MOTOGRAPH")/motograph-link" ] || [ -z "$MOSQUITTO" ] || ! command -v mosquitto_sub >/dev/null || ! command -v openssl >/dev/null; then
    echo "1..0 # SKIP libmosquitto was not there when this was built, or there is no mosquitto, or no openssl"
    exit 0
fi
db=(--set store.path="$SCRATCH/news.db" --set control.socket="$SCRATCH/sock" --set mqtt.name=hall)
links=()
trap 'tap_end_ticker; end_links; end_listen; end_broker; rm -rf "$SCRATCH"' EXIT
# begin_link LOG [--set ...]: in the background; what it says is in $SCRATCH/LOG.
begin_link() {
    local log=$1
    shift
    "$MOTOGRAPH" link "${db[@]}" "$@" >"$SCRATCH/$log" 2>&1 &
    links+=($!)
}
end_links() {
    [ ${#links[@]} = 0 ] || kill "${links[@]}" 2>/dev/null
    [ ${#links[@]} = 0 ] || wait "${links[@]}" 2>/dev/null
    links=()
}
# told LOG WORDS
told() {
    grep -qF -- "$2" "$SCRATCH/$1"
}
# complains SENTENCE WORDS [--set ...]: a link with these settings says so, in one line, and the broker hears nothing of it.
complains() {
    local sentence=$1 words=$2
    shift 2
    : >"$SCRATCH/said"
    begin_link link.log "$@"
    ok "$sentence" until_true told link.log "$words"
    sleep 3 # it is tried again meanwhile
    ok "... once" [ "$(grep -cF -- "$words" "$SCRATCH/link.log")" = 1 ]
    ok "... and nothing is told to whoever it is" bash -c "! grep -q 'hall/availability . online' '$SCRATCH/said'"
    end_links
}

# --- what the configuration may say ---
printf 'anna-s-secret\n' >"$SCRATCH/password"
chmod 600 "$SCRATCH/password"
cat >"$SCRATCH/bad.cfg" <<CFG
mqtt = {
    broker = "mqtts://127.0.0.1:99999";
    name = "the/hall";
    groups = "north; lo+bby";
    prefix = "motograph/#";
    keys = "desk 0123";
    password_file = "$SCRATCH/nothing";
};
CFG
ok "What link would refuse check-config refuses" exits 1 check-config -c "$SCRATCH/bad.cfg"
for told in '2: mqtt.broker: found "mqtts://127.0.0.1:99999"' '3: mqtt.name: found "the/hall"' '4: mqtt.groups: found "lo+bby"' '5: mqtt.prefix: found "motograph/#"' '6: mqtt.keys: found "desk 0123"' '7: mqtt.password_file:'; do
    ok "... by its line and what was found: ${told:0:16}" says "bad.cfg:$told"
done
motograph link -c "$SCRATCH/bad.cfg"
ok "... as link does" says 'bad.cfg:3: mqtt.name: found "the/hall"'
access=(--set mqtt.broker=mqtt://127.0.0.1 --set mqtt.user=anna --set mqtt.password_file="$SCRATCH/password")
chmod 644 "$SCRATCH/password"
ok "A password that others may read is refused" exits 1 check-config "${db[@]}" "${access[@]}"
ok "... with its mode" says "found mode 0644, so others may read it"
chmod 600 "$SCRATCH/password"
ok "A file of one's own is taken" exits 0 check-config "${db[@]}" "${access[@]}"
ok "... with a word on who reads along" says "for everybody there to read"
motograph check-config --print-config "${db[@]}" "${access[@]}"
ok "The password itself is printed nowhere" bash -c "! grep -q anna-s-secret '$SCRATCH/out' '$SCRATCH/err'"

# --- who the broker is ---
# certificate NAME SUBJECT ALTERNATIVE DAYS CA: a key and a certificate that the CA has signed.
certificate() {
    openssl req -newkey rsa:2048 -nodes -keyout "$SCRATCH/$1.key" -out "$SCRATCH/$1.csr" -subj "/CN=$2" 2>/dev/null
    printf 'subjectAltName=%s\n' "$3" >"$SCRATCH/$1.ext"
    openssl x509 -req -in "$SCRATCH/$1.csr" -CA "$SCRATCH/$5.pem" -CAkey "$SCRATCH/$5.key" -CAcreateserial -days "$4" -extfile "$SCRATCH/$1.ext" -out "$SCRATCH/$1.pem" 2>/dev/null
}
for ca in ours theirs; do
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$ca" -keyout "$SCRATCH/$ca.key" -out "$SCRATCH/$ca.pem" 2>/dev/null
done
certificate good localhost DNS:localhost 2 ours
certificate other elsewhere.example DNS:elsewhere.example 2 ours
# An end before its beginning is a day ago.
certificate over localhost DNS:localhost 0 ours # over as it is made: OpenSSL 3.5 makes none that was over before it began
# secure NAME: a broker with that certificate and a plain listener for who looks on; $secure is its port.
secure() {
    end_listen
    end_broker
    secure=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
    BROKER_SETTINGS="listener $secure 127.0.0.1\ncertfile $SCRATCH/$1.pem\nkeyfile $SCRATCH/$1.key\n${2:-}" begin_broker ""
    listen
}
with() {
    printf -- '--set\nmqtt.broker=%s\n--set\nmqtt.ca_file=%s\n' "$1" "$SCRATCH/$2.pem"
}
motograph add "The harbour opens at noon" "${db[@]}"
start
secure good
mapfile -t tls < <(with "mqtts://localhost:$secure" ours)
begin_link link.log "${tls[@]}"
ok "A broker that our own authority vouches for is spoken with" until_heard '^motograph/hall/availability 1 online'
ok "... also by who looks at the fleet" exits 0 fleet "${db[@]}" "${tls[@]}"
end_links
mapfile -t tls < <(with "mqtts://localhost:$secure" theirs)
complains "One that another authority vouches for is not" "its certificate was signed by none of mqtt.ca_file's" "${tls[@]}"
mapfile -t tls < <(with "mqtts://localhost:$port" ours)
complains "One that speaks no TLS is told nothing where TLS was asked for" "it speaks no TLS at this port" "${tls[@]}"
secure other
mapfile -t tls < <(with "mqtts://localhost:$secure" ours)
complains "One whose certificate is for another name is not spoken with" "its certificate is for another name than mqtt.broker's" "${tls[@]}"
secure over
mapfile -t tls < <(with "mqtts://localhost:$secure" ours)
complains "One whose certificate is over is not" "its certificate is over (expired)" "${tls[@]}"
ok "A certificate beside an address without TLS is refused" exits 1 check-config "${db[@]}" --set mqtt.broker=mqtt://localhost --set mqtt.ca_file="$SCRATCH/ours.pem"
ok "... since nothing would be encrypted" says "nothing would be encrypted"

# --- who may come in ---
mosquitto_passwd -c -b "$SCRATCH/users" anna anna-s-secret 2>/dev/null
mosquitto_passwd -b "$SCRATCH/users" guest guest 2>/dev/null
printf 'user guest\ntopic readwrite #\n' >"$SCRATCH/nobody.acl"
printf 'user guest\ntopic readwrite #\nuser anna\ntopic readwrite motograph/hall/#\ntopic read motograph/all/#\ntopic write homeassistant/device/motograph_hall/config\n' >"$SCRATCH/hall.acl"
# guarded ACL: a broker with users; who looks on is the guest.
guarded() {
    end_listen
    end_broker
    BROKER_SETTINGS="password_file $SCRATCH/users\nacl_file $SCRATCH/$1.acl\n" ANONYMOUS=false begin_broker ""
    PUBLISHER=(-u guest -P guest)
    listen
}
guarded hall
access=(--set mqtt.broker="mqtt://127.0.0.1:$port" --set mqtt.user=anna --set mqtt.password_file="$SCRATCH/password")
complains "Who has no user is told so" "it lets nobody in without a user and a password" --set mqtt.broker="mqtt://127.0.0.1:$port"
printf 'guessed\n' >"$SCRATCH/wrong"
chmod 600 "$SCRATCH/wrong"
complains "A wrong password is told" 'it does not let "anna" in with that password' "${access[@]}" --set mqtt.password_file="$SCRATCH/wrong"
ok "... without itself" bash -c "! grep -q guessed '$SCRATCH/link.log'"
begin_link link.log "${access[@]}"
ok "The right one, and the rights that the README names, do" until_heard '^motograph/hall/availability 1 online'
publish all/items/news '{"text": "The ferry is late"}' -r
ok "... for what is said to all, too" until_heard '^motograph/hall/result .*"ok":true'
ok "... and nobody sees the password in the list of processes" bash -c "! ps axww -o args | grep -v grep | grep -q anna-s-secret"
ok "... nor in the log" bash -c "! grep -q anna-s-secret '$SCRATCH/link.log'"
ok "... which complains of nothing" bash -c "! grep -q access '$SCRATCH/link.log'"
end_links
guarded nobody
access=(--set mqtt.broker="mqtt://127.0.0.1:$port" --set mqtt.user=anna --set mqtt.password_file="$SCRATCH/password")
begin_link link.log "${access[@]}"
ok "Who may come in and may do nothing is told what its access list has to have" until_true told link.log "has to let this user write and read motograph/hall/#"
ok "... and what was refused" told link.log "it does not take what is said here"
end_links
PUBLISHER=()

# --- as whom ---
end_listen
end_broker
begin_broker ""
listen
here=(--set mqtt.broker="mqtt://127.0.0.1:$port")
begin_link first.log "${here[@]}"
ok "A wall is alone under its name" until_heard '^motograph/hall/state 1 .*"twin":null'
begin_link second.log "${here[@]}" --set mqtt.state="$SCRATCH/second.json"
ok "Another one under the same name is told so" until_true told second.log 'another wall is called "hall"'
ok "... and the first one, too" until_true told first.log 'another wall is called "hall"'
ok "... with what to do" told first.log "each needs a name of its own (mqtt.name)"
ok "The broker knows, and keeps it" until_heard '^motograph/hall/state 1 .*"twin":"'
sleep 5
ok "Neither throws the other out" bash -c "! grep -qE 'lost|tried again' '$SCRATCH/first.log' '$SCRATCH/second.log'"
ok "... and each says it once" [ "$(cat "$SCRATCH/first.log" "$SCRATCH/second.log" | grep -c 'another wall')" = 2 ]
ok "The fleet's look names it" exits 0 fleet "${db[@]}" "${here[@]}"
ok "... in a word" bash -c "grep -qE '^hall +twice ' '$SCRATCH/out'"
: >"$SCRATCH/said"
kill -KILL "${links[1]}"
ok "Where one of them dies, the broker says that it is gone" until_heard '^motograph/hall/availability 1 offline'
ok "... and the other one that it is here" until_heard '^motograph/hall/availability 1 online'
end_links

# --- whom it trusts, read again ---
end_listen
end_broker
begin_broker ""
listen
motograph sign --key "$SCRATCH/desk.key" --new desk
desk=$(cat "$SCRATCH/out")
motograph sign --key "$SCRATCH/chief.key" --new chief
chief=$(cat "$SCRATCH/out")
# trusts KEYS: the configuration says so.
trusts() {
    printf 'mqtt = { broker = "mqtt://127.0.0.1:%s"; name = "hall"; keys = "%s"; };\nstore = { path = "%s"; };\ncontrol = { socket = "%s"; };\n' \
        "$port" "$1" "$SCRATCH/news.db" "$SCRATCH/sock" >"$SCRATCH/keys.cfg"
}
# signed WHO TOPIC NUMBER WORDS: published, and kept.
signed() {
    motograph sign --key "$SCRATCH/$1.key" --number "$3" --until '2 hours' "$2" "$4"
    mosquitto_pub -p "$port" -q 1 -r -t "motograph/$2" -f "$SCRATCH/out"
}
listed() {
    "$MOTOGRAPH" list "${db[@]}" 2>/dev/null | grep -qF -- "$1"
}
# refused TOPIC WORDS: the last that was told of it.
refused() {
    grep -F "motograph/hall/result" "$SCRATCH/said" | grep -F "\"motograph/$1\"" | tail -1 | grep -qF -- "$2"
}
trusts "$desk"
"$MOTOGRAPH" link -c "$SCRATCH/keys.cfg" >"$SCRATCH/link.log" 2>&1 &
links+=($!)
ok "A wall trusts one key" until_heard '^motograph/hall/availability 1 online'
signed desk hall/items/one 7 "The desk has said it"
ok "... and takes what that one has signed" until_true listed "The desk has said it"
signed chief hall/items/two 7 "The chief has said it"
ok "... and nothing of another one's" until_true refused hall/items/two 'one of mqtt.keys is wanted'
: >"$SCRATCH/said"
printf 'mqtt = { keys = "desk 01"; };\n' >"$SCRATCH/keys.cfg"
kill -HUP "${links[0]}"
ok "Keys that make no sense are refused when they are read again, by file and line" until_true told link.log "keys.cfg:1: mqtt.keys: found \"desk 01\""
ok "... and the old ones stay" told link.log "the keys are as they were"
signed desk hall/items/one 8 "The desk has said it again"
ok "... as who is trusted finds" until_true listed "The desk has said it again"
trusts "$desk; $chief"
kill -HUP "${links[0]}"
ok "Another key is trusted from then on, for what the broker kept before, too" until_true listed "The chief has said it"
signed desk hall/items/one 5 "The desk had said it long ago"
ok "... and the numbers are as they were" until_true refused hall/items/one 'one above 8, which was taken'
trusts "$chief"
kill -HUP "${links[0]}"
ok "A key that is trusted no more is refused" until_true told link.log "1 are trusted"
signed desk hall/items/one 9 "The desk says it still"
ok "... whatever its number" until_true refused hall/items/one 'one of mqtt.keys is wanted'
ok "The connection was never lost" bash -c "! grep -q 'availability . offline' '$SCRATCH/said'"
ok "... and what needs a restart is named" bash -c "sed -i 's/name = \"hall\"/name = \"lobby\"/' '$SCRATCH/keys.cfg'; kill -HUP ${links[0]}"
ok "... by its key" until_true told link.log "mqtt.name: it has changed, and needs a restart"
end_links
tap_done
