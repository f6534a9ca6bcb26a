#!/bin/bash
# check.sh: the flash image in the emulator, fed by the real program over a pseudo-terminal, both in one virtual time; the
# pins decoded by the test panel. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
folder=build/firmware
work=$folder/check
number=0
failed=0
rm -rf "$work"
mkdir -p "$work/run" "$folder/emulator"
export XDG_DATA_HOME=$PWD/$work XDG_RUNTIME_DIR=$PWD/$work/run
report() {
    number=$((number + 1))
    if [ "$2" = 0 ]; then echo "ok $number - $1"; else echo "not ok $number - $1"; failed=1; fi
}
cp firmware/package.json firmware/package-lock.json "$folder/emulator"
(cd "$folder/emulator" && npm ci --ignore-scripts >/dev/null 2>&1) || exit 1
cc -std=gnu17 -D_GNU_SOURCE -O2 -shared -fPIC -o "$folder/vclock.so" tests/firmware/vclock.c
cc -std=gnu17 -D_GNU_SOURCE -O2 -o "$folder/conductor" tests/firmware/conductor.c
settings=(--set "store.path=$work/store.db" --set "control.socket=" --set crawl.pixels_per_second=60)
build/release/motograph add "Harbour bridge opens" "${settings[@]}" >/dev/null
build/release/motograph run --output "png:$work/png" --duration 1 "${settings[@]}" --set picture.scale=1 --set picture.dots=false >/dev/null
timeout 200 "$folder/conductor" "$PWD/$folder/vclock.so" -- node tests/firmware/emulator.mjs "$folder/emulator/node_modules" \
    "$folder/pico/motograph.bin" "$work" "record@300-303,record@500-540,kill@560,record@2700-2710,end@2711" -- \
    "$PWD/build/release/motograph" run --output rp2040:@TTY@ "${settings[@]}" >"$work/log" 2>&1
for at in 300 500; do
    build/release/tools/firmware_check "$work/pins-$at" "$work/png" 0 >"$work/decoded"
    report "At $at ms every pass shows one of the crawl's pictures, exactly" $?
    sed 's/^/# /' "$work/decoded"
done
build/release/tools/firmware_check "$work/pins-2700" - 0 >"$work/decoded"
report "The program killed: dark within 2.2 s" $?
echo "1..$number"
exit $failed
