#!/bin/bash
# libraries.sh SYSROOT TREE FOLDER: into TREE/lib the shared libraries that the arm64 programs below FOLDER need, and those
# that they need.
set -euo pipefail
root=$1
tree=$2
pending=$(find "$3" -type f)
declare -A paths
while read -r path; do paths[${path##*/}]=$path; done < <(find "$root/usr/lib" "$root/lib" -name '*.so*')
mkdir -p "$tree/lib"
while [ -n "$pending" ]; do
    found=
    for file in $pending; do
        for library in $(aarch64-linux-gnu-objdump -p "$file" 2>/dev/null | awk '/NEEDED/ {print $2}'); do
            [ ! -e "$tree/lib/$library" ] || continue
            path=${paths[$library]:-}
            [ -n "$path" ] || { echo "libraries.sh: $file needs $library, which the sysroot lacks" >&2; exit 1; }
            cp -L "$path" "$tree/lib/"
            found="$found $path"
        done
    done
    pending=$found
done
cp -L "$root/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1" "$tree/lib/"
