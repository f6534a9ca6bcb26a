#!/bin/bash
# mutants.sh VERSION: changes of the scan that check.sh must notice; what can be tested without the emulator is in
# tests/mutants.pl. Each is built and played in a copy of the tree. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
tree=$PWD/build/firmware/mutants
number=0
failed=0
rm -rf "$tree"
mkdir -p "$tree/build"
cp -r firmware src include "$tree"
mkdir -p "$tree/build/firmware"
ln -s "$PWD/build/firmware/sdk" "$tree/build/firmware/sdk"

# mutant SENTENCE PERL [PART] [FILE]: PERL changes FILE (scan.c) of firmware, a wall's picture must be wrong then, in that part of check.sh.
mutant() {
    local sentence=$1 change=$2 part=${3:-glance} result="not ok" file=firmware/${4:-scan.c}
    number=$((number + 1))
    cp "$file" "$tree/$file"
    perl -0pi -e "$change" "$tree/$file"
    if cmp -s "$file" "$tree/$file"; then
        sentence="$sentence (the change does not apply any more)"
    elif ! bash "$tree/firmware/build.sh" "$version" pico >"$tree/build.log" 2>&1; then
        sentence="$sentence (it does not compile)"; sed "s/^/# /" "$tree/build.log"
    elif ! WORK=build/firmware/mutants/check IMAGE=$tree/build/firmware/pico/motograph.bin ONLY=$part PERCENTS=10 bash tests/firmware/check.sh >"$tree/check.log" 2>&1; then
        grep -q '^1\.\.' "$tree/check.log" && result=ok
        sed "s/^/# /" "$tree/check.log"
    fi
    cp "$file" "$tree/$file"
    [ "$result" = ok ] || failed=1
    echo "$result $number - $sentence"
}

version=${1:-0}
mutant "Never dark between the planes" 's/\.dark = 2, \.latch = 1/.dark = 0, .latch = 1/'
mutant "The row does not wait for its data" 's/pio_encode_wait_irq\(true, false, IRQ_SHIFTED\)/pio_encode_nop()/'
mutant "The data do not wait for their row" 's/side\(pio_encode_wait_irq\(true, false, IRQ_DARK\), 1, 0, 0\)/side(pio_encode_nop(), 1, 0, 0)/'
mutant "A line of colour too few" 's/sm_config_set_out_pins\(&config, PIN_R1, DATA_PINS\)/sm_config_set_out_pins(&config, PIN_R1, DATA_PINS - 1)/'
mutant "A dim wall shows one turn of sixteen" 's/pass_lit_cycles\(pass, light, row, plane, turn\)/pass_lit_cycles(pass, light, row, plane, 0)/g' brightness slots.c
mutant "A dim wall is refreshed more often" 's/scan\.dark_cycles = light\.dark/scan.dark_cycles = 0/' brightness
mutant "A slot too few" 's/ROW_SM, slots,/ROW_SM, slots - 1,/'
mutant "A latch over a clock too few" 's/\(uint32_t\)pass->under_latch - 1\)/(uint32_t)pass->under_latch - 2)/' clocked
mutant "A panel is never told again" 's/scan_stop\(wall\);\n    run\(wall, wall->front\);//' clocked
echo "1..$number"
exit $failed
