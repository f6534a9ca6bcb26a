#!/bin/bash
# check.sh [SECONDS]: the Debian packages on a whole emulated machine with Debian's kernel and a running systemd: a first start
# with a good configuration on the card, then a second one with a bad one and a clock that has lost the time, an upgrade, a purge.
# guest.sh is what runs there. A start has SECONDS (1800) at most. The machine without our packages is kept in
# build/systemd, as is what each start said. Needs root, mmdebstrap and qemu-system-x86_64; KVM where there is one. With
# IN=container systemd runs in one (systemd-nspawn), in a tenth of the time: what needs a kernel of its own is left out.
if [ -z "${SYSTEMD_TEST_INSIDE:-}" ]; then
    # Its mounts are its own, and go with it.
    SYSTEMD_TEST_INSIDE=1 exec unshare --mount bash "$0" "$@"
fi
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
# shellcheck source=tests/support/chroot.sh
. tests/support/chroot.sh
# shellcheck source=tests/support/debs.sh
. tests/support/debs.sh
running=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
patience=${1:-1800}
in=${IN:-machine}
work=$ROOT/build/systemd
base=$work/base
root=$work/root
debs=${PACKAGES:-build/deb}
mkdir -p "$work"
# quiet COMMAND...: its last lines where it fails.
quiet() { "$@" >"$work/log" 2>&1 </dev/null || { tail -30 "$work/log"; return 1; }; }

# --- the machine ---
with=systemd-sysv,systemd-timesyncd,udev,dbus,kmod,linux-image-amd64,initramfs-tools,procps,iproute2,curl
with+=,mosquitto,mosquitto-clients,avahi-daemon,i2c-tools,fontconfig,fonts-dejavu-core
# Its first RAM disk needs to find the disk, and nothing else.
# shellcheck disable=SC2016  # mmdebstrap's own $1
small='d=$1/etc/initramfs-tools; mkdir -p $d/conf.d; echo MODULES=list >$d/conf.d/small; printf "virtio_pci\nvirtio_blk\next4\n" >$d/modules'
bare_machine() {
    [ "$(cat "$base.with" 2>/dev/null)" = "$with" ] && return
    rm -rf --one-file-system "$base"
    # shellcheck disable=SC2086  # no mirror is no argument
    quiet mmdebstrap --variant=minbase --dpkgopt=force-unsafe-io --skip=cleanup/apt/lists --include="$with" \
        --essential-hook="$small" "$running" "$base" $mirror && echo "$with" >"$base.with"
}
# Of the packages the one that runs, and for later the same as a next version.
with_packages() {
    mkdir -p "$work/layer" "$root"
    mount -t tmpfs -o size=2g tmpfs "$work/layer" && mkdir "$work/layer/upper" "$work/layer/work" &&
        mount -t overlay -o "lowerdir=$base,upperdir=$work/layer/upper,workdir=$work/layer/work" overlay "$root" || return 1
    mkdir -p "$root/check/next" "$root/check/tests/systemd" "$root/check/tests/support" "$root/boot/firmware/motograph"
    for name in motograph motograph-web; do
        cp "$debs/${name}_"*.deb "$root/check" && renumbered "$debs/${name}_"*.deb 9.0 "$root/check/next/$name.deb" || return 1
    done
    quiet inside "$root" env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get install -y -q --no-install-recommends /check/*.deb'
}
# A wall has another output, and a card.
prepared() {
    local etc=$root/etc
    cp tests/systemd/guest.sh "$root/check/tests/systemd"
    cp tests/support/tap.sh "$root/check/tests/support"
    date -u +%Y%m%d >"$root/check/day"
    echo wall >"$etc/hostname"
    echo "127.0.0.1 localhost wall" >"$etc/hosts"
    echo "/dev/vda / ext4 defaults 0 1" >"$etc/fstab"
    mkdir -p "$etc/systemd/system/motograph.service.d"
    printf '[Service]\nExecStart=\nExecStart=/usr/bin/motograph run --output null\nExecStopPost=\n' >"$etc/systemd/system/motograph.service.d/output.conf"
    printf '[Service]\nExecStart=/bin/bash /check/tests/systemd/guest.sh\nExecStopPost=/bin/systemctl poweroff --no-block\n' >"$etc/systemd/system/check.service"
    ln -s ../check.service "$etc/systemd/system/multi-user.target.wants"
    [ "$in" = machine ] || rm "$etc/fstab"
    # Emulated it is slow: what a start waits for may take longer.
    mkdir -p "$etc/systemd/system.conf.d" "$etc/systemd/system/network-online.target.wants"
    printf '[Manager]\nDefaultTimeoutStartSec=10min\n' >"$etc/systemd/system.conf.d/slow.conf"
    [ "$in" = container ] || printf '[Unit]\nBefore=network-online.target\nWants=sys-subsystem-net-devices-eth0.device\nAfter=sys-subsystem-net-devices-eth0.device\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=%s\nExecStart=%s\n' \
        "/bin/ip address add 10.0.2.15/24 dev eth0" "/bin/ip link set eth0 up" >"$etc/systemd/system/network.service"
    [ "$in" = container ] || ln -s ../network.service "$etc/systemd/system/network-online.target.wants"
    quiet inside "$root" systemctl enable systemd-timesyncd && quiet inside "$root" systemctl disable mosquitto
    cat >"$root/boot/firmware/motograph.cfg" <<'END'
schedule = { time_zone = "CET-1"; };
control = { http = "*:8090"; };
mqtt = { broker = "mqtt://127.0.0.1:1883"; name = "wall"; };
kiosk = { hands = "/dev/input"; light = "/sys/bus/iio/devices"; light_slew_s = 0.0; };
feeds = ( { name = "Mill"; url = "http://127.0.0.1:8000/feed.xml"; },
          { name = "Wire"; folder = "/srv/wire"; done = "move"; } );
END
    printf 'The old bridge opens\n\nThe old bridge over the river opens again on Monday, after two years of work on its piers.\n' \
        >"$root/boot/firmware/motograph/bridge.txt"
}
packed() { [ "$in" = container ] || rm -f "$work/disk"; [ "$in" = container ] || quiet mke2fs -q -t ext4 -d "$root" "$work/disk" 3G; }

# boots STAGE OPTION...: once, until it turns itself off.
boots() {
    local stage=$1
    shift
    if [ "$in" = container ]; then
        # Its messages go nowhere, as its journal tells them.
        timeout "$patience" systemd-nspawn --quiet --directory "$root" --register=no --keep-unit --private-network --machine=wall \
            --console=pipe --boot "motograph.stage=$stage"
        cp "$root/check/said" "$work/$stage.tap"
        return
    fi
    # Emulated unless told: a /dev/kvm within a machine that is virtual itself may be there and lead nowhere.
    timeout "$patience" qemu-system-x86_64 -machine q35 -accel "${ACCEL:-tcg}" -cpu max,-arch-capabilities -smp 2 -m 1024 -display none -no-reboot \
        -kernel "$base"/boot/vmlinuz-* -initrd "$base"/boot/initrd.img-* \
        -append "root=/dev/vda rw console=ttyS0 quiet net.ifnames=0 motograph.stage=$stage" -drive "file=$work/disk,format=raw,if=virtio" \
        -nic user,model=virtio-net-pci,restrict=on -device i6300esb -serial "file:$work/$stage.console" -serial "file:$work/$stage.tap" "$@"
}
# starts STAGE OPTION...: what the start's own tests say is as if it were said here.
starts() {
    local stage=$1
    boots "$@" </dev/null >"$work/$stage.log" 2>&1
    tr -d '\r' <"$work/$stage.tap" >"$work/said"
    while IFS= read -r line; do
        case $line in
        "ok "*" - "*) ok "${line#* - }" true ;;
        "not ok "*" - "*) ok "${line#* - }" false ;;
        *) echo "# ${line#\# }" ;;
        esac
    done <"$work/said"
    ok "The machine came to the end of its $stage start" ended "$stage"
}
ended() { grep -q "^end of $1" "$work/$1.tap" || { tail -n 20 "$work/$1.console" "$work/$1.log"; return 1; }; }
goes_on() { [ "$tap_failed" = 0 ] || tap_done; }

[ -n "${PACKAGES:-}" ] || ok "The packages are built" quiet make deb
ok "There is a machine of Debian" bare_machine
goes_on
ok "The packages are installed there" with_packages
goes_on
ok "It is told what to do" prepared
ok "... and has a disk" packed
goes_on
starts first
starts second -rtc base=2020-01-01
tap_done
