#!/bin/bash
# An article goes in: extract, import, list, show, edit, kill, approve, remove, add.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"

cat >"$SCRATCH/harbour.txt" <<'TEXT'
The ferry between Lindmoor and the island will run again from Monday, the harbour office said on Friday.

“We have waited for this since the spring storms,” said Ada Brunner, who runs the harbour. “The new pier is stronger than the old one ever was.”

Islanders had called the long closure “a winter without end.”
TEXT
db=(--set "store.path=$SCRATCH/news.db")

ok "extract reads an article" exits 0 extract "$SCRATCH/harbour.txt" --json
cp "$SCRATCH/out" "$SCRATCH/extract.json"
ok "... as one line of JSON" test "$(wc -l <"$SCRATCH/extract.json")" = 1
# Every quotation's bytes are at its offsets.
cat >"$SCRATCH/offsets.pl" <<'PERL'
use strict; use warnings; use JSON::PP;
local $/; open my $j, "<", $ARGV[0]; my $doc = decode_json(<$j>);
open my $f, "<:raw", $ARGV[1]; my $bytes = <$f>;
my $n = 0;
for my $s (grep { $_->{kind} eq "quote" } @{$doc->{snippets}}) {
    my $words = $s->{quote}; utf8::encode($words);
    my $there = substr $bytes, $s->{start}, $s->{end} - $s->{start};
    die "$words is not $there" if $words ne $there;
    $n++;
}
die "$n quotations" unless $n == 3;
PERL
ok "... with each quotation's exact bytes" perl "$SCRATCH/offsets.pl" "$SCRATCH/extract.json" "$SCRATCH/harbour.txt"
ok "The speaker is named in full" grep -q '"speaker":"Ada Brunner"' "$SCRATCH/extract.json"

ok "import takes an article" exits 0 import "$SCRATCH/harbour.txt" "${db[@]}"
"$MOTOGRAPH" list --json "${db[@]}" >"$SCRATCH/first.json"
ok "The same article again changes nothing" exits 0 import "$SCRATCH/harbour.txt" "${db[@]}"
ok "... and says so" prints "known already"
"$MOTOGRAPH" list --json "${db[@]}" >"$SCRATCH/second.json"
ok "... and the store lists the same" cmp "$SCRATCH/first.json" "$SCRATCH/second.json"
ok "show gives one snippet, whole" exits 0 show 1 "${db[@]}"
ok "... its text" prints "ferry"
ok "edit changes a text" exits 0 edit 1 "The ferry runs again" "${db[@]}"
motograph show 1 "${db[@]}"
ok "... for good" prints "The ferry runs again"
ok "edit changes on what terms it airs" exits 0 edit 1 --priority 5 --daypart "mon-fri 06:00-10:00" --expires never "${db[@]}"
motograph show 1 "${db[@]}"
ok "... the priority" prints "priority     5"
ok "... the daypart" prints "mon-fri 06:00-10:00"
ok "... and leaves the rest as it was" prints "The ferry runs again"
ok "An edit of nothing is at fault" exits 1 edit 1 "${db[@]}"
ok "... so is a term that is none" exits 1 edit 1 --weight 200 "${db[@]}"
ok "... so is an expiry before the embargo's end" exits 1 edit 1 "Other" --not-before 2h --expires 1h "${db[@]}"
motograph show 1 "${db[@]}"
ok "... and nothing of it is kept" prints "The ferry runs again"
ok "kill is remembered" exits 0 kill 1 "${db[@]}"
motograph show 1 "${db[@]}"
ok "... as a state" prints "killed"
ok "approve lets it air again" exits 0 approve 1 "${db[@]}"
ok "remove takes it out" exits 0 remove 1 "${db[@]}"
ok "... so that it is not found any more" exits 1 show 1 "${db[@]}"
ok "An id that is none is at fault" exits 1 show seven "${db[@]}"
ok "add takes a line" exits 0 add "Open house on Sunday" "${db[@]}"
ok "add takes a quotation" exits 0 add "We are open." --quote --speaker "Ada Brunner" "${db[@]}"
# shellcheck disable=SC1111  # the marks are the test
ok "... and composes its text" prints "“We are open.” - Ada Brunner"
ok "A quotation without a speaker is at fault" exits 1 add "We are open." --quote "${db[@]}"
ok "An expiry that is none is at fault" exits 1 add "Hello" --expires soon "${db[@]}"
ok "A line that is too long is at fault" exits 1 add "$(printf 'long %.0s' {1..50})" "${db[@]}"
ok "A control character is refused" exits 1 add $'red \e[31m' "${db[@]}"
mkdir "$SCRATCH/folder"
cp "$SCRATCH/harbour.txt" "$SCRATCH/folder/one.txt"
echo "The library opens its new wing in May, the town council said." >"$SCRATCH/folder/two.txt"
ok "import takes a folder" exits 0 import "$SCRATCH/folder" --set "store.path=$SCRATCH/folder.db"
ok "... each article" prints "two.txt"
ok "... and ends with a count" prints "2 articles: 2 stored, 0 refused, 0 known already"

# What is no article is named, and nothing of it is stored; the rest is.
mkdir "$SCRATCH/mixed"
cp "$SCRATCH/harbour.txt" "$SCRATCH/mixed/a.txt"
printf '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>News</title></channel></rss>\n' >"$SCRATCH/mixed/b.txt"
printf '<!DOCTYPE html>\n<html><body><p>The bridge closes.</p></body></html>\n' >"$SCRATCH/mixed/c.txt"
printf 'From: ivo@example.org\nTo: all@example.org\nSubject: Bridge\n\nThe bridge closes.\n' >"$SCRATCH/mixed/d.txt"
printf '%%PDF-1.7\n' >"$SCRATCH/mixed/e.txt"
printf 'Bron st\xc3\xa4ngd\n\nAnna Berg och Jan Berg bor vid bron. Berg \xc3\xa4r arg.\n' >"$SCRATCH/mixed/f.txt"
mixed=(--set "store.path=$SCRATCH/mixed.db")
ok "A folder with what is no article is at fault" exits 1 import "$SCRATCH/mixed" "${mixed[@]}"
ok "... a feed is named" says "b.txt: this is an RSS feed"
ok "... a page" says "c.txt: this is a web page"
ok "... a mail gives its subject and its text" prints "d.txt: a headline"
ok "... a document" says "e.txt: this is a PDF document"
ok "... the articles are stored" prints "a.txt: 4 snippets"
ok "... all of them" prints "f.txt: a headline"
ok "... and the count says so" prints "6 articles: 3 stored, 3 refused, 0 known already"
motograph import "$SCRATCH/mixed" "${mixed[@]}" --json
ok "... in JSON, too" prints '"stored":0,"refused":3,"known":3'
motograph list "${mixed[@]}"
ok "... and nothing else is in the store" bash -c "! grep -q 'News' '$SCRATCH/out'"
ok "extract refuses the same" exits 1 extract "$SCRATCH/mixed/b.txt"
ok "... by its name" says "this is an RSS feed"
printf '<!DOCTYPE html>\n<html><body><nav><p>Home</p></nav><article><h1>Ferry runs again</h1><p>The ferry runs again, the council said.</p></article></body></html>\n' >"$SCRATCH/page.html"
ok "extract takes the article of a web page" exits 0 extract "$SCRATCH/page.html"
ok "... its title" prints "Ferry runs again"
ok "feed tells what it has, too" exits 0 feed "$SCRATCH/page.html"
ok "... and that it would air" prints "HTML, UTF-8, 1 item, 1 would air"

# A file of headlines, and what an article says of itself.
printf 'Bridge to close in May\nFerry fares to rise\nMayor opens library\n' >"$SCRATCH/lines.txt"
ok "A file of headlines is taken as such" exits 0 import "$SCRATCH/lines.txt" --set "store.path=$SCRATCH/lines.db"
motograph list --set "store.path=$SCRATCH/lines.db"
ok "... each line" prints "Mayor opens library"
printf 'EMBARGOED UNTIL 00:01 GMT 5 MARCH 2035\n\nBridge to close\n\nThe bridge closes tomorrow, the council said.\n' >"$SCRATCH/embargo.txt"
ok "An embargo whose end can be read" exits 0 import "$SCRATCH/embargo.txt" --set "store.path=$SCRATCH/embargo.db"
motograph show 1 --set "store.path=$SCRATCH/embargo.db"
ok "... is the instant before which it does not air" prints "2035-03-05 00:01"
ok "... and it lives on from then" prints "2035-03-06 00:01"
ok "extract holds it" exits 0 extract "$SCRATCH/embargo.txt"
ok "... and says until when" prints "under embargo until 2035-03-05T00:01:00Z"
printf 'EMBARGOED UNTIL FRIDAY\n\nBridge to close\n\nThe bridge closes, the council said.\n' >"$SCRATCH/friday.txt"
motograph import "$SCRATCH/friday.txt" --set "store.path=$SCRATCH/friday.db"
ok "One whose end can't be read holds all of it" prints "1 snippet, 1 held"

ok "import takes standard input" bash -c "'$MOTOGRAPH' import - --set 'store.path=$SCRATCH/in.db' <'$SCRATCH/harbour.txt'"
# Words that never air.
banned=(--set "store.path=$SCRATCH/banned.db" --set "news.banned=drawbridge; hot air")
printf 'The Drawbridge opens\n\nThe town is glad of it, and all that is hot.\n' >"$SCRATCH/banned.txt"
ok "An article with a word that never airs is taken" exits 0 import "$SCRATCH/banned.txt" "${banned[@]}"
ok "... and held" bash -c "'$MOTOGRAPH' list --held ${banned[*]@Q} | grep -q 'never airs (news.banned)'"
ok "... also when it is approved" exits 1 approve 1 "${banned[@]}"
ok "... with that reason" says "it has a word that never airs (news.banned)"
ok "A line with one is refused" exits 1 add "All HOT  air" "${banned[@]}"
ok "... without the word" bash -c "! grep -qi 'hot  air' '$SCRATCH/err'"
ok "... a take-over, too" exits 1 breaking "All hot air" "${banned[@]}"
ok "Part of a word is none" exits 0 add "Drawbridges" "${banned[@]}"

# A feed's file is one article of many headlines.
mkdir "$SCRATCH/wire"
cp config/demo/feed.xml "$SCRATCH/wire"
printf 'text,category\nThe pool is warm,sport\nOpen house on Sunday,news\n' >"$SCRATCH/wire/list.csv"
for store in one two; do
    wire=(--set "store.path=$SCRATCH/$store.db" --start 2026-11-06T10:00 --seed 3)
    motograph import "$SCRATCH/wire" --set "store.path=$SCRATCH/$store.db"
    cp "$SCRATCH/out" "$SCRATCH/$store.out"
    motograph run --fast --output "gif:$SCRATCH/$store.gif" --duration 60 "${wire[@]}"
done
ok "A folder's feeds and tables are imported" grep -q "list.csv: 2 headlines" "$SCRATCH/one.out"
listed() { "$MOTOGRAPH" list --set "store.path=$SCRATCH/one.db" | grep -q "$1"; }
ok "... without the name that each title repeats, but for once" listed 'strikes again after 90 years (Millmouth Gazette)$'
ok "... and what is meant for editors is held" listed 'held .*ADVISORY'
ok "The show of it is the same each time" cmp "$SCRATCH/one.gif" "$SCRATCH/two.gif"
motograph import "$SCRATCH/wire/feed.xml" --set "store.path=$SCRATCH/one.db"
ok "The same again changes nothing" prints "known already"
sed -i 's/share one ticket/have two tickets/' "$SCRATCH/wire/feed.xml"
motograph import "$SCRATCH/wire/feed.xml" --set "store.path=$SCRATCH/one.db"
ok "Other words correct what is there" listed 'corrected .*share one ticket'
ok "... and leave the rest" listed 'live .*strikes again'
gone=$(sqlite3 "$SCRATCH/one.db" "SELECT min(id) FROM snippet WHERE state = 'corrected'")
ok "What was corrected can be killed" exits 0 kill "$gone" --set "store.path=$SCRATCH/one.db" --set "control.socket=$SCRATCH/nobody"
ok "... and is not said to have changed by it" prints "$gone stays corrected, and does not air"

# `make check-damaged` takes ten thousand, of other documents, too.
ok "Of 500 damaged documents nothing half or broken airs" \
    python3 tests/bench/mutate.py "$MOTOGRAPH" 500 tests/fuzz/feed_fuzz
tap_done
