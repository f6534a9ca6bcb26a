#!/bin/bash
# The command line itself: help, exit codes, options anywhere.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"

ok "Without a command the usage is shown and the code is 2" exits 2
ok "An unknown command is wrong usage" exits 2 sing
ok "... and it names itself" says "no command sing"
ok "Help goes to standard output with code 0" exits 0 help
ok "... and lists the commands" prints "import"
ok "Every command has its own help" exits 0 run --help
ok "... which lists its options" prints "--duration"
ok "The version is told" exits 0 --version
ok "An unknown option is wrong usage" exits 2 list --nonsense
ok "... and is named" says "--nonsense"
ok "A missing value is wrong usage" exits 2 run --output
ok "A missing argument is wrong usage" exits 2 import
ok "Too many arguments are wrong usage" exits 2 add one two
ok "An unknown configuration key is at fault, with the nearest known one" exits 1 list --set panel.colums=64
ok "... named" says "panel.columns"
ok "Options may stand behind the arguments" exits 0 add "Hello" --priority 3 --set "store.path=$SCRATCH/a.db"
ok "A missing configuration file is at fault" exits 1 list -c "$SCRATCH/none.cfg"
ok "... named" says "none.cfg"
ok "check-config finds the defaults good" exits 0 check-config
ok "... and tells the wall and its amperes at worst in JSON" exits 0 check-config --json
ok "... as numbers" prints '"worst_amperes":4.32'
ok "The sample configuration is accepted" exits 0 check-config -c config/motograph.cfg
"$MOTOGRAPH" check-config --print-config >"$SCRATCH/printed.cfg"
ok "What print-config prints is accepted" exits 0 check-config -c "$SCRATCH/printed.cfg"
"$MOTOGRAPH" check-config --sample >"$SCRATCH/sample.cfg"
ok "The sample is accepted, too" exits 0 check-config -c "$SCRATCH/sample.cfg"
# What check-config does not pass run does not take either, with the same words.
both() {
    exits 1 check-config --set "$1" && says "$2" && exits 1 run --fast --output null --set "store.path=$SCRATCH/both.db" --set "$1" && says "$2"
}
ok "Both refuse dayparts that are none" both "schedule.dayparts=garbage" '--set: schedule.dayparts: "garbage" is no daypart'
ok "... an hour that there is not" both "schedule.dayparts=night: 25:00-05:30 dark" "25:00"
ok "... the sun where the place is not known" both "schedule.dayparts=sunset-23:00" "schedule.latitude"
ok "... a share that is none" both "rota.categories=news 10; sport 500" 'rota.categories: found "sport 500"'
ok "... a zone off the wall" both 'zones=( { shows = "news"; x = 500; } )' "zone 1"
ok "... a first font that is missing" both "text.fonts=Nosuch" 'no font "Nosuch"'
ok "... a time zone that is none" both "schedule.time_zone=Europe/Berlni" "Berlni"
TZ=Nowhere/City ok "... also of the environment" both "panel.rows=32" 'TZ: found "Nowhere/City"'
ok "What can't be paged is told" exits 0 check-config --set panel.rows=64
ok "... by the length of its words" says "shows pages: what has a word of more than about 14 letters crawls there"
ok "... or that all of it crawls" exits 0 check-config --set layout.mode=page --set text.fonts=motograph-13 --set 'zones=({height=10;},{y=12;shows="quotes";})'
ok "... with the zone's name" says "news is too low for a page of such letters"
ok "A second font that is missing is a warning" exits 0 check-config --set 'text.fonts=( "motograph", "Nosuch" )'
ok "... said" says "warning: --set: text.fonts"
ok "The zone in force is told" exits 0 check-config --set schedule.time_zone=CET-1
ok "... with its offset" prints "local time is CET, UTC+01:00"
# A first configuration.
own=(env "XDG_CONFIG_HOME=$SCRATCH/own")
ok "init writes one that asks nothing" "${own[@]}" "$MOTOGRAPH" init --defaults
ok "... it is the user's, and good" "${own[@]}" bash -c "'$MOTOGRAPH' check-config --print-config | grep -q 'brightness = 60'"
ok "... what is there stays" bash -c "! ${own[*]} '$MOTOGRAPH' init --defaults 2>'$SCRATCH/err'"
ok "... which is said" says "there is a configuration already"
printf '128x64\nregular\n2x1\n52.5, 13.4\nCET-1\nnone\n' | motograph init "$SCRATCH/six.cfg"
ok "Six answers are a configuration" exits 0 check-config -c "$SCRATCH/six.cfg"
ok "... of that wall" prints "the wall is 256 x 64 px"
ok "... in that zone" prints "local time is CET, UTC+01:00"
printf 'a\nb\nc\n' | motograph init "$SCRATCH/none.cfg"
ok "Answers that can't be write nothing" test ! -e "$SCRATCH/none.cfg"
ok "All boards are listed" exits 0 boards
ok "... the Adafruit HAT among them" prints "adafruit-hat"
ok "A board's pin map is shown" exits 0 boards regular
ok "... with its source" prints "source:"
ok "An unknown board is at fault" exits 1 boards nonesuch
ok "status without a ticker is at fault" exits 1 status
ok "A full disk is noticed" bash -c "! $MOTOGRAPH boards >/dev/full"
message=""
# The firmware of a device: what is wrong is said, and only the right file is written.
mkdir "$SCRATCH/drive"
refused_firmware() { exits 1 firmware "$@" && says "$message"; }
ok "The refresh by a microcontroller is computed" bash -c "$MOTOGRAPH firmware --timing | grep -q '200 MHz, 25.0 MHz a pixel:  1145.1 Hz, lit 75.0 %, 1.21 times'"
message="not a serial port" ok "A file is no device" refused_firmware /dev/null
message=INFO_UF2 ok "A folder is no boot drive" refused_firmware --write README.md --drive "$SCRATCH/drive"
printf "UF2 Bootloader v3.0\r\nModel: Raspberry Pi RP2\r\nBoard-ID: RPI-RP2\r\n" >"$SCRATCH/drive/INFO_UF2.TXT"
message="not a UF2 file" ok "What is no UF2 is not written" refused_firmware --write README.md --drive "$SCRATCH/drive"
head -c 1000 /dev/zero >"$SCRATCH/image.bin"
${CC:-cc} -o "$SCRATCH/uf2" firmware/uf2.c
"$SCRATCH/uf2" e48bff59 "$SCRATCH/image.bin" "$SCRATCH/pico2.uf2"
message="another chip" ok "A Pico 2's firmware is not written to a Pico" refused_firmware --write "$SCRATCH/pico2.uf2" --drive "$SCRATCH/drive"
"$SCRATCH/uf2" e48bff56 "$SCRATCH/image.bin" "$SCRATCH/pico.uf2"
ok "A Pico's firmware is written" exits 0 firmware --write "$SCRATCH/pico.uf2" --drive "$SCRATCH/drive"
ok "All of it" cmp "$SCRATCH/pico.uf2" "$SCRATCH/drive/motograph.uf2"

# As a user who may not: this test may be root, who may everything.
stranger() {
    local as=()
    [ "$(id -u)" != 0 ] || as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    chmod 755 "$SCRATCH" && cp "$MOTOGRAPH" "$SCRATCH/program" && mkdir -p "$SCRATCH/kept" && echo >"$SCRATCH/kept/wall.db" && chmod 0 "$SCRATCH/kept/wall.db"
    ! "${as[@]}" env HOME=/nonexistent "$SCRATCH/program" list --set "store.path=$SCRATCH/kept/wall.db" 2>"$SCRATCH/err" &&
        grep -q "sudo -u motograph" "$SCRATCH/err"
}
ok "Who may not open the store is told who may" stranger
# What the log tells.
mapfile -t commands < <(sed -n 's/^    COMMAND(cli_\([a-z_]*\)).*/\1/p' include/cli/commands.h | tr _ -)
ok "There are commands" test "${#commands[@]}" -ge 28
helps() {
    local command
    for command in "${commands[@]}"; do
        exits 0 "$command" --help || return 1
        prints "--log LEVEL" || { echo "$command has no --log"; return 1; }
    done
}
ok "Each command is in the program, and takes --log" helps
seen() {
    motograph add "A line for the log" --set store.path="$SCRATCH/log.db"
    motograph run --output "vcd:$SCRATCH/log.vcd" --duration 2 --set store.path="$SCRATCH/log.db" "$@"
}
ok "--log debug is taken by run" seen --log debug
ok "It says what the rota decided" says "debug: rota: zone wall airs snippet 1 for"
ok "what the planner" says "debug: plan: "
ok "and what the store" says "debug: store: $SCRATCH/log.db is open"
ok "Without it nothing of that is told" seen
ok "(nothing)" bash -c "! grep -q debug '$SCRATCH/err'"
ok "The key log.level does the same" seen --set log.level=debug
ok "with the same words" says "debug: rota: zone wall airs snippet"
ok "--log comes after --set" seen --set log.level=debug --log error
ok "and is less" bash -c "! grep -q debug '$SCRATCH/err'"
ok "A level that is none is refused" exits 1 list --log loud
ok "with those that there are" says 'found "loud"; allowed: one of "error", "warning", "info", "debug"'
ok "--log twice is wrong usage" exits 2 list --log debug --log info
# What a person sees before the answer.
if command -v script >/dev/null; then
    mkfifo "$SCRATCH/answers"
    script -qec "\"$MOTOGRAPH\" init \"$SCRATCH/asked.cfg\"" /dev/null <"$SCRATCH/answers" >"$SCRATCH/screen" 2>&1 &
    screen=$!
    exec 9>"$SCRATCH/answers"
    ok "A question is seen before it is answered" until_true grep -qF "1. One panel, columns x rows? [64x32] " "$SCRATCH/screen"
    ok "... and the next one not" bash -c "! grep -q '2. The board' '$SCRATCH/screen'"
    printf '64x64\n' >&9
    ok "... until then" until_true grep -q "2. The board" "$SCRATCH/screen"
    printf '\n\n\n\n\n' >&9
    ok "Six answers write the file" until_true grep -q "rows = 64" "$SCRATCH/asked.cfg"
    exec 9>&-
    wait "$screen" 2>/dev/null
fi
tap_done
