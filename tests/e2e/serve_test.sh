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

# get PATH [HOST [METHOD [FIELDS]]]: the whole answer into $SCRATCH/out; of events what comes within 3 s.
get() {
    local patience=20
    [ "$1" != /api/v1/events ] || patience=3
    printf '%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%b\r\n' "${3:-GET}" "$1" "${2:-localhost}" "${4:-}" |
        perl tests/support/ask.pl "$port" $patience >"$SCRATCH/out"
}
# answers CODE PATH...: the code that get hears.
answers() {
    local code=$1
    shift
    get "$@"
    head -1 "$SCRATCH/out" | grep -q "^HTTP/1.1 $code "
}
serve() {
    : >"$SCRATCH/serve.out" # before it runs, so that no older address is read
    "$MOTOGRAPH" serve "${db[@]}" --set control.http=127.0.0.1:0 --set control.reading=open "$@" >"$SCRATCH/serve.out" 2>"$SCRATCH/serve.err" &
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
# Those that are open; what the log has comes later, and from a process of its own.
grep -o '"/[a-z0-9/._-]*":{"get":{[^}]*"x-open":true' "$SCRATCH/out" | cut -d'"' -f2 | grep -vE 'wall\.gif|past' >"$SCRATCH/paths"
ok "The description names paths" test "$(wc -l <"$SCRATCH/paths")" -ge 6
# What readers may not see wants a token.
all_answer() {
    while read -r path; do answers 200 "$path" || answers 401 "$path" || return 1; done <"$SCRATCH/paths"
}
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
ok "What is to be read can't be written" answers 405 /api/v1/status localhost POST 'Content-Length: 2\r\n'
ok "... and what can be done is said" prints "Allow: GET, HEAD"
get /words.js localhost GET 'Accept-Language: en;q=0.1, de\r\n'
ok "The page speaks the language that its reader would rather have" prints "Anzeige"
ok "... and says that it does" prints "Vary: Accept-Language"
ok "HEAD answers without a body" answers 200 / localhost HEAD

# Who may write, and what becomes of it.
declare -A token
for role in viewer editor chief; do
    motograph token add "$role" "$role" "${db[@]}"
    token[$role]=$(cat "$SCRATCH/out")
done
ok "A token is kept as its hash alone, for its group" bash -c \
    "! grep -q '${token[editor]}' '$SCRATCH/tokens' && [ \$(stat -c %a '$SCRATCH/tokens') = 640 ]"
# What is no single request that comes at once: who is slow is cut while the others are asked for.
wire() { (ulimit -n "$(ulimit -Hn)" && perl tests/support/http_wire.pl "$port" "${token[editor]}" "$1"); }
wire slow >"$SCRATCH/slow" 2>&1 &
slow=$!
# asks CODE ROLE METHOD PATH [BODY [FIELDS]]: the code that a request with that role's token hears.
asks() {
    local LC_ALL=C body=${5:-} # its length is in bytes
    get "$4" localhost "$3" "Authorization: Bearer ${token[$2]}\r\nContent-Type: application/json\r\nContent-Length: ${#body}\r\n${6:-}\r\n$body"
    head -1 "$SCRATCH/out" | grep -q "^HTTP/1.1 $1 "
}
ok "A page from elsewhere writes nothing, whosever token it has" asks 403 chief POST /api/v1/items '{"text":"x"}' "Origin: http://evil.example\r\n"
item='{"text":"The lock gates open at nine","priority":2}'
ok "An editor's item is there, and its tag" asks 201 editor PUT /api/v1/items/locks "$item"
# A ticker that stands still has written nothing: it is not said that it did.
unsaid() {
    local code=0
    kill -STOP "$ticker"
    printf 'PUT /api/v1/items/locks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
        "${token[editor]}" "${#item}" "$item" | perl tests/support/ask.pl "$port" 1 >"$SCRATCH/unsaid" || code=1
    kill -CONT "$ticker"
    [ "$code" = 0 ] && [ ! -s "$SCRATCH/unsaid" ]
}
tag=$(grep -i '^etag: ' "$SCRATCH/out" | tr -d '\r' | cut -d' ' -f2)
ok "Nothing is acknowledged before it is written" unsaid
ok "The same again is the same" asks 200 editor PUT /api/v1/items/locks "$item"
ok "... and has its tag" prints "$tag"
ok "It is in the store when it was answered" bash -c "'$MOTOGRAPH' list ${db[*]} | grep -q 'lock gates open at nine'"
ok "Who knows it as it is may change it" asks 200 editor PUT /api/v1/items/locks '{"text":"The lock gates open at ten"}' "If-Match: $tag\r\n"
ok "Who knows it as it was may not" asks 412 editor PUT /api/v1/items/locks '{"text":"Never"}' "If-Match: $tag\r\n"
ok "What is not told stays" asks 200 viewer GET /api/v1/items/locks
ok "... as it was" prints '"priority":2'
ok "An editor takes nothing over" asks 403 editor POST /api/v1/breaking '{"text":"Storm"}'
ok "A chief does" asks 201 chief POST /api/v1/breaking '{"text":"Storm warning","key":"storm","minutes":5}'
on_air_says() { answers 200 /api/v1/status && grep -q "$1" "$SCRATCH/out"; }
ok "... and it is on the wall" until_true on_air_says 'Storm warning'
ok "The same key takes its place, and there is one" asks 201 chief POST /api/v1/breaking '{"text":"Storm over","key":"storm","minutes":5}'
ok "It ends by its key" asks 200 chief DELETE /api/v1/breaking/storm
ok "A forecast tells how often an unsaved line would air" asks 200 viewer POST '/api/v1/forecast?hours=2' '{"text":"Would it air?"}'
ok "... and for how long" bash -c "grep -qE '\"airings\":[1-9].*\"seconds\":[0-9]' '$SCRATCH/out'"
ok "... and what can't be shown" asks 422 viewer POST /api/v1/forecast $'{"text":"A \ufdd0"}'
ok "... in words for people" prints '"message":"put: \"text\": no font has U+FDD0","field":"text"'
ok "... and one of all what airs when" asks 200 viewer GET '/api/v1/forecast?hours=1'
ok "... with each airing" prints '"list":[{'
ok "The wall is a picture" asks 200 viewer GET /api/v1/wall.png
ok "... a PNG" grep -qa PNG "$SCRATCH/out"
alert() { printf '{"version":"4","status":"%s","alerts":[{"status":"%s","labels":{"alertname":"Load"},"annotations":{"summary":"Load on db1 is high"},"fingerprint":"c6eadffa33fcdf37"}]}' "$1" "$1"; }
firing=$(alert firing) resolved=$(alert resolved)
asks 200 editor POST /hooks/alertmanager "$firing"
ok "What fires twice is one line" asks 200 editor POST /hooks/alertmanager "$firing"
one_load() { [ "$("$MOTOGRAPH" list "${db[@]}" | grep -c 'Load on db1')" = "$1" ]; }
ok "... in the store" one_load 1
ok "Resolved takes it off" asks 200 editor POST /hooks/alertmanager "$resolved"
ok "... the store" one_load 0
edits() { "$MOTOGRAPH" asrun "${db[@]}" | grep -q 'edit: put by editor'; }
article='Harbour reopens\n\nThe harbour reopened on Monday after the storm, which had closed it for two days.\n'
get "/api/v1/articles?name=harbour.txt" localhost POST \
    "Authorization: Bearer ${token[editor]}\r\nContent-Type: text/plain\r\nContent-Length: $(printf '%b' "$article" | wc -c)\r\n\r\n$article"
ok "An article is read, and its headline is there" prints '"known":false,"corrected":false,"headlines":1'
get "/api/v1/past?at=2s&seconds=10"
ok "The past has what is on the wall still" prints '"end":null'
ok "The log has each edit with its editor" until_true edits
# What is taken off the wall, held, not due or removed is in no answer to who has no token.
asks 201 chief POST /api/v1/breaking '{"text":"Zanzibar calls","key":"zanzibar","minutes":5}'
until_true on_air_says 'Zanzibar'
ok "What is on the wall can be asked for" on_air_says 'Zanzibar'
asks 201 editor PUT /api/v1/items/quagga '{"text":"Quagga on the loose"}'
asks 201 editor PUT /api/v1/items/okapi '{"text":"Okapi tomorrow","not_before":"tomorrow"}'
ok "It is killed" asks 200 chief POST /api/v1/items/zanzibar/kill
ok "... another before it aired" asks 200 chief POST /api/v1/items/quagga/kill
unmentioned() {
    local path
    for path in $(cat "$SCRATCH/paths") /api/v1/past '/api/v1/past?at=5s&seconds=60' '/api/v1/asrun?search=zanzibar' /api/v1/items/zanzibar \
        /api/v1/items/quagga '/api/v1/items?search=okapi' '/api/v1/asrun?search=okapi' /api/v1/breaking /api/v1/held /api/v1/feeds; do
        get "$path"
        ! grep -qaiE 'zanzibar calls|quagga on|okapi tom' "$SCRATCH/out" || return 1
    done
}
killed_known() { asks 200 viewer GET '/api/v1/asrun?search=zanzibar' && grep -q 'Zanzibar calls' "$SCRATCH/out"; }
ok "... and both are known to who has a token" until_true killed_known
off_air() { ! on_air_says 'Zanzibar' && ! on_air_says 'Quagga'; }
until_true off_air
ok "... to who has none in no route, event, figure or error" unmentioned
get '/api/v1/past?seconds=60'
ok "... nor is its picture in the past" bash -c "grep -q '\"airings\":\[' '$SCRATCH/out' && ! grep -q Zanzibar '$SCRATCH/out'"
get /api/v1/asrun
ok "... which is not told where reading is open" bash -c "! grep -q 'edit: ' '$SCRATCH/out'"
"$MOTOGRAPH" list --json "${db[@]}" >"$SCRATCH/before"
perl tests/support/http_refusals.pl "$port" tests/e2e/http_refusals.txt "${token[viewer]}" "${token[editor]}" "${token[chief]}" >"$SCRATCH/refused"
cp "$SCRATCH/refused" "$SCRATCH/err"
ok "Each row of a table of 200 and more is refused, with a code" bash -c "[ \$(wc -l <'$SCRATCH/refused') = 1 ]"
"$MOTOGRAPH" list --json "${db[@]}" >"$SCRATCH/after"
files() { find "/proc/$ticker/fd" -type l | wc -l; }
before=$(files)
ok "A body of which half comes disturbs nobody" wire half
ok "What is asked in one go is answered in its order" wire pipelined
ok "What stands in a refused body, or behind it, is no request" wire hidden
ok "A body with two lengths is none" wire lengths
ok "JSON of any depth is refused" wire deep
ok "A thousand connections are kept, and another one is answered" wire many
ok "More than there is room for harm nobody who is in, and nobody behind them" wire crowd
ok "... of which the ticker has no trace" test "$(files)" = "$before"
ok "Who sends a byte a second is cut" wait "$slow"
unaired() { sed 's/"last_aired":[^,]*,"airings":[0-9]*//g' "$1"; }
ok "None of it changes anything" bash -c "[ '$(unaired "$SCRATCH/before" | sha256sum)' = '$(unaired "$SCRATCH/after" | sha256sum)' ]"
motograph token remove editor "${db[@]}"
gone() { asks 401 editor POST /api/v1/items "$item"; }
ok "A token that was removed opens nothing within a second" bash -c "sleep 1"
ok "... and says so" gone

kill -KILL "$server"
wait "$server" 2>/dev/null
ok "What was acknowledged is there though it was killed" bash -c "'$MOTOGRAPH' list ${db[*]} | grep -q 'lock gates open at ten'"
ok "The ticker goes on without it" "$MOTOGRAPH" status "${db[@]}"
serve --set control.dialects=awtrix3
until_true healthy
notified() { [ "$("$MOTOGRAPH" list "${db[@]}" | grep -c 'The .* is hot')" = "$1" ]; }
notify() { asks 200 chief POST /api/notify "{\"text\":\"$1\",\"hold\":true,\"icon\":7}"; }
ok "A dialect's notification is taken, and what means nothing is named" notify "The oven is hot"
ok "... by its name" prints '"ignored":["icon"]'
ok "... another stands beside it" notify "The kettle is hot"
ok "... in the store" notified 2
ok "One is dismissed" asks 200 chief POST /api/notify/dismiss
ok "... and the other stays" notified 1
asks 200 chief POST /api/notify/dismiss
ok "... until it is dismissed, too" notified 0
ok "Where there is none there is nothing to dismiss" asks 200 chief POST /api/notify/dismiss
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
