#!/bin/bash
# sysroot.sh FOLDER: an arm64 Debian below FOLDER for the emulated Raspberry Pi: headers and
# libraries to build the program with, busybox, the kernel, its device tree and some modules. Everything comes
# through apt from this machine's own sources, into a private root: the host's dpkg and apt are not touched.
set -euo pipefail
folder=$(realpath -m "$1")
root=$folder/sysroot
apt=$folder/apt
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# What the program links, and what the emulated Pi runs.
packages="libc6-dev libgcc-12-dev busybox-static e2fsprogs gpiod libgpiod-dev libfreetype-dev libharfbuzz-dev libfribidi-dev libunistring-dev libthai-dev
    libfontconfig-dev libconfig-dev libsqlite3-dev libpng-dev libgif-dev libjansson-dev libexpat1-dev nettle-dev"
# What the kernel of a Pi with a card and a stick loads, in this order: file systems, the card's reader, USB and its disks.
modules="mbcache crc16 crc32c_generic jbd2 ext4 fat nls_ascii nls_cp437 nls_utf8 vfat bcm2835 usb-common usbcore udc-core roles
    phy-generic dwc2 scsi_common scsi_mod crct10dif_common crc-t10dif crc64 crc64-rocksoft t10-pi sd_mod usb-storage evdev uinput softdog"

# Another list is another root.
[ "$(cat "$folder/done" 2>/dev/null)" != "$packages $modules" ] || exit 0
rm -rf "$apt" "$root" "$folder/sysrootv2" "$folder/kernel"
mkdir -p "$apt"/{none,lists/partial,cache/archives/partial} "$root" "$folder/kernel"
: >"$apt/status"

# The host's own mirrors, for another architecture.
awk '/^URIs:/ {uri = $2} /^Suites:/ {for (i = 2; i <= NF; i++) print uri, $i}' /etc/apt/sources.list.d/debian.sources |
    while read -r uri suite; do
        echo "deb [arch=arm64 signed-by=$keyring] $uri $suite main"
    done >"$apt/sources.list"
cat >"$apt/apt.conf" <<CONF
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "$apt/none";
Dir::Etc::preferencesparts "$apt/none";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
CONF
export APT_CONFIG=$apt/apt.conf
apt-get update -qq
# shellcheck disable=SC2086  # the names are to be split
apt-get install -y -qq --download-only $packages >/dev/null
for package in "$apt"/cache/archives/*.deb; do
    dpkg-deb -x "$package" "$root"
done
# The libraries' absolute links must not lead out of the root.
find "$root" -type l -lname '/*' | while read -r link; do
    ln -sfn "$(realpath -m --relative-to="$(dirname "$link")" "$root$(readlink "$link")")" "$link"
done

kernel=$(apt-cache depends linux-image-arm64 | awk '/Depends: linux-image-/ {print $2; exit}')
cd "$folder/kernel"
apt-get download -qq "$kernel"
dpkg-deb --fsys-tarfile ./"$kernel"*.deb | tar -x --wildcards './boot/*' './usr/lib/linux-image-*/broadcom/*' './lib/modules/*'
mkdir modules
for module in $modules; do
    path=$(find lib -name "$module.ko" ! -path '*/thermal/*' ! -path '*/sound/*')
    [ -n "$path" ] || continue # a part of the kernel itself, or not wanted any more
    cp "$path" modules/
    echo "$module" >>modules/order
done
rm -r lib
rm -f ./*.deb

# The same once more with libgpiod 2 in place of 1.6: FOLDER/sysrootv2, from the backports.
sed -n '1s/ [a-z]* main$/ bookworm-backports main/p' "$apt/sources.list" >"$apt/backports.list"
cat "$apt/backports.list" >>"$apt/sources.list"
apt-get update -qq || true
mkdir -p "$apt/gpiod2"
cd "$apt/gpiod2"
if apt-get download -qq gpiod/bookworm-backports libgpiod-dev/bookworm-backports libgpiod3/bookworm-backports; then
    cp -a "$root" "$folder/sysrootv2"
    rm -f "$folder"/sysrootv2/usr/lib/aarch64-linux-gnu/libgpiod.*
    for package in ./*.deb; do
        dpkg-deb -x "$package" "$folder/sysrootv2"
    done
fi
printf '%s\n' "$packages $modules" >"$folder/done"
