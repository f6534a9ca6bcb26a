#!/bin/bash
# build.sh VERSION BOARD...: builds build/firmware/BOARD/motograph.uf2 with the toolchain of toolchain.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1
shift
# What a packager's compiler is told is for the machine of the packager.
unset CFLAGS CXXFLAGS CPPFLAGS ASFLAGS LDFLAGS
bash firmware/toolchain.sh build/firmware/sdk
export PICO_SDK_PATH=$PWD/build/firmware/sdk/root/usr/src/pico-sdk
${CC:-cc} -O2 -Wall -Wextra -o build/firmware/uf2 firmware/uf2.c
for name in "$@"; do
    board=$name
    family=e48bff56 # RP2040
    [ "$name" != interstate75 ] || board=pimoroni_interstate75
    [ "$name" != pico2 ] || family=e48bff59 # RP2350, Arm, secure
    out=build/firmware/$name
    if ! { cmake -S firmware -B "$out" -DPICO_BOARD="$board" -DPICO_NO_PICOTOOL=1 -DMOTOGRAPH_VERSION="$version" \
        -DCMAKE_BUILD_TYPE=Release && make -C "$out" -j2 motograph; } >"$out.log" 2>&1; then
        tail -30 "$out.log"
        exit 1
    fi
    build/firmware/uf2 "$family" "$out/motograph.bin" "$out/motograph.uf2"
    echo "$out/motograph.uf2"
done
