#!/bin/bash
# check.sh: the arm64 program on an emulated Raspberry Pi 3B with the real pinctrl-bcm2835 driver; the
# pins' registers, decoded, must show the pictures, and be dark after a death. Prints TAP.
# `make check-pi` calls it. BOARDS: which boards (all for the Raspberry Pi).
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
make --no-print-directory VARIANT=arm64 all >"$work/make.log" 2>&1 ||
    { tail -5 "$work/make.log"; echo "not ok 1 - the program is built for arm64"; echo 1..1; exit 1; }
cp config/demo/articles/harbour-bridge.txt "$work/article.txt"
cp /usr/share/fonts/X11/misc/7x13.pcf.gz "$work/"
common="--set store.path=STORE --set text.fonts=[\"FONT\"] --set text.size_px=13 --set panel.refresh_hz=20
    --set colours.headline=#ffffff --set crawl.pixels_per_second=60.0 --set snippet.expire_hours=0.0"
common=$(echo "$common" | tr -s '\n ' ' ')

# boot NAME SCRIPT SETS: the guest's settings are the host's with its own paths.
boot() {
    local name=$1 script=$2 sets=$3
    mkdir -p "$work/$name"
    printf "SETS='%s'\n" "$(echo "$sets" | sed 's|STORE|/tmp/news.db|; s|FONT|/app/7x13.pcf.gz|')" >"$work/$name/case"
    PI_TIMEOUT=240 bash tests/pi/boot.sh $folder "$script" "$work/$name" build/arm64/motograph boards config/language \
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

for board in ${BOARDS:-adafruit-hat regular electrodragon}; do
    sets="$common --set panel.board=$board"
    boot "$board" tests/pi/show.sh "$sets"
    report "$board: an article crawls on the emulated Pi" $?
    sed 's/^/# /' "$work/$board/log" | tail -4
    pictures "$board" "$sets"
    build/release/tools/pi_check "$work/$board/mmio.txt" "$work/$board/frames" "$board" >"$work/$board/decoded"
    report "$board: what the pins show are the pictures, and dark is the end" $?
    sed 's/^/# /' "$work/$board/decoded"
done
for board in ${BOARDS:-regular}; do
    boot "death-$board" tests/pi/death.sh "$common --set panel.board=$board"
    report "$board: killed, aborted or hung: dark within 20 ms, and a held line names its holder" $?
    sed 's/^/# /' "$work/death-$board/log" | tail -8
    build/release/tools/pi_check "$work/death-$board/mmio.txt" - "$board" >"$work/death-$board/decoded"
    report "$board: and it stays deeply dark" $?
    sed 's/^/# /' "$work/death-$board/decoded"
done
echo "1..$number"
exit $failed
