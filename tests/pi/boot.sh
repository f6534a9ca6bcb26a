#!/bin/bash
# boot.sh FOLDER SCRIPT OUT FILE...: boots an emulated Raspberry Pi 3B (Debian's own arm64 kernel with
# its pinctrl-bcm2835 driver, under QEMU), runs SCRIPT in it beside the FILEs (arm64 programs and data,
# in /app), and leaves in OUT:
#   mmio.txt     every register write of the GPIO block, in order
#   console.txt  what the guest printed
# and whatever SCRIPT puts there by `hostfile put NAME`. The exit status is SCRIPT's.
# `lit` (lit.c) is there to kill a program in a lit row, /lib/gpiomem.so (gpiomem.c) to be preloaded. FOLDER is what sysroot.sh has made; PI_ROOT (FOLDER/sysroot) has the libraries. PI_TIMEOUT (120): seconds until QEMU is ended. PI_APPEND:
# more for the kernel's command line.
set -euo pipefail
folder=$(realpath "$1")
script=$(realpath "$2")
out=$(realpath -m "$3")
shift 3
here=$(cd "$(dirname "$0")" && pwd)
root=${PI_ROOT:-$folder/sysroot}
limit=${PI_TIMEOUT:-120}
mkdir -p "$out"
image=$(mktemp -d "$folder/image.XXXXXX")
trap 'rm -rf "$image"' EXIT

chmod 755 "$image"
mkdir -p "$image"/{bin,dev,proc,sys,tmp,run,app,lib,etc}
cp "$root/bin/busybox" "$image/bin/"
for tool in hostfile lit; do
    aarch64-linux-gnu-gcc -O2 -static "$here/$tool.c" -o "$image/bin/$tool"
done
aarch64-linux-gnu-gcc -O2 -shared -fPIC "$here/gpiomem.c" -o "$image/lib/gpiomem.so"
cp -r "$@" "$image/app/"
cp "$script" "$image/app/guest.sh"

bash "$here/libraries.sh" "$root" "$image" "$image/app"

cat >"$image/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin:/app LD_LIBRARY_PATH=/lib HOME=/tmp
mount -t proc p /proc
mount -t sysfs s /sys
mount -t devtmpfs d /dev
cd /app
sh ./guest.sh
code=$?
hostfile exit $code
INIT
chmod +x "$image/init"
(cd "$image" && find . | cpio -o -H newc --quiet | gzip -1) >"$out/initrd.gz"

# QEMU logs every MMIO write; through a FIFO, only those of the GPIO block are kept.
cd "$out"
rm -f mmio.fifo console.txt
mkfifo mmio.fifo
timeout $((limit + 20)) grep -a "'bcm2835_gpio'" <mmio.fifo >mmio.txt &
filter=$!
version=$(basename "$folder"/kernel/boot/vmlinuz-*)
version=${version#vmlinuz-}
code=0
# icount makes the guest's time virtual: one instruction, one nanosecond, the same in every run.
timeout "$limit" qemu-system-aarch64 -M raspi3b -icount shift=0,sleep=off \
    -kernel "$folder/kernel/boot/vmlinuz-$version" \
    -dtb "$folder/kernel/usr/lib/linux-image-$version/broadcom/bcm2837-rpi-3-b.dtb" \
    -initrd initrd.gz -append "console=ttyS1,115200 panic=-1 quiet loglevel=3 rdinit=/init ${PI_APPEND:-}" \
    -display none -no-reboot -serial null -serial file:console.txt \
    -semihosting-config enable=on,userspace=on,target=native \
    -trace memory_region_ops_write -D mmio.fifo || code=$?
wait "$filter" || true
rm -f mmio.fifo initrd.gz
tr -d '\000-\010\013-\037' <console.txt | grep -av '^$' | tail -"${PI_LINES:-20}" || true
exit "$code"
