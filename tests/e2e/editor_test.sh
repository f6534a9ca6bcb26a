#!/bin/bash
# The hands of an editor: mistyped commands, lists of ids, standard input, lists, JSON, 80 columns.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"

db=(--set "store.path=$SCRATCH/editor.db")
lines() { "$MOTOGRAPH" list --jsonl "${db[@]}" | grep -c "$1"; }
# has N TEXT: so many rows have it.
has() { [ "$(lines "$2")" = "$1" ] || { echo "$(lines "$2") rows, $1 wanted"; false; }; }

# meant WRONG RIGHT
meant() { exits 2 "$1" && says "did you mean $2?"; }
while read -r wrong right; do
    ok "$wrong: $right may be meant" meant "$wrong" "$right"
done <<'END'
ad add
lst list
staus status
breakng breaking
forcast forecast
aprove approve
fore forecast
check_config check-config
Add add
END
ok "What is far from all commands has no nearest one" exits 2 zebra
ok "... and none is told" bash -c "! grep -q 'did you mean' $SCRATCH/err"
ok "A mistyped option is wrong usage" exits 2 add one --prioritty 3
ok "... with the nearest one" says "did you mean --priority?"
ok "An unknown letter is told, not the word behind it" exits 2 add -z one
ok "... as the letter" says "unknown option -z"
ok "help COMMAND is that command's help" exits 0 help add
ok "... whole" prints "--not-before WHEN"
ok "help of a command that there is not is wrong usage" exits 2 help ad
ok "... with the nearest one" says "did you mean add?"
ok "version tells the version" exits 0 version
ok "... as --version does" prints "$("$MOTOGRAPH" --version)"
ok "... the build, as the linker knows it" bash -c "'$MOTOGRAPH' version | grep -q \"^build $(readelf -n "$MOTOGRAPH" | sed -n 's/.*Build ID: //p')$\""
ok "... what it was built with, and what it runs with" bash -c "'$MOTOGRAPH' version | grep -q '^  sqlite3 3' && '$MOTOGRAPH' version | grep -q '^  libsqlite3.so'"
ok "... as JSON, too" bash -c "'$MOTOGRAPH' version --json | grep -q '^{\"version\":\"[0-9.]*\",'"
echo 'panel = garbage' >"$SCRATCH/bad.cfg"
ok "... and without a configuration that is good" exits 0 version -c "$SCRATCH/bad.cfg"

# Words that begin with a minus, and words from standard input.
airs() { exits 0 "$@" "${db[@]}"; }
ok "A leading minus is a text's" airs add '-5 degrees tonight'
ok "... with options around it" airs add --priority 2 '-12 degrees' --category weather
ok "... of letters, too" airs add '-cold and wet'
ok "Behind -- nothing is an option" exits 0 add "${db[@]}" -- --json
ok "All of them are words" has 1 '"text":"-12 degrees".*"category":"weather"'
ok "... as written" has 1 '"text":"--json"'
from_input() { printf '%s\n' "$1" | airs "${@:2}"; }
ok "add reads standard input" from_input "From a pipe" add -
ok "edit does" from_input "From another" edit 1 -
ok "breaking does" from_input "Fire from a pipe" breaking -
ok "render does" from_input "A picture" render - -o "$SCRATCH/x.png"
ok "plan does" from_input "A cost" plan -
ok "The words are the pipe's" has 3 "From a\|Fire from a pipe"
ok "Of nothing there is no text" bash -c "! '$MOTOGRAPH' add - ${db[*]} </dev/null"

# Lines of a pipe.
many=(--set "store.path=$SCRATCH/many.db")
printf 'The first of them\r\n\nThe second\001 of them\nThe third of them' | "$MOTOGRAPH" add - --priority 3 "${many[@]}" >"$SCRATCH/out" 2>"$SCRATCH/err"
ok "add - takes a line each; one that is bad is at fault" test $? = 1
ok "... and told by its place" says "-:3: TEXT: U+0001"
ok "... the others are there, on the same terms" bash -c "[ \$('$MOTOGRAPH' list ${many[*]} | grep -c 'p3 The .* of them') = 2 ]"
printf 'One\nTwo\n' | "$MOTOGRAPH" add - --json "${many[@]}" >"$SCRATCH/out" 2>"$SCRATCH/err"
ok "... in JSON a document with its items" perl -MJSON::PP -e 'local $/; exit(@{decode_json(<STDIN>)->{items}} != 2)' <"$SCRATCH/out"

# What must not be read from a list.
motograph add "What a blast this is" "${many[@]}"
banned=("${many[@]}" --set "news.banned=blast")
ok "The words of what never airs are in no list" bash -c "'$MOTOGRAPH' list ${banned[*]} | grep -q 'a word that never airs' && ! '$MOTOGRAPH' list ${banned[*]} | grep -q blast"
ok "... nor in a forecast" bash -c "! '$MOTOGRAPH' forecast --hours 1 ${banned[*]} | grep -q blast"
ok "... show has them, for whom it concerns" bash -c "'$MOTOGRAPH' show 5 ${banned[*]} | grep -q blast"

# Lists of ids.
for i in 1 2 3 4 5 6; do motograph add "Line $i of the list" "${db[@]}"; done # 7 to 12
ok "A list with a range is killed" airs kill 7-9,11
ok "... each of it" has 4 '"state":"killed"'
ok "... and each is told" prints "11 killed: Line 5"
ok "One that is not there does not keep the others" exits 1 kill 99,12 "${db[@]}"
ok "... which are killed" has 5 '"state":"killed"'
ok "What is named twice is approved once" airs approve 7-8,8,7
ok "... in one line" bash -c "[ \$(wc -l <$SCRATCH/out) = 2 ]"
ok "A range may be wider than what there is" airs approve 1-9223372036854775807
ok "A range without any is at fault" exits 1 kill 100-200 "${db[@]}"
ok "... and says so" says "no snippet has such an id"
ok "A range that goes back is refused" exits 1 kill 8-7 "${db[@]}"
ok "A list that is none does nothing" exits 1 kill 7,8,x "${db[@]}"
ok "... to none of it" has 0 '"state":"killed"'
ok "Ids come from standard input" from_input "7,8 9" remove -
ok "... and are gone" bash -c "! '$MOTOGRAPH' list ${db[*]} | grep -q 'Line [123]'"

# What is listed.
ok "A list has a category's items" exits 0 list --category Weather "${db[@]}"
ok "... alone" bash -c "[ \$(wc -l <$SCRATCH/out) = 1 ]"
ok "... with what is left, category and priority" grep -q "24h weather p2 -12 degrees" "$SCRATCH/out"
ok "A search finds capitals and small letters" bash -c "'$MOTOGRAPH' list --search 'LINE 6' ${db[*]} | grep -q 'Line 6'"
ok "A state can be asked for" bash -c "[ \$('$MOTOGRAPH' list --state live ${db[*]} | wc -l) = 0 ] || '$MOTOGRAPH' list --state approved ${db[*]} | grep -q Line"
ok "... and a wrong one is refused with those there are" exits 1 list --state lively "${db[@]}"
ok "... all of them" says "live, approved, held, killed, expired, corrected"
ok "What came in within the hour can be asked for" bash -c "'$MOTOGRAPH' list --since 1h ${db[*]} | grep -q Line"

# JSON: a document; with --jsonl the items alone.
document() { "$MOTOGRAPH" "$@" "${db[@]}" | perl -MJSON::PP -e 'local $/; my $d = decode_json(<STDIN>); exit(ref $d->{items} ne "ARRAY")'; }
ok "list is a document with its items" document list --json
ok "kill is" document kill 10 --json
ok "approve is" document approve 10,11 --json
ok "asrun is" document asrun --json
ok "forecast is" document forecast --hours 1 --list --json
ok "boards is" document boards --json
ok "firmware --timing is" document firmware --timing --json
ok "import is" document import --json config/demo/articles/*.txt
ok "... with a tally beside them" bash -c "'$MOTOGRAPH' import --json config/demo/articles/*.txt ${db[*]} | grep -q '\"known\":[1-9][0-9]*}}$'"
ok "An error is a document on standard error" bash -c "'$MOTOGRAPH' show 999 --json ${db[*]} 2>&1 >/dev/null | perl -MJSON::PP -e 'local \$/; exit(decode_json(<STDIN>)->{messages}[0]{level} ne \"error\")'"
ok "... wrong usage, too" bash -c "'$MOTOGRAPH' add --json 2>&1 >/dev/null | grep -q '^{\"messages\":\\['"
ok "plan of the wall crawls as the panel lets each item crawl: its lines' colour, too, has a say" \
    bash -c "speed() { '$MOTOGRAPH' plan --json \"\$@\" | grep -o '\"crawl_px_s\":[0-9.]*'; }; [ \$(speed) != \$(speed --set colours.line=white) ]"
ok "Numbers are rounded" bash -c "! '$MOTOGRAPH' plan --json | grep -qE '[0-9]\.[0-9]{10}'"
ok "repair tells JSON" bash -c "'$MOTOGRAPH' repair --json ${db[*]} | grep -q '^{\"sound\":true}$'"

# A story that comes again as another file.
story=(--set "store.path=$SCRATCH/story.db")
for version in one two; do
    printf 'The mill opens its doors after forty years\n\n“We have waited for this,” said Ada Brunner, who runs it.\n\nVersion %s.\n' $version >"$SCRATCH/$version.txt"
done
motograph import "$SCRATCH/one.txt" "${story[@]}"
ok "The same story in another file takes the place of the first" exits 0 import "$SCRATCH/two.txt" "${story[@]}"
ok "... which is told" prints "in place of the same story, which had come as another file"
ok "... and its headline is one row" bash -c "[ \$('$MOTOGRAPH' list --search 'the mill opens' ${story[*]} | wc -l) = 1 ]"
printf 'The mill opens after forty years\n\n“We have waited for this,” said Ada Brunner, who runs it.\n' >"$SCRATCH/three.txt"
motograph import "$SCRATCH/three.txt" "${story[@]}"
ok "... with another title, too" prints "in place of the same story, which had come as another file"
printf 'The mill opens after forty years\n\n“We have waited so long for this,” said Ada Brunner, who runs it.\n' >"$SCRATCH/four.txt"
motograph kill "$("$MOTOGRAPH" list --search 'waited' "${story[@]}" | sed -n 's/^ *\([0-9]*\) .*/\1/p')" "${story[@]}"
motograph import "$SCRATCH/four.txt" "${story[@]}"
ok "What was killed of it and comes reworded is held" prints "1 held"
ok "... with that reason" bash -c "'$MOTOGRAPH' list --held ${story[*]} | grep -q 'nearly the words of snippet 2, which was killed'"

# What becomes of a line, and the same line twice.
own=(--set "store.path=$SCRATCH/own.db")
ok "add tells when the line airs first, how often, and until when" exits 0 add "The mill opens" --expires 3h "${own[@]}"
ok "... in a sentence" grep -qE "^    airs first at .*[0-9]{2}:[0-9]{2}.*, then about [0-9]+ times an hour, until .*[0-9]{2}:[0-9]{2}" "$SCRATCH/out"
ok "... and what its priority does" bash -c "'$MOTOGRAPH' add 'First of all' --priority 2 ${own[*]} | grep -q 'airs 3 times as often as a normal one'"
ok "... or why it does not air" bash -c "'$MOTOGRAPH' add 'A word of the house' --category house ${own[*]} | grep -q 'does not air within a day: a house line'"
ok "... as JSON, too" bash -c "'$MOTOGRAPH' add 'In JSON' --json ${own[*]} | grep -q '\"airings_an_hour\":[1-9]'"
ok "A character reference of a text that was copied from a page is its character" \
    bash -c "'$MOTOGRAPH' add 'Fish &amp; chips&#8217; day' ${db[*]} | grep -q 'Fish & chips’ day'"
ok "The same line again is no second row" exits 0 add "The mill opens" --priority 5 "${own[@]}"
ok "... which is told" says "these words are there already, as snippet 1"
ok "... on the terms that are told now" bash -c "'$MOTOGRAPH' list --search mill ${own[*]} | grep -q 'p5 The mill' && [ \$('$MOTOGRAPH' list --search mill ${own[*]} | wc -l) = 1 ]"
motograph kill 1 "${own[@]}"
ok "What was killed does not come back as a new line" exits 1 add "The mill opens" "${own[@]}"
ok "... and that is the reason" says "which was killed, and stays off"
motograph add "A line for later" --not-before 5d --expires 6d "${own[@]}"
# A day that is not near, whenever the test runs.
later="$(LC_ALL=C date -d '+3 days' +%a | tr '[:upper:]' '[:lower:]') 03:00-03:01"
motograph add "A line for another day" --daypart "$later" --expires 2h "${own[@]}"
motograph forecast --hours 1 "${own[@]}"
ok "The forecast gives a reason for what is under embargo" grep -q "^ *under embargo until" "$SCRATCH/out"
ok "... for a daypart that does not come" grep -q "its daypart \"$later\" does not come in that time" "$SCRATCH/out"
ok "... and for a house line that nobody asked for" grep -q "rota.house_every is 0" "$SCRATCH/out"
ok "... in JSON" bash -c "'$MOTOGRAPH' forecast --hours 1 --json ${own[*]} | grep -q '\"reason\":\"under embargo until'"

# Another speaker, other words of one.
motograph add "We have won" --quote --speaker "Ada Brunnr" "${own[@]}"
said=$(sed -n '1s/:.*//p' "$SCRATCH/out")
ok "edit --speaker names another speaker" exits 0 edit "$said" --speaker "Ada Brunner" "${own[@]}"
ok "... behind the same words" prints $'\u201cWe have won\u201d - Ada Brunner'
ok "edit --quote gives the speaker other words" exits 0 edit "$said" "We have lost" --quote "${own[@]}"
ok "... with the marks" prints $'\u201cWe have lost\u201d - Ada Brunner'
ok "A line has no speaker of its own" exits 1 edit 2 --speaker Bo "${own[@]}"
ok "... and what would be right is said" says "TEXT --quote --speaker NAME"
ok "It can become a quotation" exits 0 edit 2 "It is so" --quote --speaker Bo "${own[@]}"
ok "... that is one" bash -c "'$MOTOGRAPH' show 2 ${own[*]} | grep -q '^kind *quote'"
ok "--speaker with a text wants --quote" exits 1 edit 2 "It is so" --speaker Bo "${own[@]}"

# 80 columns: what commands say, and what is wrong.
export COLUMNS=80
narrow() {
    motograph "$@" "${db[@]}"
    cat "$SCRATCH/out" "$SCRATCH/err" >"$SCRATCH/seen"
    perl -CSD -ne 'chomp; if (length > 80) { print "$_\n"; $wide = 1 } END { exit $wide // 0 }' "$SCRATCH/seen"
}
motograph add "A line that is longer than any terminal, since its author, who had all the time of the world, went on and on" "${db[@]}"
mapfile -t commands < <(sed -n 's/^    COMMAND(cli_\([a-z_]*\)).*/\1/p' include/cli/commands.h | tr _ -)
ok "There are commands" test "${#commands[@]}" -ge 30
for command in "${commands[@]}"; do
    ok "The help of $command has 80 columns" narrow "$command" --help
    ok "What it says of an unknown option has" narrow "$command" --set panel.colums=64 --nonsense-that-is-long
    ok "What it says of a wrong configuration has" narrow "$command" --set panel.colums=64 --set rota.idle=maybe x
done
while read -r line; do
    read -ra words <<<"$line"
    ok "motograph $line has 80 columns" narrow "${words[@]}"
done <<END
list
list --held
show 1
show 999
kill 999
kill 11
approve 11
edit 11 --priority 4
edit 11 --expires yesterdayish
add Hello --not-before 2h --expires 1h
add Hello --daypart breakfast
add Hello --quote
breaking Fire
clear
forecast --hours 1
forecast --hours 1 --list
asrun
asrun --verify
asrun --from never
replay --at never -o $SCRATCH/x.gif
boards
boards regular
boards nosuch
fonts
fonts --confusable
check-config
check-config --set panel.rows=7
plan
render Hello
status
next
pause maybe
extract README.md
import README.md
import $SCRATCH/nosuch
firmware --timing
firmware /dev/null
repair
backup
run --output nosuch
run --fast --output null --duration 5
pattern nosuch
help
help add
help nosuch
version
panels
panels nosuch
init $SCRATCH/first.cfg --defaults
init $SCRATCH/first.cfg --defaults
reload
blank off
look -o $SCRATCH/look.png
check-config -c $SCRATCH/bad.cfg
END
tap_done
