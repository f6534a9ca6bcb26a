#!/bin/bash
# packages.sh [RELEASE|ARCHITECTURE...]: for Debian 12 and 13 the packages are built on a bare machine, twice, in different
# folders and by different users, must be the same byte for byte, and go through package.sh. For arm64 and armhf they are built
# on Debian 12 by a cross compiler, and the unit tests run what was built by qemu-user, called by name. Logs, and the
# packages, are in build/packages. Needs root and mmdebstrap.
set -u
cd "$(dirname "$0")/.." || exit 1
tree=$PWD
# shellcheck source=tests/support/tap.sh
. tests/support/tap.sh
# shellcheck source=tests/support/chroot.sh
. tests/support/chroot.sh
work=$tree/build/packages
mkdir -p "$work"
version=$(sed -n 's/^VERSION := //p' Makefile)
date=$(sed -n 's/^DATE := //p' Makefile)
# Tests of what an emulated process can't do, by name (ROOM/x_test).
# base/thread_test: a page that a file lost (SIGBUS) can't be put in its place under qemu-arm; qemu-aarch64 can.
declare -A left_out=([arm64]=${LEFT_OUT:-} [armhf]="base/thread_test ${LEFT_OUT:-}")

# step NAME COMMAND...: with its output in a log.
step() {
    local name=$1
    shift
    "$@" </dev/null >"$work/$name.log" 2>&1 || { tail -30 "$work/$name.log"; return 1; }
}
group() { awk -v group="$1" '$1 == group {sub(":.*", "", $2); print $2}' config/packages.txt; }
machine() { # machine RELEASE NAME OPTION...
    local release=$1 root=$work/$2
    shift 2
    rm -rf --one-file-system "$root"
    # shellcheck disable=SC2086  # no mirror is no argument
    mmdebstrap --variant=minbase --dpkgopt=force-unsafe-io --include=make "$@" "$release" "$root" $mirror
}
# copied ROOT USER FOLDER: this tree, as that user's.
copied() {
    inside "$1" useradd --create-home --shell /bin/bash "$2"
    mkdir -p "$1$3"
    tar -c --exclude=./build --exclude=./.git . | tar -x -C "$1$3"
    inside "$1" chown -R "$2": "$3"
}
# built ROOT USER FOLDER OPTION...
built() {
    local root=$1 user=$2 folder=$3
    shift 3
    # shellcheck disable=SC2016  # the inner shell's own
    inside "$root" runuser -u "$user" -- bash -c 'cd "$1" && shift && exec bash config/deb.sh "$@"' deb "$folder" "$version" "$date" "$@"
}

# same ROOT: what was built in its two folders.
same() {
    local packages
    packages=$(cd "$1/home/one/motograph/build/deb" && echo *.deb)
    [ "$(wc -w <<<"$packages")" -ge 5 ] || return 1
    for package in $packages; do
        cmp "$1/home/one/motograph/build/deb/$package" "$1/srv/some/other/folder/build/deb/$package" || return 1
    done
    (cd "$1/home/one/motograph/build/deb" && sha256sum ./*.deb)
}

release_is_good() {
    local release=$1 root=$work/$1
    ok "$release: there is a bare machine" step "$release-machine" machine "$release" "$release"
    copied "$root" one /home/one/motograph
    copied "$root" other /srv/some/other/folder
    ok "$release: what is needed comes by the list" step "$release-packages" inside "$root" sh -c \
        'cd /home/one/motograph && sh config/install-packages.sh build package package-check firmware'
    ok "$release: the packages are built" step "$release-build" built "$root" one /home/one/motograph
    ok "$release: ... and once more, elsewhere" step "$release-again" built "$root" other /srv/some/other/folder
    ok "$release: they are the same, byte for byte" same "$root"
    ok "$release: its own lintian finds nothing" step "$release-lintian" inside "$root" sh -c \
        'lintian --allow-root --fail-on error,warning /home/one/motograph/build/deb/*.changes'
    rm -rf "$work/$release-debs"
    mkdir "$work/$release-debs"
    cp "$root"/home/one/motograph/build/deb/motograph* "$work/$release-debs" 2>/dev/null
    rm -rf --one-file-system "$root"
    ok "$release: they live as they should" step "$release-life" env PACKAGES="$work/$release-debs" LINTIAN=true bash tests/package.sh "$release"
    sed 's/^/# /' "$work/$release-life.log"
}

declare -A machines=([arm64]=aarch64-linux-gnu [armhf]=arm-linux-gnueabihf) emulators=([arm64]=qemu-aarch64 [armhf]=qemu-arm)
architecture_is_good() {
    local name=$1 root=$work/$1 type=${machines[$1]} emulator=${emulators[$1]} theirs
    theirs=$(group build | grep -vxE 'gcc|libc6-dev|make|pkg-config' | sed "s/$/:$name/")
    theirs="build-essential crossbuild-essential-$name debhelper dpkg-dev pkg-config qemu-user perl gcc sqlite3 libcmocka-dev:$name $(group run) $theirs
        $(group check | grep -E '^x?fonts-')"
    ok "$name: there is a machine with its cross compiler" step "$name-machine" machine bookworm "$name" --architectures="amd64,$name" \
        --include="$(tr -s ' \n' ,, <<<"$theirs" | sed 's/,$//')"
    copied "$root" one /home/one/motograph
    export RUN_BY=$emulator
    ok "$name: the packages are built" step "$name-build" built "$root" one /home/one/motograph -B --host-arch "$name"
    unset RUN_BY
    mkdir -p "$work/$name-debs"
    cp "$root"/home/one/motograph/build/deb/*.deb "$work/$name-debs" 2>/dev/null
    ok "$name: its unit tests pass in an emulator, by what was built" step "$name-unit" inside "$root" runuser -u one -- bash -c "
        cd /home/one/motograph/build/deb/motograph-$version &&
        eval \"\$(dpkg-architecture -a$name --print-set 2>/dev/null)\"
        eval \"\$(DEB_BUILD_MAINT_OPTIONS=hardening=+all dpkg-buildflags --export=sh)\"
        make -j2 unit prefix=/usr CC=$type-gcc AR=$type-ar PKG_CONFIG=$type-pkg-config RUN_BY=$emulator LEFT_OUT='${left_out[$name]}'"
    grep -E '^(Files=|Result:)' "$work/$name-unit.log" | sed 's/^/# /'
    rm -rf --one-file-system "$root"
}

[ $# -gt 0 ] || set -- bookworm trixie arm64 armhf
for what; do
    case $what in
    arm*) architecture_is_good "$what" ;;
    *) release_is_good "$what" ;;
    esac
done
tap_done
