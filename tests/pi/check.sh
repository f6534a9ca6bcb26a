#!/bin/bash
# check.sh: the arm64 program on an emulated Raspberry Pi 3B with the real pinctrl-bcm2835 driver; the
# pins' registers, decoded, must show the pictures, and be dark after a death. Prints TAP.
# `make check-pi` calls it. BOARDS: which boards (all for the Raspberry Pi). VERSIONS: of libgpiod (1.6 2).
# FULL=1 adds geometries, lanes and drivers.
set -u
cd "$(dirname "$0")/../.." || exit 1
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
versions=${VERSIONS:-1.6 2}
[ -d $folder/sysrootv2 ] || versions=1.6 # the backports are not everywhere
for variant in arm64 arm64v2; do
    [ $variant = arm64 ] || [ "$versions" != 1.6 ] || continue
    make --no-print-directory -j"$(nproc)" VARIANT=$variant all >"$work/make.log" 2>&1 ||
        { tail -5 "$work/make.log"; echo "not ok 1 - the program is built for $variant"; echo 1..1; exit 1; }
done
cp config/demo/articles/harbour-bridge.txt "$work/article.txt"
cp /usr/share/fonts/X11/misc/7x13.pcf.gz "$work/"
cp -r boards "$work/"
cp -r config/language "$work/languages"
mkdir "$work/fonts"
cp build/fonts/motograph-*.bdf "$work/fonts/" # the letters of the label
limit=600 # seconds that a boot may take
[ -z "${FULL:-}" ] || limit=1800
common="--set crawl.fit=false --set crawl.ribbon=false --set schedule.clock=trusted --set store.path=STORE --set text.fonts=[\"FONT\"] --set text.size_px=13 --set panel.refresh_hz=20
    --set colours.headline=#ffffff --set crawl.pixels_per_second=60.0 --set snippet.expire_hours=0.0"
common=$(echo "$common" | tr -s '\n ' ' ')

# boot NAME JOBS FILE...: boots once; the guest's settings are the host's with its own paths.
boot() {
    local name=$1 jobs=$2
    shift 2
    mkdir -p "$work/$name"
    printf "SETS='%s'\nJOBS='%s'\n" "$(echo "$common" | sed 's|STORE|/tmp/news.db|; s|FONT|/app/7x13.pcf.gz|')" "$jobs" >"$work/$name/case"
    printf '%s\n' "${shows[@]}" >"$work/$name/shows"
    PI_LINES=60 PI_ROOT=$folder/sysroot$gpiod PI_TIMEOUT=$limit bash tests/pi/boot.sh $folder tests/pi/guest.sh "$work/$name" \
        tests/pi/{common,show,chip,death,told,single,measure}.sh "build/arm64$gpiod/motograph" "$work/boards" "$work/languages" "$work/fonts" "$work/article.txt" \
        "$work/7x13.pcf.gz" "$work/$name/case" "$work/$name/shows" "$folder/sysroot$gpiod"/usr/bin/gpio{set,mon} "$@" >"$work/$name/log" 2>&1
    report "libgpiod $version: the emulated Pi runs: $jobs" $?
    [ -e "$work/$name/show.code" ] || sed 's/^/# /' "$work/$name/log" | tail -4
}

# done_well NAME SECTION SENTENCE: what a section of the boot said, and its status.
done_well() {
    report "$3" "$(cat "$work/$1/$2.code" || echo 1)"
    sed 's/^/# /' "$work/$1/$2.log" | tail -24
}

# decode NAME SECTION PICTURES BOARD [KEY=VALUE...]: the record from the section's mark to the next one.
decode() {
    local at="$work/$1/$2"
    shift 2
    awk -v mark="$(cat "$at.mark")" '/ addr 0x3f2000f0 / {at++} at == mark' "$(dirname "$at")/mmio.txt" >"$at.mmio"
    build/release/tools/pi_check "$at.mmio" "$@" >"$at.decoded"
    local code=$?
    rm -f "$at.mmio"
    return $code
}

# pictures NAME SETTING...: the frames of the same show, by the program of this machine.
pictures() {
    local name=$1
    shift
    [ ! -d "$work/frames-$name" ] || return 0
    local sets
    sets=$(echo "$common" | sed "s|STORE|$work/$name.db|; s|FONT|$PWD/$work/7x13.pcf.gz|")
    # shellcheck disable=SC2086  # the settings are to be split
    build/release/motograph import "$work/article.txt" $sets >/dev/null &&
        build/release/motograph run --output "png:$work/frames-$name" --duration 4 --seed 1 $sets "$@" \
            --set picture.scale=1 --set picture.dots=false >/dev/null
}

# Other walls, in the full check.
walls=(rows=16 "rows=64 columns=64" chain=2 parallel=2 'driver="fm6126a"' 'order="GBR"')

# plan_shows: what is to be shown, a line each.
plan_shows() {
    local board wall
    shows=()
    for board in ${BOARDS:-adafruit-hat regular electrodragon}; do
        shows+=("$board motograph --set panel.board=$board")
    done
    shows+=("library motograph --set panel.board=regular --set hub75.library_calls=true"
        "registers motograph --set panel.board=regular --set panel.fast=registers")
    [ "$version" != "${versions##* }" ] || shows+=("mutant mutant --set panel.board=regular")
    [ -n "${FULL:-}" ] || return 0
    shows+=("registers3 motograph --set panel.board=regular --set panel.parallel=3 --set panel.fast=registers")
    for wall in "${walls[@]}"; do
        shows+=("$(echo "$wall" | tr -dc a-z0-9) motograph --set panel.board=regular --set panel.${wall// / --set panel.}")
    done
}

# check_shows: each of them must show its pictures, and the mutant must not.
check_shows() {
    local show name settings
    for show in "${shows[@]}"; do
        read -r name _ settings <<<"$show"
        done_well "$version" "$name" "$name, libgpiod $version: an article crawls on the emulated Pi"
        local board=${settings#--set panel.board=} walls_only keys
        board=${board%% *}
        walls_only=${settings#"--set panel.board=$board"}
        keys=${walls_only//--set /}
        # shellcheck disable=SC2086  # the settings are to be split
        pictures "$(echo "$walls_only" | tr -dc a-z0-9)wall" $walls_only
        # shellcheck disable=SC2086
        decode "$version" "$name" "$work/frames-$(echo "$walls_only" | tr -dc a-z0-9)wall" "$board" ${keys//\"/}
        local code=$?
        if [ "$name" = mutant ]; then
            [ $code = 1 ] && grep -q ', 0 show a picture .*, [1-9][0-9]* do not' "$work/$version/mutant.decoded"
            report "libgpiod $version: data and clock in one call show none of the pictures" $?
        else
            report "$name, libgpiod $version${keys:+, $keys}: what the pins show are the pictures, and dark is the end" $code
        fi
        sed 's/^/# /' "$work/$version/$name.decoded"
    done
}

# make_mutant: the program with data and clock in one call.
make_mutant() {
    local tree=$work/mutant
    mkdir -p "$tree/build"
    cp -a Makefile src include tests config boards "$tree"
    cp -a "build/arm64$gpiod" "$tree/build/"
    perl -0pi -e 's/shift_call\(scan, data \| CLK \| latch, column_bits\(scan, column\)\);\n        shift_call\(scan, CLK, CLK\);/shift_call(scan, CLK | latch, 0);\n        shift_call(scan, data | CLK, column_bits(scan, column) | CLK);/' \
        "$tree/src/hub75/scan.c"
    make --no-print-directory -C "$tree" VARIANT="arm64$gpiod" SYSROOT="$PWD/$folder/sysroot$gpiod" all >"$work/make.log" 2>&1
    cp "$tree/build/arm64$gpiod/motograph" "$work/mutant.program"
    rm -rf "$tree"
    mv "$work/mutant.program" "$work/mutant"
    ! cmp -s "$work/mutant" "build/arm64$gpiod/motograph"
    report "the mutant differs" $?
}

for version in $versions; do
    gpiod=
    [ "$version" = 1.6 ] || gpiod=v2
    plan_shows
    mutant=()
    [ "$version" != "${versions##* }" ] || { make_mutant; mutant=("$work/mutant"); }
    PI_APPEND=iomem=relaxed boot "$version" "show chip measure death told single" "${mutant[@]}"
    check_shows
    done_well "$version" chip "libgpiod $version: the calls counted are those planned"
    done_well "$version" measure "libgpiod $version: plan --measure prints what calls of 1 to 8 lines cost"
    decode "$version" measure - regular
    report "libgpiod $version: and the panel is deeply dark behind it" $?
    done_well "$version" death "libgpiod $version: killed, aborted or hung in a lit row: dark within 20 ms; a guard that dies is replaced; blank"
    decode "$version" death - regular
    report "libgpiod $version: and it stays deeply dark" $?
    sed 's/^/# /' "$work/$version/death.decoded"
    done_well "$version" told "libgpiod $version: held lines, a missing permission, no such chip: told; the group gpio is enough"
    done_well "$version" single "libgpiod $version, one core: no real time unless it is forced"
done
echo "1..$number"
exit $failed
