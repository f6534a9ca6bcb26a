#!/bin/bash
# The wall in browsers: what is served, to whom, and that the page draws what the program draws.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
if [ ! -x "$(dirname "$MOTOGRAPH")/motograph-serve" ]; then
    echo "1..0 # SKIP libmicrohttpd was not there when this was built"
    exit 0
fi
db=(--set store.path="$SCRATCH/news.db" --set control.socket="$SCRATCH/sock" --set control.tokens="$SCRATCH/tokens")
server=
trap 'tap_end_ticker; [ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$SCRATCH"' EXIT

# get PATH [HOST [METHOD [FIELDS]]]: the whole answer into $SCRATCH/out, within 3 s.
get() {
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf '%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%b\r\n' "${3:-GET}" "$1" "${2:-localhost}" "${4:-}" >&3
    timeout 3 cat <&3 >"$SCRATCH/out"
    exec 3<&- 3>&-
}
# answers CODE PATH...: the code that get hears.
answers() {
    local code=$1
    shift
    get "$@"
    head -1 "$SCRATCH/out" | grep -q "^HTTP/1.1 $code "
}
serve() {
    "$MOTOGRAPH" serve "${db[@]}" --set control.http=127.0.0.1:0 --set control.reading=open >"$SCRATCH/serve.out" 2>"$SCRATCH/serve.err" &
    server=$!
    until_true grep -q '^http://127.0.0.1:' "$SCRATCH/serve.out"
    port=$(sed 's/.*:\([0-9]*\).*/\1/' "$SCRATCH/serve.out")
}

ok "Nothing listens until it is told where" exits 1 serve "${db[@]}"
ok "... and how is said" says 'control.http = "127.0.0.1:8080"'
ok "What is no address is refused" exits 1 serve "${db[@]}" --set control.http=wall
ok "... with what is wanted" says "an address and a port are wanted"
ok "The ticker itself links no web server" bash -c "! ldd '$MOTOGRAPH' | grep -q microhttpd"

serve
ok "Without a ticker it serves, and says so" answers 503 /healthz
motograph add "The harbour opens at noon" "${db[@]}"
motograph add "Ferries leave every hour" "${db[@]}"
motograph add "A line for tomorrow" --not-before tomorrow "${db[@]}"
start
healthy() { answers 200 /healthz; }
ok "It finds the ticker that comes" until_true healthy
ok "The page is there" answers 200 /
ok "... under a policy of its own code alone" prints "script-src 'self'"
ok "The state tells what is on air" answers 200 /api/v1/status
ok "... in its words" grep -qE '"text":"(The harbour opens at noon|Ferries leave every hour)"' "$SCRATCH/out"
get /api/v1/openapi.json
grep -o '"/[a-z0-9/._-]*":{"get"' "$SCRATCH/out" | cut -d'"' -f2 >"$SCRATCH/paths"
ok "The description names paths" test "$(wc -l <"$SCRATCH/paths")" -ge 6
all_answer() { while read -r path; do answers 200 "$path" || return 1; done <"$SCRATCH/paths"; }
ok "... each of which answers" all_answer
# What left the wall between the two questions can't be asked for any more: then there is another scene.
packed() {
    local key
    get /api/v1/scene
    key=$(grep -o '"strip":"[0-9a-f]*"' "$SCRATCH/out" | head -1 | cut -d'"' -f4)
    get "/api/v1/strips/$key"
    grep -qa '^Content-Encoding: deflate' "$SCRATCH/out"
}
ok "The scene's strip comes packed, to be kept" until_true packed
get /api/v1/events
ok "Events begin with the levels" bash -c "grep -m1 '^event: ' '$SCRATCH/out' | grep -q hello"
ok "... and have scene, words and state" test "$(grep -cE '^event: (scene|air|state)' "$SCRATCH/out")" -ge 3
last=$(grep '^id: ' "$SCRATCH/out" | tail -1 | tr -d '\r' | cut -c5-)
get /api/v1/events localhost GET "Last-Event-ID: $last\r\n"
ok "Who comes back is told no state twice" bash -c "! grep -q '^event: state' '$SCRATCH/out'"
while read -r path; do
    get "$path"
    cat "$SCRATCH/out"
done <"$SCRATCH/paths" >"$SCRATCH/told"
ok "What is told tells of the wall" grep -qa 'The harbour opens at noon' "$SCRATCH/told"
ok "... and nothing of what is not due, or of paths" bash -c "! grep -qaE 'A line for tomorrow|news\.db|$SCRATCH' '$SCRATCH/told'"

ok "Another name is refused" answers 421 / evil.example
ok "... with what is allowed" prints "control.names"
ok "What is not there is not there" answers 404 /api/v1/../../etc/passwd
ok "Nothing can be written" answers 405 /api/v1/status localhost POST 'Content-Length: 2\r\n'
ok "... and what can be done is said" prints "Allow: GET, HEAD"
ok "HEAD answers without a body" answers 200 / localhost HEAD

kill -KILL "$server"
wait "$server" 2>/dev/null
ok "The ticker goes on without it" "$MOTOGRAPH" status "${db[@]}"
serve
until_true healthy
stop
unhealthy() { answers 503 /healthz; }
ok "A ticker that has gone is told" until_true unhealthy
get /api/v1/status
ok "... in the state" prints '"connected":false'
kill -TERM "$server"
wait "$server"
ok "SIGTERM ends it in order" test $? = 0
server=

tap_done
