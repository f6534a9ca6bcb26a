#!/bin/bash
# News from outside onto the wall: the wires, a web server of scripted answers and a ticker, in a network namespace with
# loopback alone.
# shellcheck source=tests/support/alone.sh
. "$(dirname "$0")/../support/alone.sh"
links_none() { ! ldd "$MOTOGRAPH" | grep -E 'curl|ssl|tls'; }
ok "The ticker's program has neither curl nor TLS" links_none
ip link set lo up
export SCRATCH
perl tests/support/web.pl "$SCRATCH/ready" "$SCRATCH/log" &
web=$!
wires=
db=(-c "$SCRATCH/wall.cfg")
trap 'kill $web $wires 2>/dev/null; tap_end_ticker; rm -rf "$SCRATCH"' EXIT
until_true test -e "$SCRATCH/ready"
mkdir "$SCRATCH/wire"
here=http://127.0.0.1:8080
cat >"$SCRATCH/wall.cfg" <<END
store = { path = "$SCRATCH/news.db"; };
control = { socket = "$SCRATCH/sock"; };
feeds = ( { name = "Mill News"; url = "$here/file/feed.xml"; },
          { name = "Other"; url = "http://127.0.0.2:8080/rss"; attribution = "before"; },
          { name = "Portal"; url = "http://127.0.0.3:8080/portal"; },
          { name = "Gone"; url = "http://127.0.0.4:8080/status/410"; },
          { name = "Tokyo"; url = "http://127.0.0.5:8080/file/tokyo.xml"; },
          { name = "Wire"; folder = "$SCRATCH/wire"; done = "move"; } );
END
# feed TITLE...: what the first one says.
feed() {
    local number=0
    {
        echo '<rss version="2.0"><channel><title>Mill News</title><copyright>Mill House, all rights reserved</copyright>'
        for title in "$@"; do
            number=$((number + 1))
            echo "<item><guid>$number</guid><title>$title</title></item>"
        done
        echo '</channel></rss>'
    } >"$SCRATCH/feed.new"
    mv "$SCRATCH/feed.new" "$SCRATCH/feed.xml"
}
once() { motograph wires --once "${db[@]}"; }
lists() { "$MOTOGRAPH" list "${db[@]}" | grep -q -- "$1"; }
lists_not() { ! lists "$1"; }
tells() { "$MOTOGRAPH" feeds "${db[@]}" | grep -q -- "$1"; }
rows() { sqlite3 "$SCRATCH/news.db" "select count(*), max(id), total(sum) from snippet"; }

echo '<?xml version="1.0" encoding="Shift_JIS"?><rss version="2.0"><channel><item><title>東京の天気</title></item></channel></rss>' |
    iconv -t SHIFT_JIS >"$SCRATCH/tokyo.xml"
feed "The harbour closes" "A bridge is painted"
once
ok "Without a ticker what comes waits, and that is said" says "waits for it"
start
ok "With one it goes on air" once
ok "... with the feed's name behind it" lists "live .*The harbour closes (Mill News)"
ok "... or before it" lists "live .*Other: The mill opens"
ok "... whatever its encoding, in a process that may open no file" lists "東京の天気"
ok "A page where a feed was never airs" lists_not "Log in"
ok "... and is told" tells "Portal: .*"
ok "What is gone for good is told" tells "Gone: gone for good"
ok "What stands well is told" tells "Mill News: well"
troubled() { "$MOTOGRAPH" status "${db[@]}" | grep -q "$1"; }
ok "... in the ticker's status, too" troubled "^feed *Gone: gone for good"
well() { ! troubled "^feed.*Mill News"; }
ok "... which leaves out what stands well" well
before=$(rows)
for _ in 1 2 3; do once; done
ok "What is the same changes no row" test "$before" = "$(rows)"
ok "Validators are sent" grep -q '/rss .*If-None-Match: "1"' "$SCRATCH/log"
feed "The harbour is closed" "A bridge is painted"
once
ok "Other words correct what is there" lists "live .*The harbour is closed"
ok "... and what it was is off" lists "corrected .*The harbour closes"
id=$(sqlite3 "$SCRATCH/news.db" "select id from snippet where text like 'A bridge%'")
motograph edit "$id" "A bridge is painted red" "${db[@]}"
feed "The harbour is closed" "A bridge was painted"
once
ok "An editor's words stay" lists "live .*A bridge is painted red"
ok "... whatever the feed says" lists_not "A bridge was painted"
feed "The harbour is closed" "A bridge was painted" "A lake freezes" "A mill burns"
once
feed "The harbour is closed" "A bridge was painted" "A lake freezes"
once
ok "What a feed has no more goes off" lists "killed .*A mill burns"
shows() { "$MOTOGRAPH" show "$(sqlite3 "$SCRATCH/news.db" "select id from snippet where text like '$1%'")" "${db[@]}" | grep -q "$2"; }
ok "... as its feed's doing" shows "A mill burns" "its feed has taken it off"
ok "Whose it is is kept and told" shows "A lake" "^rights .*Mill House, all rights reserved"
feed "The harbour is closed" "A bridge was painted" "A lake freezes" "A mill burns"
once
ok "... and comes again where it does" lists "live .*A mill burns"
"$MOTOGRAPH" wires "${db[@]}" >"$SCRATCH/wires.out" 2>&1 &
wires=$!
feed "The harbour is closed" "A bridge was painted" "A lake freezes" "A mill burns" "A tower leans"
ok "A feed is asked for at once" motograph feeds refresh "Mill News" "${db[@]}"
# One that is asked while the wires only begin is not heard.
comes() { "$MOTOGRAPH" feeds refresh "Mill News" "${db[@]}" && lists "live .*A tower leans"; }
ok "... and comes" until_true comes
ok "One that is not there is told" exits 1 feeds refresh Nobody "${db[@]}"
cat "$SCRATCH/feed.xml" >"$SCRATCH/wire/.half.xml"
echo '<rss version="2.0"><channel><title>W</title><item><guid>w</guid><title>A wire brings it</title></item></channel></rss>' \
    >"$SCRATCH/wire/a.tmp"
mv "$SCRATCH/wire/a.tmp" "$SCRATCH/wire/a.xml"
ok "A file that is moved into a folder airs" until_true lists "live .*A wire brings it (Wire)"
ok "... and is put away" until_true test -e "$SCRATCH/wire/done/a.xml"
ok "One whose name begins with a dot is left alone" test -e "$SCRATCH/wire/.half.xml"
kill "$wires"
ok "The wires end when they are told to" wait "$wires"
wires=
feed "The harbour is closed" "A bridge was painted" "A lake freezes" "A tower leans" "A mill burns"
once
"$MOTOGRAPH" backup "${db[@]}" >/dev/null
for change in '/A mill burns/d' 's|</channel>|<item><guid>6</guid><title>A ferry is late</title></item></channel>|'; do
    sed -i "$change" "$SCRATCH/feed.xml"
    once
done
ok "A backup can take the place of a store" motograph backup --restore now "${db[@]}"
ok "... that had more" lists_not "A ferry is late"
ok "... where what a feed had taken off stays off" lists "killed .*A mill burns"
once
ok "... and what it had brought comes again" lists "live .*A ferry is late"
stop
rm "$SCRATCH/news.db"
start
ok "Of a store that is lost the backup may not know what was taken off" lists "live .*A mill burns"
once
ok "... the wires do" lists "killed .*A mill burns"
ok "... and what came since" lists "live .*A ferry is late"
before=$(rows)
once
ok "... and it is told no third time" test "$before" = "$(rows)"
echo '<opml><body><outline text="A &amp; B" xmlUrl="https://a.example/rss?x=1&amp;y=2"/><outline text="folder"/></body></opml>' \
    >"$SCRATCH/list.opml"
ok "A reader's list becomes configuration" exits 0 feeds import "$SCRATCH/list.opml"
ok "... whole" prints 'url = "https://a.example/rss?x=1&y=2"; name = "A & B"'
cp "$SCRATCH/out" "$SCRATCH/listed.cfg"
ok "... that is taken" exits 0 check-config -c "$SCRATCH/listed.cfg"
echo 'feeds = ( { url = "https://a.example/"; } );' >"$SCRATCH/bad.cfg"
ok "A feed without a name is refused" exits 1 check-config -c "$SCRATCH/bad.cfg"
ok "... with its line" says "bad.cfg:1: feeds: feed 1 has no name"
stop
tap_done
