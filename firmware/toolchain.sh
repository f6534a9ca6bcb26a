#!/bin/bash
# toolchain.sh FOLDER: the Pico SDK and TinyUSB below FOLDER/root, unpacked from trixie's source packages, which apt fetches
# from this machine's own mirror and checks by Debian's signature; their checksums are pinned as well. The system's sources are not touched.
set -euo pipefail
folder=$(realpath -m "$1")
[ ! -e "$folder/done" ] || exit 0
rm -rf "$folder"
mkdir -p "$folder"/{apt/lists/partial,apt/cache/archives/partial,deb,root}
# The first of Debian's own archives that this machine uses; security and backports have other names.
# shellcheck disable=SC2016  # apt-get expands it
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -E 'debian/?$' | head -1)
[ -n "$mirror" ] || { echo "apt-get has no Debian archive to fetch the Pico SDK from: see /etc/apt/sources.list.d" >&2; exit 1; }
printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
    "$mirror" >"$folder/apt/trixie.sources"
options=(-o Dir::Etc::sourcelist="$folder/apt/trixie.sources" -o Dir::Etc::sourceparts=/nonexistent -o Dir::State::lists="$folder/apt/lists"
    -o Dir::Cache="$folder/apt/cache" -o Acquire::Languages=none -o APT::Sandbox::User=root)
apt-get "${options[@]}" update -qq
cd "$folder/deb"
apt-get "${options[@]}" download -qq pico-sdk-source=2.1.1-1 tinyusb-source=0.18.0+dfsg-1
sha256sum --quiet -c - <<'SUMS'
507a3ca37636641bc90239d7c04dc9dc28c5008087a8162102ea94d2273153d3  pico-sdk-source_2.1.1-1_all.deb
01ce2c645df68f14a8a7dcfc8fb355713152543757955820479a87949a61154e  tinyusb-source_0.18.0+dfsg-1_all.deb
SUMS
for package in ./*.deb; do
    dpkg-deb -x "$package" "$folder/root"
done
touch "$folder/done"
