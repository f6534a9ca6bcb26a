#!/bin/sh
# install-packages.sh GROUP...: installs the Debian packages of config/packages.txt that are missing.
# Says what and why. On a terminal it asks first, unless YES=1.
set -eu
list=$(dirname "$0")/packages.txt

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is not a Debian system; what config/packages.txt lists has to be here under its own names." >&2
    exit 0
fi

# As a package, or as a program of that name from elsewhere (npm comes with some builds of Node.js).
installed() {
    command -v "$1" >/dev/null 2>&1 ||
        dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -q '^installed$'
}

missing=
for group in "$@"; do
    while read -r of package why; do
        [ "$of" = "$group" ] || continue
        installed "$package" && continue
        [ -n "$missing" ] || echo "Missing Debian packages:"
        printf '  %-22s %s\n' "$package" "$why"
        missing="$missing $package"
    done <"$list"
done
[ -n "$missing" ] || exit 0

if [ -t 0 ] && [ "${YES:-}" != 1 ]; then
    printf 'Install them now? [Y/n] '
    read -r answer
    case $answer in
    '' | y* | Y*) ;;
    *)
        echo "Nothing was installed. YES=1 installs without asking." >&2
        exit 1
        ;;
    esac
fi

sudo=
if [ "$(id -u)" != 0 ]; then
    sudo=sudo
    command -v sudo >/dev/null 2>&1 || {
        echo "Not root, and there is no sudo: ask an administrator to run: apt-get install$missing" >&2
        exit 1
    }
fi
# shellcheck disable=SC2086  # the names are to be split, and sudo may be empty
{
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
echo "Installed:$missing"
