#!/bin/bash
# check.sh: the arm64 program on an emulated Raspberry Pi 3B with the real pinctrl-bcm2835 driver; the
# pins' registers, decoded, must show the pictures, and be dark after a death. Prints TAP.
# `make check-pi` calls it. BOARDS: which boards (all for the Raspberry Pi). FULL=1 adds
# geometries, lanes, drivers and the library's own calls.
set -u
cd "$(dirname "$0")/../.." || exit 1
export MOTOGRAPH_BOARDS=boards
folder=build/pi
work=$folder/check
number=0
failed=0
report() {
    number=$((number + 1))
    if [ "$2" = 0 ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        failed=1
    fi
}
rm -rf "$work"
mkdir -p "$work"
bash tests/pi/sysroot.sh $folder || { echo "1..0 # SKIP apt gives no arm64 packages here"; exit 0; }
versions="1.6 2"
[ -d $folder/sysrootv2 ] || versions=1.6 # the backports are not everywhere
for variant in arm64 arm64v2; do
    [ $variant = arm64 ] || [ "$versions" != 1.6 ] || continue
    make --no-print-directory -j"$(nproc)" VARIANT=$variant all >"$work/make.log" 2>&1 ||
        { tail -5 "$work/make.log"; echo "not ok 1 - the program is built for $variant"; echo 1..1; exit 1; }
done
cp config/demo/articles/harbour-bridge.txt "$work/article.txt"
cp /usr/share/fonts/X11/misc/7x13.pcf.gz "$work/"
common="--set schedule.clock=trusted --set store.path=STORE --set text.fonts=[\"FONT\"] --set text.size_px=13 --set panel.refresh_hz=20
    --set colours.headline=#ffffff --set crawl.pixels_per_second=60.0 --set snippet.expire_hours=0.0"
common=$(echo "$common" | tr -s '\n ' ' ')

# boot NAME SCRIPT SETS: the guest's settings are the host's with its own paths.
boot() {
    local name=$1 script=$2 sets=$3
    mkdir -p "$work/$name"
    printf "SETS='%s'\n" "$(echo "$sets" | sed 's|STORE|/tmp/news.db|; s|FONT|/app/7x13.pcf.gz|')" >"$work/$name/case"
    PI_LINES=60 PI_ROOT=$folder/sysroot$gpiod PI_TIMEOUT=240 bash tests/pi/boot.sh $folder "$script" "$work/$name" "${program:-build/arm64$gpiod/motograph}" boards config/language \
        "$work/article.txt" "$work/7x13.pcf.gz" "$work/$name/case" >"$work/$name/log" 2>&1
}

# host ARGUMENT...: the program of this machine, with the same settings.
pictures() {
    local name=$1 sets=$2
    sets=$(echo "$sets" | sed "s|STORE|$work/$name/news.db|; s|FONT|$PWD/$work/7x13.pcf.gz|")
    # shellcheck disable=SC2086  # the settings are to be split
    build/release/motograph import "$work/article.txt" $sets >/dev/null &&
        build/release/motograph run --output "png:$work/$name/frames" --duration 4 --seed 1 $sets \
            --set picture.scale=1 --set picture.dots=false >/dev/null
}

# show BOARD: an article crawls; what the pins did is decoded.
show() {
    local board=$1 sets="$common --set panel.board=$1 ${more:-}" name=$1-$version${2:-}
    boot "$name" tests/pi/show.sh "$sets"
    report "$board, libgpiod $version: an article crawls on the emulated Pi" $?
    sed 's/^/# /' "$work/$name/log" | tail -4
    pictures "$name" "$sets"
    # shellcheck disable=SC2046  # the settings are to be split
    build/release/tools/pi_check "$work/$name/mmio.txt" "$work/$name/frames" "$board" \
        $(echo "${more:-}" | sed 's/--set //g; s/"//g') >"$work/$name/decoded"
    report "$board, libgpiod $version${more:+, ${more//--set /}}: what the pins show are the pictures, and dark is the end" $?
    sed 's/^/# /' "$work/$name/decoded"
}

# wide: other walls, in the full check.
wide() {
    [ -n "${FULL:-}" ] || return 0
    local walls=("--set panel.rows=16" "--set panel.rows=64 --set panel.columns=64" "--set panel.chain=2"
        "--set panel.parallel=2" "--set panel.driver=\"fm6126a\"" "--set hub75.library_calls=true" "--set panel.order=\"GBR\"")
    local wall
    for wall in "${walls[@]}"; do
        more=$wall
        show regular "$(echo "$wall" | tr -dc 'a-z0-9')"
    done
    more=
}

# death BOARD: killed, aborted, hung.
death() {
    local board=$1 name=death-$1-$version
    boot "$name" tests/pi/death.sh "$common --set panel.board=$board"
    report "$board, libgpiod $version: killed, aborted or hung: dark within 20 ms; a held line names its holder" $?
    sed 's/^/# /' "$work/$name/log" | tail -24
    build/release/tools/pi_check "$work/$name/mmio.txt" - "$board" >"$work/$name/decoded"
    report "$board, libgpiod $version: and it stays deeply dark" $?
    sed 's/^/# /' "$work/$name/decoded"
}

# chip BOARD: calls counted by the kernel; no permission.
chip() {
    local board=$1 name=chip-$1-$version
    boot "$name" tests/pi/chip.sh "$common --set panel.board=$board"
    report "$board, libgpiod $version: the calls counted are those planned; a missing permission is told" $?
    sed 's/^/# /' "$work/$name/log" | tail -8
}

# single BOARD: a machine with one core.
single() {
    local board=$1 name=single-$1
    PI_APPEND=maxcpus=1 boot "$name" tests/pi/single.sh "$common --set panel.board=$board"
    report "$board, one core: no real time unless it is forced" $?
    sed 's/^/# /' "$work/$name/log" | tail -3
}

# negative: data and clock in one call, which the decoder must notice.
negative() {
    local name=negative-$version mutant=$work/mutant
    mkdir -p "$mutant/build"
    cp -a Makefile src include tests config boards "$mutant"
    cp -a "build/arm64$gpiod" "$mutant/build/"
    perl -0pi -e 's/shift_call\(scan, data \| CLK \| latch, column_bits\(scan, column\)\);\n        shift_call\(scan, CLK, CLK\);/shift_call(scan, CLK | latch, 0);\n        shift_call(scan, data | CLK, column_bits(scan, column) | CLK);/' \
        "$mutant/src/hub75/scan.c"
    make --no-print-directory -C "$mutant" VARIANT="arm64$gpiod" SYSROOT="$PWD/$folder/sysroot$gpiod" all >"$work/make.log" 2>&1
    program=$mutant/build/arm64$gpiod/motograph
    cmp -s "$program" "build/arm64$gpiod/motograph" && report "the mutant differs" 1
    boot "$name" tests/pi/show.sh "$common --set panel.board=regular"
    program=
    build/release/tools/pi_check "$work/$name/mmio.txt" "$work/regular-$version/frames" regular >"$work/$name/decoded"
    [ $? = 1 ] && grep -q 'refreshes, ' "$work/$name/decoded"
    report "libgpiod $version: data and clock in one call is noticed" $?
    sed 's/^/# /' "$work/$name/decoded"
}

for version in $versions; do
    gpiod=
    [ "$version" = 1.6 ] || gpiod=v2
    wide
    for board in ${BOARDS:-adafruit-hat regular electrodragon}; do
        show "$board"
    done
    death regular
    chip adafruit-hat
done
single adafruit-hat # these with the last version
negative
echo "1..$number"
exit $failed
