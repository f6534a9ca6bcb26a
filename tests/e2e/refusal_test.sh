#!/bin/bash
# Bad input to every command: each row of the tables below is refused with its exit code and words that
# say what is wrong, on standard error, in 80 columns, and the store is the same before and after, row by row.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
export TZ=CET-1CEST,M3.5.0,M10.5.0/3
store=$SCRATCH/news.db
config=$SCRATCH/config.cfg
printf 'store = { path = "%s"; };\nschedule = { dayparts = "breakfast: 06:00-10:00"; };\n' "$store" >"$config"

motograph add "The mill opens its doors" -c "$config"
motograph add "The river is low" -c "$config"
motograph add "The ferry is late" -c "$config"
motograph kill 2 -c "$config"
motograph remove 3 -c "$config"
mkdir "$SCRATCH/folder"
mkfifo "$SCRATCH/fifo"
: >"$SCRATCH/empty"
truncate -s 1G "$SCRATCH/zeros"
echo "notes" >"$SCRATCH/notes"
long=$(printf '%0300d' 0)

# dump: all that the store holds.
dump() {
    sqlite3 "$store" .dump
}
dump >"$SCRATCH/before"

# row CODE WORDS COMMAND ARGUMENT...: refused with that code and those words.
row() {
    local code=$1 words=$2 name
    shift 2
    name=$(printf '%q ' "$@" | sed "s|$SCRATCH/||g" | cut -c1-80)
    ok "motograph ${name}is refused: $words" refused "$code" "$words" "$@"
}
refused() {
    local code=$1 words=$2 command=$3 got=0
    shift 3
    COLUMNS=80 timeout 20 "$MOTOGRAPH" "$command" -c "$config" "$@" >"$SCRATCH/out" 2>"$SCRATCH/folded" </dev/null || got=$?
    tr '\n' ' ' <"$SCRATCH/folded" | tr -s ' ' >"$SCRATCH/err"
    [ "$got" = "$code" ] || { echo "exit code $got, wanted $code"; return 1; }
    grep -E '^[^{].{80}' "$SCRATCH/folded" "$SCRATCH/out" && { echo "wider than 80 columns"; return 1; }
    says "$words" || { echo "not said: $words"; return 1; }
    LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]' "$SCRATCH/err" && { echo "control characters on the terminal"; return 1; }
    case $command in plan | render | fonts | boards | firmware | check-config | show | status | next | pause | pattern) return 0 ;; esac
    dump >"$SCRATCH/after"
    cmp "$SCRATCH/before" "$SCRATCH/after" || { mv "$SCRATCH/after" "$SCRATCH/before"; return 1; }
}

# Texts, wherever one is typed.
for command in "add" "breaking" "edit 1" "plan" "render -o $SCRATCH/x.png"; do
    # shellcheck disable=SC2086
    set -- $command
    row 1 "empty" "$@" ""
    row 1 "empty" "$@" "   "
    row 1 "not UTF-8 at byte 1" "$@" $'a\xffb'
    row 1 "not UTF-8 at byte 3" "$@" $'ab \xe2\x82'
    row 1 "U+000A at byte 1" "$@" $'a\nb'
    row 1 "U+001B" "$@" $'\e[31mred'
    row 1 "U+007F" "$@" $'a\x7f'
    row 1 "U+0085" "$@" $'a\u0085b'
    row 1 "U+2028" "$@" $'a\u2028b'
    row 1 "U+202E" "$@" $'\u202enogard'
    row 1 "U+2066" "$@" $'a\u2066b'
    row 2 "usage: motograph" "$@" one two three
done
for command in "add" "breaking" "edit 1"; do
    # shellcheck disable=SC2086
    set -- $command
    row 1 "300 characters; snippet.max_chars allows 200" "$@" "$long"
    row 1 "nothing of it can be seen" "$@" $'\u200b\u00a0\u3000'
    row 1 "no font has U+FFFF" "$@" $'\uffff'
done
row 2 "TEXT is missing" add
row 2 "TEXT is missing" breaking
row 2 "is one word too many" add The bridge is closed
row 2 "quotation marks" breaking The bridge is closed

# Terms of add and edit.
for command in "add Hello" "edit 1"; do
    # shellcheck disable=SC2086
    set -- $command
    for value in "" 10 -1 1.5 nan 0x5 " 5" +5 5x 99999999999999999999 -9223372036854775809; do
        row 1 "a whole number from 0 to 9 is wanted" "$@" --priority "$value"
    done
    for value in 0 101 -5 inf; do
        row 1 "a whole number from 1 to 100 is wanted" "$@" --weight "$value"
    done
    row 1 "a whole number from 0 to 86400" "$@" --gap 86401
    row 1 "a whole number from 0 to 86400" "$@" --gap -1
    row 1 "a whole number from 0 to 1000000" "$@" --airings 1000001
    for option in expires not-before; do
        for value in "" soon 0 -5h 0h 1.5h 99999999999d 9223372036854775807s 2026-13-01 2027-01-01T24:00 \
            2027-01-01T12:60 2027-01-01T12:00:60 2027-01-01T12 2027-01-01T 1969-12-31 10000-01-01 \
            1970-01-01T00:00+05:00 @-1 @253402300800 @99999999999999999999 $'2027-01-01\xff' $'\e'; do
            row 1 "allowed: 14:00" "$@" --$option "$value"
        done
        row 1 "no such day is in the calendar" "$@" --$option 2027-02-30
        row 1 "summer time begins" "$@" --$option 2027-03-28T02:30
    done
    row 1 "is past" "$@" --expires 2020-01-01
    row 1 "is past" "$@" --expires @0
    row 1 "it would expire" "$@" --expires 2h --not-before 3h
    row 1 "allowed: 14:00" "$@" --not-before never
    row 1 "has two readings: 2027-04-03 (day first), or 2027-03-04 (month first)" "$@" --expires 03/04/2027
    row 1 "empty" "$@" --category ""
    row 1 "not UTF-8" "$@" --category $'\xff'
    row 1 "U+202E" "$@" --category $'a\u202e'
    row 1 "300 characters" "$@" --category "$long"
    for value in "" evening 25:00-26:00 10:00 10:00- "2026-02-30 10:00-11:00" "xyz 10:00-11:00" $'\xff 10:00-11:00' "$long"; do
        row 1 "schedule.dayparts names breakfast" "$@" --daypart "$value"
    done
    row 1 "schedule.latitude" "$@" --daypart sunset-23:00
    row 2 "--priority is given twice" "$@" --priority 1 --priority 2
    row 2 "unknown option --nosuch" "$@" --nosuch
    row 2 "--priority wants a value" "$@" --priority
done
row 1 "--quote and --speaker NAME go together" add Hello --quote
row 1 "--quote and --speaker NAME go together" add Hello --speaker Ada
row 1 "--speaker: empty" add Hello --quote --speaker ""
row 1 "U+202E" add Hello --quote --speaker $'\u202eadA'
row 1 "--speaker: 300 characters" add Hello --quote --speaker "$long"
row 1 "TEXT with its speaker" add "$(printf '%0150d' 0)" --quote --speaker "$(printf '%0150d' 0)"
row 1 "it has quotation marks" add $'\u201cHello\u201d' --quote --speaker Ada
row 1 "it has quotation marks" add '"Hello"' --quote --speaker Ada
row 1 "nothing to change" edit 1

# Ids.
for command in edit show kill approve remove; do
    text=
    [ $command = edit ] && text=x
    for id in "" 0 1.5 abc " 1" +1 99999999999999999999 $'\xff' 1x; do
        row 1 "not an id; \`motograph list\` shows them" $command "$id" $text
    done
    row 2 "unknown option" $command -1
    row 2 "is missing; usage: motograph $command ID" $command
    row 2 "is one word too many" $command 1 2 3
    for id in 99 9223372036854775807 3; do
        row 1 "no snippet has the id $id" $command "$id" $text
    done
done

# Take-overs.
row 1 "a whole number from 1 to 9 is wanted" breaking x --level 0
row 1 "a whole number from 1 to 9 is wanted" breaking x --level 10
row 1 "a whole number from 1 to 10000 is wanted" breaking x --airings 0
row 1 "a whole number from 1 to 10080 is wanted" breaking x --minutes 10081
row 1 "is past" breaking x --until yesterday
row 1 "more than a week on" breaking x --until "2 weeks"
row 1 "exclude each other" breaking x --until tonight --minutes 5
row 2 "--level is given twice" breaking x --level 1 --level 9
row 2 "is one word too many" clear now

# Articles.
for command in import extract; do
    row 1 "No such file" $command "$SCRATCH/none"
    row 1 "this is no file's name" $command ""
    row 1 "empty: an article is wanted" $command "$SCRATCH/empty"
    row 1 "empty: an article is wanted" $command -
    row 1 "empty: an article is wanted" $command /dev/null
    row 1 "empty: an article is wanted" $command "$SCRATCH/fifo"
    row 1 "longer than 16 MiB" $command "$SCRATCH/zeros"
    row 1 "longer than 16 MiB" $command /dev/zero
    row 1 "No such file" $command $'\xff'
    row 2 "is missing" $command
done
row 1 "this is a folder" extract "$SCRATCH/folder"
row 1 "no such day is in the calendar" import --date 2026-02-30 "$SCRATCH/notes"
row 1 "allowed: 14:00" import --date 10000-01-01 "$SCRATCH/notes"
row 1 "allowed: 14:00" import --date sometime "$SCRATCH/notes"

# The log, the forecast, the replay.
row 1 "no such day is in the calendar" asrun --from 2026-02-30
row 1 "allowed: 14:00" asrun --to soon
row 1 "--to must be later than --from" asrun --from 2027-01-02 --to 2027-01-01
row 1 "exclude each other" asrun --csv --json
row 1 "exclude each other" asrun --csv --verify
row 1 "exclude each other" asrun --verify --from 2026-01-01
row 1 "64 hexadecimal digits" asrun --verify --head zz
row 1 "64 hexadecimal digits" asrun --head "$long"
row 2 "is one word too many" asrun yesterday
for hours in 0 745 -1 1.5 "" x; do
    row 1 "a whole number from 1 to 744 is wanted" forecast --hours "$hours"
done
row 2 "--at TIME and -o" replay
row 2 "--at TIME and -o" replay --at 2026-01-01 -o "$SCRATCH/x.txt"
row 1 "allowed: 14:00" replay --at soon -o "$SCRATCH/x.gif"
row 1 "no such day" replay --at 2026-02-30 -o "$SCRATCH/x.gif"
row 1 "a whole number from 1 to 86400" replay --at 2026-01-01 -o "$SCRATCH/x.gif" --seconds 86401
row 1 "a PNG is one picture" replay --at 2026-01-01 -o "$SCRATCH/x.png" --seconds 3
row 1 "nothing was on the wall then" replay --at 2026-01-01 -o "$SCRATCH/x.png"

# The store's keeping.
row 1 "this is the store itself" backup --set "store.backup=$store"
row 1 "there is no store" backup --set "store.path=$SCRATCH/none.db"
row 1 "there is no store" repair --set "store.path=$SCRATCH/none.db"
row 1 "folder" backup --set "store.backup=$SCRATCH/folder"
row 2 "is one word too many" backup now
row 2 "is one word too many" repair now
row 1 "not a database" list --set "store.path=$SCRATCH/zeros"
row 1 "$SCRATCH/fifo" list --set "store.path=$SCRATCH/fifo"

# The ticker.
row 1 "there are gpiod, terminal" run --output ""
row 1 "there are gpiod, terminal" run --output hologram
row 1 "where to?" run --output gif:
row 1 "this is a folder" run --output "gif:$SCRATCH/folder"
row 1 "this is a folder" run --output "vcd:$SCRATCH/folder"
row 1 "this is no folder" run --output "png:$SCRATCH/notes"
row 1 "takes no argument" run --output null:x
for duration in 0 1.5 -1 31536001 ""; do
    row 1 "a whole number from 1 to 31536000" run --fast --output null --duration "$duration"
done
row 1 "a whole number from 0" run --fast --output null --seed -1
row 1 "no such day" run --fast --output null --start 2026-02-30
row 1 "summer time begins" run --fast --output null --start 2027-03-28T02:30
row 1 "--start goes with" run --output null --start 2026-01-01
row 2 "is one word too many" run now
row 1 "this is a file of something else" run --output null --set "control.socket=$SCRATCH/notes"
ok "... which stays" grep -q notes "$SCRATCH/notes"
row 1 "no ticker is running" status
row 1 "no ticker is running" next
row 1 "not UTF-8" next $'\xff'
row 1 "no ticker is running" pause on
row 2 "usage: motograph pause" pause maybe
row 1 "at most 107 bytes" status --set "control.socket=$SCRATCH/$long"

# Pictures, plans, patterns, devices.
row 2 "-o FILE.png is wanted" render x
row 1 "No such file" render x -o "$SCRATCH/none/x.png"
row 1 "Is a directory" render x -o "$SCRATCH/folder"
row 1 "a whole number from 1 to" plan x --call-ns 0
row 1 "a whole number from 0 to" plan x --line-ns -1
row 1 "a whole number from 1 to" plan x --write-ns 0
row 1 "one of \"off\", \"registers\"" plan x --set panel.fast=pio
row 1 "motograph pattern --help names them" plan --pattern nosuch
row 1 "exclude each other" plan x --pattern rows
row 2 "is missing" pattern
row 2 "there are rows, columns" pattern nosuch
row 1 "exclude each other" fonts --coverage a --specimen "$SCRATCH/x.png"
row 1 "not UTF-8" fonts --coverage $'\xff'
row 1 "No such file" fonts --specimen "$SCRATCH/none/x.png"
row 1 "there is no board" boards nosuch
row 1 "this is a folder" boards "$SCRATCH/folder/"
row 1 "this is a pipe" boards "$SCRATCH/fifo"
printf '@include "fifo"\n' >"$SCRATCH/includes"
row 1 "this is a pipe" boards "$SCRATCH/includes"
# What a key names is neither waited for nor read without end.
for key in panel.board panel.model panel.driver text.fonts; do
    row 1 "this is a pipe" check-config --set "$key=$SCRATCH/fifo"
    row 1 "this is a folder" check-config --set "$key=$SCRATCH/folder"
    row 1 "this is a pipe or a device" check-config --set "$key=/dev/zero"
    [ "$key" = text.fonts ] || row 1 "this is a pipe" check-config --set "$key=$SCRATCH/includes"
done
refused_logo() {
    printf 'zones = ( { shows = "news"; width = 16; }, { shows = "logo"; x = 16; file = "%s"; } );\n' "$1" >"$SCRATCH/logo.cfg"
    timeout 60 "$MOTOGRAPH" check-config -c "$SCRATCH/logo.cfg" >"$SCRATCH/out" 2>"$SCRATCH/err"
    [ $? = 1 ] && says "$2; a picture (PNG) is wanted"
}
ok "A logo that is a pipe is refused" refused_logo "$SCRATCH/fifo" "this is a pipe or a device"
ok "... a device" refused_logo /dev/zero "this is a pipe or a device"
ok "... a folder" refused_logo "$SCRATCH/folder" "this is a folder"
row 1 "title, source and tested are wanted" boards "$SCRATCH/empty"
row 1 "syntax error" boards "$SCRATCH/zeros"
row 1 "No such file" firmware "$SCRATCH/none"
row 1 "not a serial port" firmware /dev/null
row 1 "exclude each other" firmware --write x.uf2 --boot
mkdir "$SCRATCH/pipes"
mkfifo "$SCRATCH/pipes/INFO_UF2.TXT"
row 1 "no INFO_UF2.TXT that names a board" firmware --write "$SCRATCH/notes" --drive "$SCRATCH/pipes"
row 1 "--drive goes with" firmware --drive "$SCRATCH"
mkdir "$SCRATCH/drive"
printf 'UF2 Bootloader v3.0\nModel: Raspberry Pi RP2\nBoard-ID: RPI-RP2\n' >"$SCRATCH/drive/INFO_UF2.TXT"
for file in none empty notes folder zeros fifo; do
    row 1 "$SCRATCH/$file" firmware --write "$SCRATCH/$file" --drive "$SCRATCH/drive"
done

# The configuration. -c stands once already.
row 2 "-c is given twice" check-config -c "$SCRATCH/empty"
# configuration FILE WORDS: refused.
configuration() {
    exits 1 check-config -c "$1" && says "$2"
}
ok "A configuration that is a folder is refused" configuration "$SCRATCH/folder" "this is a folder"
ok "... a pipe" configuration "$SCRATCH/fifo" "this is a pipe"
ok "... no name" configuration "" "this is no file's name"
ok "... one that is not there" configuration "$SCRATCH/none" "No such file"
ok "... a gigabyte of zeros" configuration "$SCRATCH/zeros" "larger than"
row 1 "KEY=VALUE is wanted" check-config --set ""
row 1 "KEY=VALUE is wanted" check-config --set panel.rows
row 1 "no such key" check-config --set panel.nosuch=1
row 1 "no such key" check-config --set =
row 2 "--set wants a value" check-config --set
row 2 "there is no command" nosuch

# What is good goes on beside what is bad.
printf 'The bakery opens at six, the council said.\n' >"$SCRATCH/good.txt"
ok "Good articles beside bad ones are taken" exits 1 import "$SCRATCH/empty" "$SCRATCH/good.txt" "$SCRATCH/zeros" -c "$config"
ok "... and said to be" prints "good.txt: a headline"
mkdir "$SCRATCH/many"
cp "$SCRATCH/good.txt" "$SCRATCH/many/z.txt"
echo "The lighthouse is lit again, the keeper said." >>"$SCRATCH/many/z.txt"
mkfifo "$SCRATCH/many/a.txt"
truncate -s 1G "$SCRATCH/many/b.txt"
printf 'zero \0' >"$SCRATCH/many/c.txt"
mkdir "$SCRATCH/many/d.txt"
ok "... in a folder, too" exits 1 import "$SCRATCH/many" -c "$config"
ok "... and said to be" grep -q "z.txt: .*a headline" "$SCRATCH/out"

# What an editor may do, and must be told.
ok "A killed snippet can be edited" exits 0 edit 2 "The river is very low" -c "$config"
ok "... and that it does not air is said" says "snippet 2 is killed; motograph approve 2 lets it air"
ok "A daypart can be taken away" exits 0 edit 1 --daypart breakfast -c "$config"
ok "... with the word always" exits 0 edit 1 --daypart always -c "$config"
motograph show 1 -c "$config"
ok "... it is gone" bash -c "! grep -q '^daypart' '$SCRATCH/out'"
sqlite3 "$store" "UPDATE snippet SET expires_ms = 1000 WHERE id = 2"
ok "What is approved too late" exits 0 approve 2 -c "$config"
ok "... is said not to air" says "and does not air"
motograph breaking "The bridge is closed" -c "$config"
id=$(sed 's/:.*//' "$SCRATCH/out")
motograph clear -c "$config"
ok "A take-over that is over can't be edited" exits 1 edit "$id" "x" -c "$config"
ok "... and it is said why" says "is expired and never airs again: add it anew"
motograph kill "$id" -c "$config"
ok "Killed, it stays over: approve can't bring it back" exits 1 approve "$id" -c "$config"
ok "kill shows the words of what it killed" exits 0 kill 1 -c "$config"
ok "... as an id may be mistyped" prints "1 killed: The mill opens its doors"
ok "approve, too" exits 0 approve 1 -c "$config"
ok "... its words" prints "1 approved: The mill opens its doors"

# Two tickers on one store, by mistake.
db=(-c "$config")
start
until_status '"on_air":{'
"$MOTOGRAPH" list -c "$config" >/dev/null
sqlite3 "$store" "SELECT count(*) FROM asrun WHERE cut = 'the program died'" >"$SCRATCH/before"
# What it shows is open in its log: a second one would close it.
has_open_row() { [ "$(sqlite3 "$store" "SELECT count(*) FROM asrun_open")" = 1 ]; }
until_true has_open_row
ok "A second ticker is refused" exits 1 run --output null -c "$config"
ok "... and says that another runs" says "another ticker is running"
sqlite3 "$store" "SELECT count(*) FROM asrun WHERE cut = 'the program died'" >"$SCRATCH/after"
ok "... and leaves the first one's log alone" cmp "$SCRATCH/before" "$SCRATCH/after"
# ask LINE WORDS: what the ticker answers to a line.
ask() {
    perl -MIO::Socket::UNIX -e 'my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die; print $s "$ARGV[1]\n"; $s->flush; print scalar <$s>' \
        "$XDG_RUNTIME_DIR/motograph/motograph.sock" "$1" >"$SCRATCH/out"
    prints '"ok":false' && prints "$2"
}
while IFS='|' read -r line words; do
    ok "The control socket refuses $line" ask "$line" "$words"
done <<'TABLE'
|a JSON object
null|a JSON object
[1]|a JSON object
{"command":7}|a JSON object
{"command":"next","command":"clear"}|a JSON object
{"command":"dance"}|unknown command
{"command":"next","zone":7}|a zone's name
{"command":"next","zone":null}|a zone's name
{"command":"next","zone":"nosuch"}|no zone of that name
{"command":"pause","on":"yes"}|true or false
{"command":"pause","on":1}|true or false
{"command":"blank","on":7}|true or false
{"command":"kill"}|an id
{"command":"kill","id":0}|an id
{"command":"kill","id":-1}|an id
{"command":"kill","id":1.5}|an id
{"command":"kill","id":"1"}|an id
{"command":"kill","id":99999999999999999999}|a JSON object
{"command":"breaking"}|a text of
{"command":"breaking","text":"","level":1}|a text of
{"command":"breaking","text":"  ","level":1}|a text of
{"command":"breaking","text":"x\u0007","level":1}|a text of
{"command":"breaking","text":"x\u202e","level":1}|a text of
{"command":"breaking","text":"x\u0000","level":1}|a JSON object
{"command":"breaking","text":"x"}|a level from 1 to 9
{"command":"breaking","text":"x","level":10}|a level from 1 to 9
{"command":"breaking","text":"x","level":"2"}|a level from 1 to 9
{"command":"breaking","text":"x","level":1.5}|a level from 1 to 9
{"command":"breaking","text":"x","level":1,"airings":-1}|airings from 0 to 10000
{"command":"breaking","text":"x","level":1,"minutes":525601}|minutes from 0 to 525600
TABLE
kill "$ticker"
wait "$ticker"
tap_done
