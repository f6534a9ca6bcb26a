# shellcheck shell=bash
# For who tests the Debian packages.

# renumbered PACKAGE VERSION INTO: the same package, as if it were of another version; what belongs to it is of that, too.
renumbered() {
    local tree version=$2
    tree=$(mktemp -d)
    dpkg-deb -R "$1" "$tree"
    sed -i "s/^Version: .*/Version: $version/; s/motograph (= [^)]*)/motograph (= $version)/" "$tree/DEBIAN/control"
    [ ! -e "$tree/DEBIAN/preinst" ] ||
        sed -i "s/gt \"[0-9.]*\"/gt $version/; s/motograph [0-9.]* is older/motograph $version is older/" "$tree/DEBIAN/preinst"
    dpkg-deb -b "$tree" "$3" && rm -rf "$tree"
}
