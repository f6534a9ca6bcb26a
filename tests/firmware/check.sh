#!/bin/bash
# check.sh: the flash image in the emulator, fed by the real program over a pseudo-terminal, both in one virtual time; the
# pins decoded by the test panel. IMAGE: another flash image (mutants). ONLY: parts of it. WORK: a folder.
# Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
folder=build/firmware
image=${IMAGE:-$folder/pico/motograph.bin}
work=${WORK:-$folder/check}
rm -rf "$work"
mkdir -p "$work" "$folder/emulator"
# The program remembers where stores were: not beyond this run, which begins with none.
export XDG_DATA_HOME=$PWD/$work XDG_CACHE_HOME=$PWD/$work/cache XDG_RUNTIME_DIR=$PWD/$work
program=$PWD/build/release/motograph
checker=$PWD/build/release/tools/firmware_check
images=$PWD/build/release/tools/firmware_image

# report SENTENCE CODE [LINES]: numbered at the end.
report() {
    if [ "$2" = 0 ]; then echo "ok - $1"; else echo "not ok - $1"; fi
    [ -z "${3:-}" ] || printf '%s\n' "$3" | sed 's/^/# /'
}

# wall NAME KEY=VALUE...: the settings of the walls that follow (a device crawls as fast as it is told, so nothing is fitted), and their pictures of DURATION (3) seconds. TEXT is on the wall.
wall() {
    name=$1
    shift
    mkdir -p "$work/$name/run"
    export XDG_RUNTIME_DIR=$PWD/$work/$name/run # one ticker each
    keys=("$@")
    settings=(--set "store.path=$work/$name/store.db" --set control.socket= --set crawl.pixels_per_second=60 --set crawl.ribbon=false --set crawl.fit=false)
    local key
    for key in "$@"; do settings+=(--set "$key"); done
    "$program" add "$TEXT" "${settings[@]}" >/dev/null
    "$program" run --output "png:$work/$name/png" --duration "${DURATION:-3}" "${settings[@]}" --set picture.scale=1 --set picture.dots=false \
        >"$work/$name/log" 2>&1
}

# play SCENARIO: the wall on the device; the pins are recorded as the scenario says. The limit is for a run that hangs: a
# busy machine only takes its time.
limit_s=3000
play() {
    timeout "$limit_s" nice "$work/conductor" "$PWD/$work/vclock.so" "$work/$name/tty" -- node tests/firmware/emulator.mjs \
        "$folder/emulator/node_modules" "$image" "$work/$name" "$1" -- \
        "$program" run --output "rp2040:$work/$name/tty" "${settings[@]}" >>"$work/$name/log" 2>&1 ||
        report "$name: the program serves the scenario to its end" $? "$(tail -3 "$work/$name/log")"
}

# shown MS SENTENCE / dark MS SENTENCE: what was recorded from then on.
shown() {
    local said
    said=$("$checker" "$work/$name/pins-$1" "$work/$name/png" 0 "${keys[@]}")
    report "$2" $? "$said"
}
dark() {
    local said
    said=$("$checker" "$work/$name/pins-$1" - 0 "${keys[@]}")
    report "$2" $? "$said"
}

# counted FROM_MS-TO_MS MOST SENTENCE: the program sent at most so many bytes meanwhile.
counted() {
    local said
    said=$(sed -n "s/^${1#*-}000 \(.* bytes from the program.*\)/\1/p" "$work/$name/events")
    [ "${said%% *}" -le "$2" ]
    report "$3" $? "$said"
}

# prompt: the run's firmware has always come round within half the time after which the watchdog (100 ms) restarts it.
prompt() {
    local most_us=50000 said
    said=$(sed -n 's/.* every \([0-9]*\) us at least$/\1/p' "$work/$name/events")
    [ "${said:-$((most_us + 1))}" -le "$most_us" ] && ! grep -q ' watchdog$' "$work/$name/events"
    report "$name: whatever it is told, the firmware comes round within 50 ms" $? "$said us"
}

# measured HZ LIT [AT_MS]: the record (of 300 ms, unless told) says at least so much.
measured() {
    local said
    said=$("$checker" "$work/$name/pins-${3:-300}" "$work/$name/png" 0 "${keys[@]}" |
        sed -n 's/.*; \([0-9.]*\) Hz, lit \([0-9.]*\) %.*/\1 \2/p')
    awk -v said="$said" -v hz="$1" -v lit="$2" 'BEGIN { split(said, s); exit !(s[1] >= hz && s[2] >= lit) }'
    report "$name: at least $1 Hz, lit $2 % of the time" $? "$said"
}

cp firmware/package.json firmware/package-lock.json "$folder/emulator"
[ -e "$folder/emulator/node_modules/rp2040js" ] || (cd "$folder/emulator" && npm ci --ignore-scripts) >"$folder/npm.log" 2>&1 ||
    { cat "$folder/npm.log"; exit 1; }
cc -std=gnu17 -D_GNU_SOURCE -O2 -shared -fPIC -o "$work/vclock.so" tests/firmware/vclock.c
cc -std=gnu17 -D_GNU_SOURCE -O2 -o "$work/conductor" tests/firmware/conductor.c

# A crawl alone: a label has a clock, and the pictures to compare with are made at another time of day.
walls() {
    TEXT="Harbour bridge opens"
    local crawl=(layout.mode=crawl layout.label=off)
    wall 64x64 panel.rows=64 "${crawl[@]}"
    play record@300-306,end@307
    shown 300 "64x64: every pass shows one of the crawl's pictures, exactly"
    measured 470 70
    wall 128x64 panel.rows=64 panel.chain=2 "${crawl[@]}"
    play record@300-308,end@309
    shown 300 "128x64: every pass shows one of the crawl's pictures, exactly"
    measured 380 50
    wall 256x64 panel.rows=64 panel.chain=4 "${crawl[@]}"
    play record@1-250,count@250-2000,end@2001
    shown 1 "256x64: every pass shows one of the crawl's pictures, exactly, from the first one on"
    measured 250 50 1
    prompt
    counted 250-2000 40 "256x64: a crawl at 60 px/s costs at most 40 bytes in 1.75 s: the clock, nothing else"
}

scenes() {
    # What moves by itself but is no line that crawls to the left; and what the device can't draw.
    TEXT="Harbour bridge opens in rain"
    wall pages layout.mode=page layout.transition_ms=300
    play record@240-243,record@290-294,record@500-504,end@505
    shown 240 "Pages scroll into the wall on the device"
    shown 290 "and pass by pass"
    shown 500 "and stand"
    TEXT=$(printf "%b" "\\xd7\\xa9\\xd7\\x9c\\xd7\\x95\\xd7\\x9d \\xd7\\xa2\\xd7\\x95\\xd7\\x9c\\xd7\\x9d")
    wall right-to-left panel.order=GRB
    play record@400-420,end@421
    shown 400 "Hebrew crawls to the right; the lines R and G exchanged"
    TEXT=$(printf "%b" "Rain \\xe2\\x98\\x94 today")
    wall picture crawl.pixels_per_second=20 'text.fonts=( "motograph-13", "Noto Color Emoji" )' text.size_px=24
    play record@700-720,end@721
    shown 700 "A colour glyph comes as plain frames"
}

# Six zones share 39,736 bytes: the line's is a sixth of them, 331 columns of it; it streams. A pass takes half a step.
zones() {
    TEXT="Harbour bridge opens in rain after nine years of work and two of waiting, the port says; ferries go on until Sunday night"
    local still='{shows="clock";format=".";y=0;width=4;height=4;x='
    DURATION=4 wall zones panel.rows=64 panel.chain=4 text.size_px=32 crawl.pixels_per_second=150 crawl.force=true "zones=(
        {shows=\"news\";y=22;height=40;},{shows=\"clock\";height=20;format=\"LIVE\";},
        {shows=\"clock\";x=200;y=10;width=56;height=20;format=\"NOW\";colour=\"red\";},$still 100;},$still 110;},$still 120;})"
    play record@250-270,count@300-3300,record@3300-3340,end@3341
    shown 250 "256x64: a line and five layers that stand still, one of them over another: exact"
    shown 3300 "and where the line is longer than the memory, its end is there in time"
    counted 300-3300 4500 "150 columns a second come ahead of need"
}

# A picture with each of the 256 values: their light must keep its proportions, and a pass its length.
brightness() {
    "$checker" ramp "$work/ramp.png"
    TEXT="Harbour bridge opens"
    local percent
    for percent in ${PERCENTS:-50 10 2}; do
        wall "dim-$percent" panel.rows=64 panel.brightness="$percent" "zones=({shows=\"news\";mode=\"hold\";},{shows=\"logo\";file=\"$PWD/$work/ramp.png\";})"
        play record@200-280,end@281
        shown 200 "At $percent % brightness all 256 values keep CIE 1931's proportions"
        measured 470 0 200
    done
}

# A panel of another make, with each setting that a builder may need.
settings() {
    TEXT="Harbour bridge opens"
    wall 1:8 panel.scan=8 panel.multiplex=stripe panel.order=BGR panel.driver=fm6126a panel.blank_ns=1000 panel.pixel_cycles=8 \
        panel.rotation=180
    play record@10-150,record@310-316,end@317
    local said
    said=$("$checker" "$work/$name/pins-10" driver 0 "${keys[@]}")
    report "The panel's chips are initialised (FM6126A)" $? "$said"
    shown 310 "1:8, BGR, FM6126A, 1 us of darkness, a slower clock, upside down: exact"
    wall fm6127 panel.driver=fm6127
    play record@10-150,end@151
    said=$("$checker" "$work/$name/pins-10" driver 0 "${keys[@]}")
    report "and those of another make (FM6127), with their third register" $? "$said"
    # Panels by their files: one data half, one line a row, sweeps of their own.
    local model
    for model in p10-32x16-quarter p10-128x4-z p8-outdoor-1r1g1b-40x20; do
        wall "$model" panel.model="$model" panel.chain=2 text.size_px=13 text.fonts=motograph-13
        play record@310-316,end@317
        shown 310 "$model, two in a chain, by its file: exact"
    done
}

# panel_file NAME MAP_AND_MORE...: a 64x32 panel of one's own, $work/NAME.panel.
panel_file() {
    local name=$1
    shift
    printf '%s = %s;\n' title "\"$name\"" source '"none"' tested '"emulated"' picture '"none"' columns 64 rows 32 scan 16 \
        map '"64: [0 +]"' "$@" >"$work/$name.panel"
}

# What the state machines have programs of their own for: rows that are clocked in, a latch over clocks; and lines that mean the opposite.
clocked() {
    TEXT="Harbour bridge opens"
    local model said
    for model in 64x64-ab 64x64-abc 64x64-sm5266 64x64-token; do
        wall "$model" panel.model="$model" panel.chain=2 layout.mode=crawl layout.label=off
        play record@300-316,end@317
        shown 300 "$model, two in a chain: its rows are clocked in, and every pass is exact"
    done
    measured 300 50
    wall dp3246 panel.rows=64 panel.driver=dp3246 layout.mode=crawl layout.label=off
    play record@10-150,record@300-306,end@307
    said=$("$checker" "$work/$name/pins-10" driver 0 "${keys[@]}")
    report "A latch over three clocks: the chips are told (DP3246)" $? "$said"
    shown 300 "and take each plane, exactly"
    measured 450 68
    panel_file inverse inverse true select '"token"' chip '"fm6126a"'
    wall inverse panel.model="$PWD/$work/inverse.panel" panel.chain=2 layout.mode=crawl layout.label=off 'panels=({},{order="GBR";})'
    play record@10-150,record@300-316,end@317
    said=$("$checker" "$work/$name/pins-10" driver 0 "${keys[@]}")
    report "Inverted colours: the chips are told so as well" $? "$said"
    shown 300 "and pictures are, on a panel of another order of colours, too; a token goes through the rows"
    panel_file falling select '"ab"' clock '"falling"' latch_clocks 3
    wall falling panel.model="$PWD/$work/falling.panel" panel.chain=2 layout.mode=crawl layout.label=off
    play record@300-316,end@317
    shown 300 "Data taken as the clock falls, a latch over three clocks, rows clocked in: exact"
    again
}

# Three minutes of the emulator's are an hour: they are a quarter of a second in this image. A compiler may compare with one less.
again() {
    local said quick=$PWD/$work/quick.bin
    perl -0777 -pe '$n += s/(?:\x00\x95|\xff\x94)\xba\x0a/pack "V", 250000/ge; END { exit($n != 1) }' "$image" >"$quick"
    report "Three minutes stand once in the image" $?
    image=$quick
    wall again panel.driver=fm6126a layout.mode=crawl layout.label=off
    play record@200-400,record@410-414,end@415
    said=$("$checker" "$work/$name/pins-200" driver 0 "${keys[@]}")
    report "The chips are told again what they may have forgotten" $? "$said"
    shown 410 "and the crawl is where it would have been"
}

# As large as a wall can be, of as many runs as a file can have: what takes longest to be worked out.
intricate() {
    TEXT="Harbour bridge opens"
    local runs=() left
    for ((left = 0; left < 256; left += 8)); do runs+=("0[$left..$((left + 3))] 0[$((left + 7))..$((left + 4))]"); done
    printf '%s = %s;\n' title '"64 runs"' source '"none"' tested '"emulated"' picture '"none"' columns 256 rows 64 scan 32 \
        map "\"${runs[*]}\"" >"$work/intricate.panel"
    DURATION=1 wall intricate panel.model="$PWD/$work/intricate.panel" layout.mode=crawl layout.label=off
    play record@310-318,end@319
    shown 310 "256x64 of 64 runs, every other one backward: exact"
    prompt
}

# ask NAME OPTION...: `motograph firmware` with the device on the cable.
ask() {
    name=$1
    shift
    mkdir -p "$work/$name/run"
    export XDG_RUNTIME_DIR=$PWD/$work/$name/run # one ticker each
    timeout "$limit_s" nice "$work/conductor" "$PWD/$work/vclock.so" "$work/$name/tty" -- node tests/firmware/emulator.mjs \
        "$folder/emulator/node_modules" "$image" "$work/$name" end@900 -- \
        "$program" firmware "$work/$name/tty" "$@" >"$work/$name/said" 2>&1
}

asked() {
    ask asked
    grep -q '^[a-z_0-9]* [0-9.]*, wire version 4$' "$work/asked/said"
    report "motograph firmware says what is on the cable" $? "$(cat "$work/asked/said")"
    ask boot --boot
    grep -q ' boot drive$' "$work/boot/events" && grep -q 'restarts as a boot drive' "$work/boot/said"
    report "motograph firmware --boot: the device is in its boot ROM" $? "$(cat "$work/boot/events")"
}

# What can be told of each board's image without a board; the Interstate 75's chip is the Pico's, so it runs here.
images() {
    local said board chip
    for board in pico interstate75 pico2; do
        chip=rp2040
        [ "$board" != pico2 ] || chip=rp2350
        said=$("$images" "$chip" "$folder/$board/motograph.uf2")
        report "$board: whole, for its chip, and begins where the boot ROM looks" $? "$said"
    done
    ! "$images" rp2350 "$folder/pico/motograph.uf2" >/dev/null
    report "An image for another chip would be noticed" $?
    image=$folder/interstate75/motograph.bin glance "The Interstate 75's image: exact"
}

# The shortest look there is, for mutants.
glance() {
    TEXT="Harbour bridge opens"
    wall glance
    play record@300-303,end@304
    shown 300 "${1:-64x32: each pass shows a picture of the crawl, exactly}"
}

# What is spoilt on the wire is told again after a quarter of a second or a third, and may be spoilt once more: two seconds are
# time for that. The crawl is slow, so that it is still there at the end.
life() {
    TEXT="Harbour bridge opens"
    DURATION=5 wall 64x32 panel.dark_after_ms=500 layout.mode=crawl crawl.pixels_per_second=30
    play "record@300-320,noise@320-350,record@330-340,hang@461,record@562-564,drop@565-2600,record@2600-2603,\
unplug@2604,record@2605-2606,insert@2606-4600,record@4600-4603,kill@4604,record@5130-5133,end@5134"
    shown 300 "64x32: every pass shows one of the crawl's pictures, exactly"
    measured 900 70
    shown 330 "Garbage on the wire: nothing changes on the glass"
    dark 562 "The firmware hangs: dark after 100 ms"
    shown 2600 "It comes back by itself, bytes lost or not, and the crawl is where it would have been"
    dark 2605 "Unplugged and plugged in: dark first"
    shown 4600 "It is told everything anew, though bytes come that nobody sent"
    dark 5130 "The program killed: dark when it has been silent for 500 ms"
    sed 's/^/# /' "$work/$name/events"
}

# Two at a time.
read -ra parts <<<"${ONLY:-zones walls life brightness scenes settings clocked intricate images asked}"
for part in "${parts[@]}"; do
    [ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n
    "$part" >"$work/$part.tap" &
done
wait
for part in "${parts[@]}"; do cat "$work/$part.tap"; done |
    awk '/^(not )?ok / { sub(/ok/, "ok " ++n) } /^not / { bad = 1 } { print } END { print "1.." n; exit bad }'
