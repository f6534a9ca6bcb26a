# shellcheck shell=bash
# For who makes chroots of Debian: root and mmdebstrap are needed; the packages come from where this machine's come from.
if [ "$(id -u)" != 0 ] || ! command -v mmdebstrap >/dev/null; then
    echo "this makes chroots: it needs root and the package mmdebstrap" >&2
    exit 1
fi
# The mirror that this machine's apt uses, if it is a Debian itself.
# shellcheck disable=SC2016,SC2034  # apt's own variables; the scripts that source this use it
mirror=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' | sed -n 's/^Debian //p' | head -1)

# inside ROOT COMMAND...: in the chroot, with what a machine has mounted.
inside() {
    local root=$1
    shift
    # shellcheck disable=SC2016  # the inner shell's own arguments
    unshare --mount --pid --fork --kill-child bash -c '
        root=$1
        shift
        mount -t proc proc "$root/proc" && mount --rbind /sys "$root/sys" && mount --rbind /dev "$root/dev" &&
            mount -t tmpfs tmpfs "$root/run" && exec chroot "$root" "$@"' inside "$root" "$@"
}
