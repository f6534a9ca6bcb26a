#!/bin/bash
# debian.sh [RELEASE...]: builds and tests in bare chroots of Debian 12 and 13, as a user of theirs, from the tree's files
# without git; what is missing there is installed by the project's own means. Needs root and mmdebstrap; the packages
# come from where this machine's come from. VARIANTS (release) are those of check.sh. Logs are in build/debian.
set -u
cd "$(dirname "$0")/.." || exit 1
releases=${*:-bookworm trixie}
work=$PWD/build/debian
failed=0
# shellcheck source=tests/support/chroot.sh
. tests/support/chroot.sh
mkdir -p "$work"

# step NAME COMMAND...: its output in a log.
step() {
    local name=$1
    shift
    if "$@" </dev/null >"$work/$name.log" 2>&1; then
        echo "ok - $name"
    else
        echo "not ok - $name: $work/$name.log"
        tail -40 "$work/$name.log" | sed 's/^/# /'
        failed=1
        return 1
    fi
}

for release in $releases; do
    root=$work/$release
    rm -rf --one-file-system "$root"
    # shellcheck disable=SC2086  # no mirror is no argument
    step "$release-chroot" mmdebstrap --variant=minbase --include=make "$release" "$root" $mirror || continue
    inside "$root" useradd --create-home --shell /bin/bash tester
    mkdir "$root/home/tester/motograph"
    tar -c --exclude=./build --exclude=./.git . | tar -x -C "$root/home/tester/motograph"
    inside "$root" chown -R tester: /home/tester/motograph
    as_user=(inside "$root" su - tester -c)
    # A user of a bare machine: told what is missing, and what installs it.
    "${as_user[@]}" 'cd motograph && make' >"$work/$release-bare.log" 2>&1
    step "$release-says-what-is-missing" grep -q 'install-packages.sh build run' "$work/$release-bare.log"
    step "$release-packages" inside "$root" sh -c 'cd /home/tester/motograph && sh config/install-packages.sh build run check' || continue
    step "$release-demo" "${as_user[@]}" 'cd motograph && make run && test -s build/ticker.gif'
    step "$release-check" "${as_user[@]}" "cd motograph && VARIANTS='${VARIANTS:-release}' make check"
    tail -1 "$work/$release-check.log"
    grep '^   skipped:' "$work/$release-check.log" | sort -u
    cp "$root/home/tester/motograph/build/ticker.gif" "$work/$release.gif"
done
exit $failed
