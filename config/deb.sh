#!/bin/bash
# deb.sh VERSION DATE [OPTION...]: builds the Debian packages of this tree into build/deb, or into FOLDER where that variable
# names one; the options are dpkg-buildpackage's. DEBEMAIL and DEBFULLNAME say who answers for them: unsaid it is nobody's
# address, of a domain that is kept for that.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1
date=$2
shift 2
folder=${FOLDER:-build/deb}
tree=$folder/motograph-$version
# One version for each release of Debian, as its libraries are others: an upgrade of the system takes up the new one.
release=$(. /etc/os-release && echo "${VERSION_ID:-}")
full=$version${release:++deb$release}
maintainer="${DEBFULLNAME:-The Motograph developers} <${DEBEMAIL:-motograph@example.org}>"

# packages GROUP: those of the list, as a control file has them; without what may come from elsewhere, and what is
# everywhere where packages are built.
packages() {
    awk -v group="$1" '$1 == group && $2 !~ /:/ && $2 !~ /^(gcc|libc6-dev|make)$/ {printf "%s%s", sep, $2; sep = ", "}' \
        config/packages.txt
}

# indented FILE FIRST: a text as a copyright file has it, from that line on.
indented() { sed -n "$2,\$p" "$1" | sed 's/^[[:space:]]*$/./; s/^/ /'; }

rm -rf "$tree"
mkdir -p "$tree"
tar -c --exclude=./build --exclude=./.git --exclude='*.db*' . | tar -x -C "$tree"
cp -R config/debian "$tree/debian"
cd "$tree"
sed -e "s/@MAINTAINER@/$maintainer/; s/@BUILD@/$(packages build)/; s/@RUN@/$(packages run)/" \
    -e "s/@FIRMWARE@/$(packages firmware)/" debian/control.in >debian/control
{
    sed '/^@EXPAT@$/,$d' debian/copyright.in
    indented LICENSE 5 | sed '/^ The typefaces in/,$d'
    echo
    echo "License: OFL-1.1"
    indented fonts/OFL.txt 7
} >debian/copyright
sed -i "s/@VERSION@/$version/" debian/motograph.preinst
cat >debian/changelog <<ENTRY
motograph ($full) unstable; urgency=medium

  * Version $version: what changed since the one before is told in new.md.

 -- $maintainer  $(LC_ALL=C date -u -R -d "$date")
ENTRY
rm debian/*.in
cd - >/dev/null
case " $* " in
*" -B "*) ;;
*)
    bash firmware/toolchain.sh build/firmware/sdk
    mkdir -p "$tree/build/firmware"
    ln -s "$PWD/build/firmware/sdk" "$tree/build/firmware/sdk"
    ;;
esac
# debhelper gives a build a home of its own; what was compiled once is found all the same.
if command -v ccache >/dev/null; then
    CCACHE_DIR=$(ccache --get-config cache_dir)
    export CCACHE_DIR
fi
cd "$tree"
dpkg-buildpackage -us -uc "${@:--b}"
