#!/bin/bash
# package.sh [RELEASE]: the Debian packages, as a machine with RELEASE (this one's) meets them: what they say, how they are
# hardened, and in a bare chroot how they are installed, take over from the version before with a store of each schema, refuse
# to go back, are removed and purged. Of the running release they are built anew; of another one PACKAGES names the folder.
# Needs root and mmdebstrap. The version before is the same under a lower number, or what BEFORE names.
if [ -z "${PACKAGE_TEST_INSIDE:-}" ]; then
    if ! unshare --mount mount -t tmpfs tmpfs /mnt 2>/dev/null; then
        echo "1..0 # SKIP nothing can be mounted here"
        exit 0
    fi
    # Its mounts are its own, and go with it.
    PACKAGE_TEST_INSIDE=1 exec unshare --mount bash "$0" "$@"
fi
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/support/tap.sh"
# shellcheck source=tests/support/chroot.sh
. tests/support/chroot.sh
# shellcheck source=tests/support/debs.sh
. tests/support/debs.sh
running=$(. /etc/os-release && echo "$VERSION_CODENAME")
release=${1:-$running}
packages=${PACKAGES:-build/deb}
root=$SCRATCH/machine/root
trap 'umount -l "$SCRATCH/machine" 2>/dev/null; rm -rf "$SCRATCH"' EXIT

# quiet COMMAND...: its last lines where it fails.
quiet() { "$@" >"$SCRATCH/log" 2>&1 </dev/null || { tail -30 "$SCRATCH/log"; return 1; }; }
# here COMMAND...: on that machine; as_ticker: as the service's user, or another (WHO) in its group.
here() { inside "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
as_ticker() { here runuser -u "${WHO:-motograph}" -- "$@"; }
deb() { echo "$packages/${1}_"*.deb; }

# --- what they say and how they are made ---
[ -n "${PACKAGES:-}" ] || ok "The packages are built" quiet make deb
ok "lintian finds no error, and nothing to warn of" "${LINTIAN:-lintian}" --allow-root --fail-on error,warning "$packages"/*.changes
mkdir "$SCRATCH/unpacked"
for name in motograph motograph-web; do dpkg-deb -x "$(deb $name)" "$SCRATCH/unpacked"; done
programs=("$SCRATCH/unpacked/usr/bin/motograph" "$SCRATCH/unpacked/usr/libexec/motograph/"*)
each() { for program in "${programs[@]}"; do "$@" "$program" || { echo "$program"; return 1; }; done; }
binds_at_once() { readelf --dynamic --wide "$1" | grep -q 'BIND_NOW\|Flags:.* NOW'; }
is_pie() { readelf --file-header "$1" | grep -q 'Type: *DYN'; }
is_read_only() { readelf --program-headers --wide "$1" | grep -q GNU_RELRO; }
guards_stack() { readelf --dyn-syms --wide "$1" | grep -q __stack_chk_fail; }
is_fortified() { readelf --dyn-syms --wide "$1" | grep -q '__[a-z]*_chk@'; }
ok "There are the ticker and its three companions" [ "${#programs[@]}" = 4 ]
ok "Each program binds its functions at once" each binds_at_once
ok "... is at another place each time" each is_pie
ok "... has its tables read-only" each is_read_only
ok "... has its stack guarded" each guards_stack
ok "... and the C library's checks" each is_fortified

# --- a machine ---
mkdir -p "$SCRATCH/machine"
mount -t tmpfs -o size=3g tmpfs "$SCRATCH/machine"
# shellcheck disable=SC2086  # no mirror is no argument
ok "There is a bare machine with $release" quiet mmdebstrap --variant=minbase --include=systemd \
    --skip=cleanup/apt/lists "$release" "$root" $mirror
goes_on() { [ "$tap_failed" = 0 ] || tap_done; }
goes_on
mkdir "$root/debs" "$root/debs/before" "$root/stores"
cp "$packages"/*_*.deb "$root/debs"
rm -f "$root"/debs/*dbgsym*

if [ -n "${BEFORE:-}" ]; then
    cp "$BEFORE"/motograph*.deb "$root/debs/before"
else
    for name in motograph motograph-web motograph-firmware; do
        [ ! -e "$(deb $name)" ] || renumbered "$(deb $name)" 0.0.9 "$root/debs/before/$name.deb" >"$SCRATCH/log"
    done
fi
installs() { here sh -c "apt-get install -y -q --no-install-recommends --allow-downgrades $1"; }
ok "The version before is installed, by apt" quiet installs '/debs/before/*.deb'
goes_on
ok "The ticker's service is on when the machine starts" test -L "$root/etc/systemd/system/multi-user.target.wants/motograph.service"
ok "... and what says where the machine is" test -L "$root/etc/systemd/system/multi-user.target.wants/motograph-boot.service"
ok "What speaks with the network is off until it is asked for" \
    test ! -e "$root/etc/systemd/system/multi-user.target.wants/motograph-serve.service"
for name in serve wires link; do ok "... and the unit of $name is there" here test -s "/usr/lib/systemd/system/motograph-$name.service"; done
ok "The services have their users" here id motograph motograph-wires motograph-serve motograph-link
ok "... the ticker's is in the group of the lines" here sh -c 'id -nG motograph | grep -qw gpio'
ok "The store's folder is the group's, and nobody else's" [ "$(here stat -c '%a %U %G' /var/lib/motograph)" = "2770 motograph motograph" ]
ok "Its libraries are there" here sh -c '! ldd /usr/bin/motograph /usr/libexec/motograph/* | grep "not found"'
ok "The configuration that comes along is good" as_ticker motograph check-config
ok "The ticker's user puts news into the store" as_ticker motograph add "The harbour opens at noon"
here useradd --groups motograph --create-home editor
WHO=editor ok "... and so does an editor, who is in its group" as_ticker motograph add "The night train is late"
ok "Who is not can't even read" sh -c "! chroot '$root' runuser -u nobody -- motograph list"
ok "Without a place to listen the wall's server says so" here sh -c 'motograph serve 2>&1 | grep -q control.http'
ok "There are manual pages" here test -s /usr/share/man/man1/motograph-add.1.gz -a -s /usr/share/man/man5/motograph.cfg.5.gz
ok "... and completion" here test -s /usr/share/bash-completion/completions/motograph

# --- the new version ---
"$TOOLS/old_stores" "$root/stores"
stores=$(find "$root/stores" -name '*.db' | wc -l)
here chown -R motograph: /stores
echo '# ours' >>"$root/etc/motograph/motograph.cfg"
ok "The new version takes its place" quiet installs '/debs/*.deb'
ok "... with a configuration that was changed left alone" grep -qx '# ours' "$root/etc/motograph/motograph.cfg"
ok "... and what was in the store" as_ticker sh -c 'motograph list | grep -q "harbour opens" && motograph list | grep -q "night train"'
comes_along() {
    as_ticker motograph list --set store.path="/stores/$1.db" >"$SCRATCH/list" 2>&1 && grep -qw one "$SCRATCH/list" && return
    echo "schema $1:"
    cat "$SCRATCH/list"
    return 1
}
all_come_along() { for schema in $(seq "$stores"); do comes_along "$schema" || return 1; done; }
ok "There is a store of each schema" test "$stores" -gt 9
ok "... and each comes along" all_come_along
# The store and the libraries are those of the machine; nothing hangs on its lines.
shows() { as_ticker sh -c 'timeout 10 motograph run --output gif:/stores/show.gif --fast --duration 20 && test -s /stores/show.gif'; }
ok "The ticker shows it" quiet shows

# --- back, and away ---
refuses() { ! quiet here dpkg -i /debs/before/motograph.deb && grep -q 'is older than' "$SCRATCH/log" && grep -q 'Nothing was changed' "$SCRATCH/log"; }
ok "It is not taken back in silence" refuses
ok "... and works as before" as_ticker motograph list
ok "It is removed" quiet here apt-get remove -y -q motograph motograph-web motograph-firmware
ok "... and the store stays" test -s "$root/var/lib/motograph/motograph.db" -a -s "$root/etc/motograph/motograph.cfg"
ok "It is purged" quiet here apt-get purge -y -q motograph motograph-web motograph-firmware
left() { find "$root" -xdev \( -path "$root/debs" -o -path "$root/stores" -o -path "$root/proc" -o -path "$root/sys" \) -prune -o -iname '*motograph*' -print; }
leaves_nothing() {
    left | tee "$SCRATCH/left"
    [ ! -s "$SCRATCH/left" ]
}
ok "... and nothing of it is left" leaves_nothing
tap_done
