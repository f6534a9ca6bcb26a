#!/bin/bash
# card.sh FOLDER CARD STICK: the card of an emulated Raspberry Pi, and a USB stick, as images; FOLDER is sysroot.sh's.
# CARD has what a Pi's has: a first partition that any computer writes (FAT; motograph.cfg and articles lie there), the root,
# which the Pi mounts read-only, and one of its own for the store. STICK is one file system for a store. What is installed is
# the package of arm64 where `make check-packages` has left one, or what `make install` puts there. CARD.initrd goes with them.
set -euo pipefail
folder=$(realpath "$1")
card=$(realpath -m "$2")
stick=$(realpath -m "$3")
cd "$(dirname "$0")/../.."
PATH=$PATH:/sbin:/usr/sbin # where Debian keeps what makes file systems
mib=1048576
card_mib=256 # the emulator wants a power of 2
boot_mib=16 root_mib=96
store_mib=$((card_mib - 1 - boot_mib - root_mib))
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
root=$tree/root
mkdir -p "$root"/{bin,sbin,mnt,dev,proc,sys,tmp,run,lib,etc,boot/firmware,var/lib/motograph,var/log,var/cache/motograph}

package=$(find build/packages/arm64-debs -name 'motograph_*_arm64.deb' 2>/dev/null | tail -1 || true)
if [ -n "$package" ]; then
    dpkg-deb -x "$package" "$tree/package"
    cp -r "$tree/package/usr" "$tree/package/etc" "$root/"
    basename "$package"
else
    # RUN_BY=true: no pages, which the program itself would have to write.
    mkdir -p "$root/usr/share/man/man5"
    DESTDIR=$root prefix=/usr RUN_BY=true sh config/install.sh install build/arm64
    install -Dm644 config/service.cfg "$root/etc/motograph/motograph.cfg"
    echo "what make install puts there"
fi
rm -rf "$root"/usr/libexec "$root"/usr/share/{man,doc,motograph/firmware}
aarch64-linux-gnu-strip "$root/usr/bin/motograph"
install "$folder/sysroot/bin/busybox" "$root/bin/"
aarch64-linux-gnu-gcc -O2 -static tests/pi/hostfile.c -o "$root/bin/hostfile"
install "$(find "$folder/sysroot" -name e2fsck)" "$root/usr/bin/"
bash tests/pi/libraries.sh "$folder/sysroot" "$root" "$root/usr/bin"
install tests/pi/pulled.sh "$root/sbin/init"
echo '<fontconfig></fontconfig>' >"$root/etc/fonts.conf"

# The first partition: what differs from the service's own configuration, and articles.
mkdir -p "$tree/first/motograph"
cat >"$tree/first/motograph.cfg" <<'CFG'
panel = { board = "adafruit-hat"; };
text = { size_px = 13; };
schedule = { clock = "trusted"; };
crawl = { pixels_per_second = 100.0; };
CFG
cp config/demo/articles/*.txt "$tree/first/motograph/"

rm -f "$card" "$stick"
truncate -s ${card_mib}M "$card"
sfdisk --quiet "$card" <<PARTITIONS
start=1MiB, size=${boot_mib}MiB, type=c
size=${root_mib}MiB, type=83
type=83
PARTITIONS
mkfs.vfat --offset $((mib / 512)) "$card" $((boot_mib * 1024)) >/dev/null 2>&1 # it warns that the file goes on behind it
mcopy -s -i "$card@@$mib" "$tree/first/"* ::
mkfs.ext4 -q -F -E offset=$(((1 + boot_mib) * mib)) -d "$root" -O ^has_journal "$card" ${root_mib}M
# As Raspberry Pi OS makes its own: with checksums of metadata a superblock of which one of its two sectors is lost is none any
# more, and nothing at the start mends that.
plain=^metadata_csum,^64bit
mkfs.ext4 -q -F -O "$plain" -E offset=$(((1 + boot_mib + root_mib) * mib)) "$card" ${store_mib}M
truncate -s ${store_mib}M "$stick"
mkfs.ext4 -q -F -O "$plain" "$stick"

# What begins: it has the root in itself, too, as an emulated card takes its time to read, and as a root in memory is one
# that nothing is written to. On the kernel's command line: stick=yes, a stick is waited for; root=card, the card's own root.
cp -r "$folder/kernel/modules" "$root/"
cat >"$root/init" <<'INIT'
#!/bin/busybox sh
busybox=/bin/busybox
$busybox mount -t proc p /proc
$busybox mount -t sysfs s /sys
$busybox mount -t devtmpfs d /dev
words=$($busybox cat /proc/cmdline)
for module in $($busybox cat /modules/order); do
    case $words:$module in
    *stick=yes*) ;;
    *:usb* | *:udc* | *:roles | *:phy* | *:dwc2 | *:scsi* | *:sd_mod | *:t10* | *:crc64* | *:crc-t10* | *:crct10*) continue ;; # no stick
    esac
    $busybox insmod "/modules/$module.ko"
done
until [ -e /dev/mmcblk0p2 ]; do $busybox usleep 50000; done
case $words in
*stick=yes*) until [ -e /dev/sda ]; do $busybox usleep 50000; done ;;
esac
case $words in
*root=card*)
    $busybox mount -t ext4 -o ro /dev/mmcblk0p2 /mnt
    for folder in proc sys dev; do $busybox mount --move /$folder /mnt/$folder; done
    exec $busybox switch_root /mnt /sbin/init
    ;;
esac
$busybox mount -o remount,ro /
exec /sbin/init
INIT
chmod +x "$root/init"
(cd "$root" && find . | cpio -o -H newc --quiet) >"$card.initrd"
