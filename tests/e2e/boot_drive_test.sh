#!/bin/bash
# A board's boot drive that is not as it should be: it is said what, and what to do. Needs mounts of its own: root, or a
# user namespace.
if [ -z "${DRIVE_TEST_INSIDE:-}" ]; then
    export DRIVE_TEST_INSIDE=1
    if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
        exec unshare -m bash "$0" "$@"
    elif unshare -rm true 2>/dev/null; then
        exec unshare -rm bash "$0" "$@"
    fi
    echo "1..0 # SKIP boot_drive_test: no mount can be made here: it needs root or a user namespace"
    exit 0
fi
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
drive=$SCRATCH/RPI-RP2
mkdir "$drive"
if ! mount -t tmpfs -o size=64k tmpfs "$drive" 2>/dev/null; then
    echo "1..0 # SKIP boot_drive_test: no file system can be mounted here"
    exit 0
fi
trap 'umount -l "$drive"; rm -rf "$SCRATCH"' EXIT
board() { printf 'UF2 Bootloader v3.0\r\nModel: Raspberry Pi RP2\r\nBoard-ID: %s\r\n' "$1" >"$drive/INFO_UF2.TXT"; }
refused() { exits 1 firmware --write "$SCRATCH/pico.uf2" "${where[@]}" && says "$1"; }
${CC:-cc} -o "$SCRATCH/uf2" firmware/uf2.c
head -c 20000 /dev/zero >"$SCRATCH/image.bin"
"$SCRATCH/uf2" e48bff56 "$SCRATCH/image.bin" "$SCRATCH/pico.uf2"

where=()
ok "Without a boot drive it is said how to come by one" refused "no boot drive is mounted: hold BOOTSEL"
where=(--drive "$SCRATCH/nowhere")
ok "A folder that is not there is no boot drive" refused "no INFO_UF2.TXT that names a board"
where=(--drive "$drive")
ok "A drive without INFO_UF2.TXT is no boot drive" refused "no INFO_UF2.TXT that names a board"
ok "... and gets no file" [ ! -e "$drive/motograph.uf2" ]
board SAMD21E18A-Generic-v0
where=(--drive "$drive")
ok "Another maker's board is named" refused "another board (INFO_UF2.TXT says SAMD21E18A-Generic-v0)"
ok "... and left alone" [ ! -e "$drive/motograph.uf2" ]
board RP2350
where=(--drive "$drive")
ok "A Pico 2 is told from a Pico" refused "made for another chip"
board RPI-RP2
head -c 50000 /dev/zero >"$drive/filler"
where=(--drive "$drive")
ok "A full drive is said to be full" refused "No space left on device: a boot drive has room"
rm -f "$drive/filler" "$drive/motograph.uf2"
mount -o remount,ro,bind "$drive"
where=(--drive "$drive")
ok "A read-only drive is said to be read-only" refused "Read-only file system: mount it for writing"
mount -o remount,rw,bind "$drive"
ok "As it should be, it gets the firmware" exits 0 firmware --write "$SCRATCH/pico.uf2" --drive "$drive"
ok "... all of it" cmp "$SCRATCH/pico.uf2" "$drive/motograph.uf2"
tap_done
