#!/bin/sh
# install-packages.sh [--missing] GROUP...: installs the Debian packages of config/packages.txt that are missing.
# Says what, why and how much. On a terminal it asks first, unless YES=1. With --missing it only says
# which are missing and how they come, and fails.
set -eu
list=$(dirname "$0")/packages.txt
only_missing=
if [ "${1:-}" = --missing ]; then
    only_missing=1
    shift
fi
groups=$*

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is not a Debian system; what config/packages.txt lists has to be here under its own names." >&2
    [ -z "$only_missing" ] || exit 1
    exit 0
fi

# PACKAGE:PROGRAM in the list: the program may come from elsewhere as well.
installed() {
    case $1 in *:*) command -v "${1#*:}" >/dev/null 2>&1 && return ;; esac
    dpkg-query -W -f '${db:Status-Status}\n' "${1%:*}" 2>/dev/null | grep -q '^installed$'
}

missing=
for group in "$@"; do
    while read -r of package why; do
        [ "$of" = "$group" ] || continue
        installed "$package" && continue
        package=${package%:*}
        [ -n "$missing" ] || echo "Missing Debian packages:"
        printf '  %-26s %s\n' "$package" "$why"
        missing="$missing $package"
    done <"$list"
done
[ -n "$missing" ] || exit 0
if [ -n "$only_missing" ]; then
    echo "This installs them: sudo sh config/install-packages.sh $groups"
    exit 1
fi

sudo=
if [ "$(id -u)" != 0 ]; then
    sudo=sudo
    command -v sudo >/dev/null 2>&1 || {
        echo "Not root, and there is no sudo: ask an administrator to run: apt-get install$missing" >&2
        exit 1
    }
fi

# What apt would do, in its words: how much it fetches, and how much room that takes afterwards.
sizes() {
    # shellcheck disable=SC2086  # the names are to be split
    LC_ALL=C apt-get install --assume-no --no-install-recommends $missing 2>/dev/null |
        sed -n 's/^Need to get \(.*\) of archives\.$/Download: \1./p
            s/^After this operation, \(.*\) of additional disk space will be used\.$/Disk: \1./p'
}
size=$(sizes)
fresh=
if [ -z "$size" ]; then
    echo "Debian's lists of packages are fetched, to know how much that is."
    $sudo apt-get update -q
    fresh=1
    size=$(sizes)
fi
[ -z "$size" ] || printf '%s\n' "$size"

if [ "${YES:-}" = 1 ]; then
    :
elif [ -t 0 ]; then
    printf 'Install them now? [Y/n] '
    read -r answer
    case $answer in
    '' | y* | Y*) ;;
    *)
        echo "Nothing was installed. YES=1 installs without asking." >&2
        exit 1
        ;;
    esac
else
    echo "There is no terminal to ask on: they are installed now."
fi

[ -n "$fresh" ] || $sudo apt-get update -q
# shellcheck disable=SC2086  # the names are to be split, and sudo may be empty
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
echo "Installed:$missing"
