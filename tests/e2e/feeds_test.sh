#!/bin/bash
# What becomes of a feed whatever its host answers: a table of scenarios, each with the row of the feeds' book that must stand
# there afterwards. The wires' program and a ticker run in a network namespace with loopback alone; time passes between the
# rounds of a scenario by what the book remembers being made older.
# shellcheck source=tests/support/alone.sh
. "$(dirname "$0")/../support/alone.sh"
ip link set lo up
for address in 93.184.216.0/24 10.0.0.1/32 169.254.169.254/32 100.64.0.1/32; do
    ip addr add "$address" dev lo
done
export SCRATCH
perl tests/support/web.pl "$SCRATCH/ready" "$SCRATCH/log" &
web=$!
db=(-c "$SCRATCH/wall.cfg")
trap 'kill $web 2>/dev/null; tap_end_ticker; rm -rf "$SCRATCH"' EXIT
until_true test -e "$SCRATCH/ready"

# A row: what it shows, the hours between its rounds, where it is asked (@ stands for a private host of its own, # for a public
# one, N for its number), then the book's row: failures in a row, gone, moved for good, the validator, minutes until it is
# asked again (a tenth more or less), items on air, words of its fault.
cat >"$SCRATCH/table" <<'END'
A feed is read|2|@/rss?N|0 0 0 "1" 15 1|-
One of a public host is|2|#/rss?N|0 0 0 "1" 15 1|-
A packed one is|2|@/gzip?N|0 0 0 - 15 1|-
One without a length is|2|@/nolength?N|0 0 0 - 15 1|-
One in pieces is|2|@/chunked?N|0 0 0 - 15 1|-
One behind an answer that comes before the answer is|2|@/early?N|0 0 0 - 15 1|-
One that is told to be a picture is|2|@/image?N|0 0 0 - 15 1|-
One that is told to be in another encoding is|2|@/charset?N|0 0 0 - 15 1|-
One with nothing in it is no fault|2|@/bare|0 0 0 - 15 0|-
What may be kept for two hours is asked for after two|2|@/aged?N|0 0 0 - 120 1|-
What may be kept for ever is asked for after a day|2|@/forever?N|0 0 0 - 1440 1|-
What may not be kept is asked for as configured|2|@/nocache?N|0 0 0 - 15 1|-
So is what was over before it came|2|@/past?N|0 0 0 - 15 1|-
A feed's own word on that counts|2|@/ttl?N|0 0 0 - 120 1|-
A feed with 100,000 attributes is read|2|@/attributes?N|0 0 0 - 15 1|-
Half an item does not air, the whole one before it does|2|@/cut?N|0 0 0 - 15 1|-
Nothing is a fault|2|@/empty|1 0 0 - 30 0|empty
A picture is|2|@/picture|1 0 0 - 30 0|a PNG picture
Zeros are|2|@/nulls|1 0 0 - 30 0|binary data
A depth without end is|2|@/deep|1 0 0 - 30 0|inside of each other
Entities of entities are|2|@/laughs|1 0 0 - 30 0|entit
So is one entity so often|2|@/quadratic|1 0 0 - 30 0|entit
An entity that is a file is not read|2|@/file-entity|1 0 0 - 30 0|entit
A network's page to log in is a fault|2|@/portal|1 0 0 - 30 0|web page
A page that names a feed is, and the feed is told|2|@/names|1 0 0 - 30 0|it names one: http
More than 4 MiB is|2|@/huge|1 0 0 - 30 0|larger than 4 MiB
What has no end is|2|@/endless|1 0 0 - 30 0|larger than 4 MiB
What unpacks to 64 MiB is|2|@/bomb|1 0 0 - 30 0|larger than 4 MiB
What unpacks to 10 GiB is|2|@/bomb10g|1 0 0 - 30 0|larger than 4 MiB
What is packed twice is|2|@/bomb2|1 0 0 - 30 0|larger than 4 MiB
Headers without measure are|2|@/headers|1 0 0 - 30 0|larger than 4 MiB
What can't be unpacked is|2|@/notgzip|1 0 0 - 30 0|unpacked
What breaks off is|2|@/short|1 0 0 - 30 0|broke off
An answer of nothing is|2|@/nothing|1 0 0 - 30 0|broke off
A broken piece is|2|@/badchunk|1 0 0 - 30 0|broke off
What is no HTTP is|2|@/garbage|1 0 0 - 30 0|no HTTP
A byte a second is|2|@/slow|1 0 0 - 30 0|no whole answer
Silence is|2|@/silent|1 0 0 - 30 0|no whole answer
A host that takes no connection is|2|http://127.0.0.1:9/|1 0 0 - 30 0|takes no connection
A name that nobody knows is|2|http://nobody.invalid/|1 0 0 - 30 0|not known
What is not there is|2|@/none|1 0 0 - 30 0|answers with 404
A part of a document is|2|@/status/206|1 0 0 - 30 0|answers with 206
An answer without one is|2|@/status/204|1 0 0 - 30 0|answers with 204
What is gone for good is not asked again|2|@/status/410|1 1 0 - - 0|answers with 410
Who is asked too often is left alone as it says|2|@/toomany|1 0 0 - 60 0|answers with 429
... but no shorter than a fault lasts|2|@/later|1 0 0 - 30 0|answers with 503
A redirect is followed|2|#/to/302/#/rss?N|0 0 0 "1" 15 1|-
A relative one is|2|@/relative|0 0 0 "1" 15 1|-
A private host's may lead to a public one|2|@/to/307/#/rss?N|0 0 0 "1" 15 1|-
... and to a private one|2|@/to/303/http://10.0.0.1:8080/rss?N|0 0 0 "1" 15 1|-
Nowhere is a fault|2|#/nowhere|1 0 0 - 30 0|leads nowhere
Round and round is|2|#/again|1 0 0 - 30 0|more than five
A public host never leads to this machine|2|#/to/302/http://127.0.0.1:8080/rss|1 0 0 - 30 0|to a private one
... nor to its networks|2|#/to/301/http://10.0.0.1:8080/rss|1 0 0 - 30 0|to a private one
... nor to a cloud's metadata|2|#/to/308/http://169.254.169.254:8080/latest|1 0 0 - 30 0|to a private one
... nor to a provider's network|2|#/to/307/http://100.64.0.1:8080/rss|1 0 0 - 30 0|to a private one
... nor to this machine in IPv6|2|#/to/302/http://[::1]:8080/rss|1 0 0 - 30 0|to a private one
... nor to a mapped address|2|#/to/302/http://[::ffff:10.0.0.1]:8080/rss|1 0 0 - 30 0|to a private one
... nor to one that is a number|2|#/to/302/http://2130706433:8080/rss|1 0 0 - 30 0|to a private one
... nor to one in octal|2|#/to/302/http://0177.0.0.1:8080/rss|1 0 0 - 30 0|to a private one
... nor to a name for one|2|#/to/302/http://localhost:8080/rss|1 0 0 - 30 0|to a private one
... nor there by way of another public one|2|#/to/302/#/to/302/http://10.0.0.1:8080/rss|1 0 0 - 30 0|to a private one
... nor to a file|2|#/to/302/file:///etc/hostname|1 0 0 - 30 0|neither http nor https
... nor to another protocol|2|#/to/302/ftp://127.0.0.1/rss|1 0 0 - 30 0|neither http nor https
What has not changed stays, with its validator|2|@/turn/rss?N,rss?N|0 0 0 "1" 15 1|-
What has changed is corrected|2|@/turn/rss?N,other?N|0 0 0 "2" 15 1|-
What a feed has no more goes off|2|@/turn/two?N,rss?N|0 0 0 "1" 15 1|-
... but not where it has nothing left|2|@/turn/two?N,bare|0 0 0 - 15 2|-
A page to log in leaves items and validator|2|@/turn/rss?N,portal|1 0 0 "1" 30 1|web page
Faults in a row double the pause each|2|@/turn/rss?N,status~500,short,none|3 0 0 "1" 120 1|answers with 404
A good answer ends them|2|@/turn/status~500,status~503,rss?N|0 0 0 "1" 15 1|-
A feed that is gone leaves its items until their time is over|2|@/turn/rss?N,status~410|1 1 0 "1" - 1|answers with 410
One move is not believed|2|@/turn/rss?N,to~301~@~other?N|0 0 0 "2" 15 1|-
One that is told twice, hours apart, is|2|@/turn/rss?N,to~301~@~other?N,to~308~@~other?N|0 0 1 "2" 15 1|-
... not within the hour|0|@/turn/rss?N,to~301~@~other?N,to~301~@~other?N|0 0 0 "2" 15 1|-
... nor to two places|2|@/turn/rss?N,to~301~@~other?N,to~301~@~two?N|0 0 0 - 15 2|-
... nor where it is for now alone|2|@/turn/rss?N,to~302~@~other?N,to~307~@~other?N|0 0 0 "2" 15 1|-
... nor to a page|2|@/turn/rss?N,to~301~@~portal,to~301~@~portal|2 0 0 "1" 60 1|web page
... nor to what has none of its items|2|@/turn/rss?N,to~301~@~stranger,to~301~@~bare|0 0 0 - 15 2|-
The clock is set back by a month: it is asked all the same|-720|@/turn/rss?N,rss?N|0 0 0 "1" 15 1|-
... and a move is believed no sooner|-720|@/turn/rss?N,to~301~@~other?N,to~301~@~other?N|0 0 0 "2" 15 1|-
... and faults go on doubling|-720|@/turn/status~500,status~500|2 0 0 - 60 0|answers with 500
The clock is set on by ten years: it is asked all the same|87600|@/turn/rss?N,other?N|0 0 0 "2" 15 1|-
END

# By number: the entry of the configuration, how many rounds follow the first, and what stands in the table.
entries=()
turns=()
hours=()
sentences=()
wanted=()
faults=()
while IFS='|' read -r sentence apart url row fault; do
    number=$((${#entries[@]} + 1))
    url=${url//@/http://127.0.1.$number:8080}
    url=${url//#/http://93.184.216.$number:8080}
    url=${url//\?N/\?$number}
    if [[ "$url" = */turn/* ]]; then
        path=${url#*/turn/}
        url=${url%%/turn/*}/turn/${path//\//\~}
    fi
    commas=${url//[^,]/}
    entries+=("{ name = \"$number\"; url = \"$url\"; },")
    turns+=("${#commas}")
    hours+=("$apart")
    sentences+=("$sentence")
    wanted+=("$row")
    faults+=("$fault")
done <"$SCRATCH/table"

# configure ROUND: those that have so many, but for the slow ones; they are what "slow" chooses.
configure() {
    local i listed=''
    for i in "${!entries[@]}"; do
        if [[ "${entries[i]}" = */slow* || "${entries[i]}" = */silent* ]]; then
            [ "$1" != slow ] || listed+=${entries[i]}
        elif [ "$1" != slow ] && [ "${turns[i]}" -ge "$1" ]; then
            listed+=${entries[i]}
        fi
    done
    printf 'store = { path = "%s/news.db"; };\ncontrol = { socket = "%s/sock"; };\nfeeds = ( %s );\n' "$SCRATCH" "$SCRATCH" \
        "${listed%,}" >"$SCRATCH/wall.cfg"
}
# age: what the book remembers is as much older as each scenario says.
age() {
    local i ms
    for i in "${!hours[@]}"; do
        ms=$((hours[i] * 3600000))
        echo "update feed set last_ms = last_ms - $ms, good_ms = good_ms - $ms, next_ms = next_ms - $ms,"
        echo "moved_ms = moved_ms - (moved_ms > 0) * $ms where name = '$((i + 1))';"
    done | sqlite3 "$SCRATCH/feeds.db"
}
# round WHICH [OPTION...]
round() {
    configure "$1"
    "$WIRES" run --once "${@:2}" "${db[@]}" >>"$SCRATCH/wires.out" 2>&1
}
configure 0
start
round slow --patience 2
for i in 0 1 2 3; do
    [ "$i" = 0 ] || age
    echo "$i" >"$SCRATCH/round"
    round "$i"
done
rows=()
while IFS='|' read -r name row fault; do
    rows[name]="$row|$fault"
done < <(sqlite3 "$SCRATCH/feeds.db" "select name, failures || ' ' || gone || ' ' || moved_for_good || ' ' || coalesce(etag, '-')
    || ' ' || iif(gone, '-', (next_ms - last_ms) / 60000) || ' ' || live, coalesce(fault, '-') from feed")
# stands NUMBER: its row is as the table has it.
stands() {
    local number=$1 got want fault
    echo "${rows[number]}; wanted: ${wanted[number - 1]}|${faults[number - 1]}"
    read -ra got <<<"${rows[number]%%|*}"
    read -ra want <<<"${wanted[number - 1]}"
    fault=${rows[number]#*|}
    if [[ "${want[4]}" != - && $((got[4] * 10)) -ge $((want[4] * 9 - 10)) && $((got[4] * 10)) -le $((want[4] * 11)) ]]; then
        want[4]=${got[4]}
    fi
    [ "${got[*]}" = "${want[*]}" ] && [[ "$fault" = "${faults[number - 1]}" || "${faults[number - 1]}" != - &&
        "$fault" = *"${faults[number - 1]}"* ]]
}
for i in "${!entries[@]}"; do
    ok "${sentences[i]}" stands "$((i + 1))"
done
untouched() { ! grep -E '^(169.254.169.254|100.64|localhost|2130706433)' "$SCRATCH/log"; }
ok "What must not be asked was not" untouched
whole() { ! "$MOTOGRAPH" list "${db[@]}" | grep -E 'Log in|Half of|PNG|Words of a page|haha|xxxx'; }
ok "Nothing of what was no feed is on the wall" whole
stop
tap_done
