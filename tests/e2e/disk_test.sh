#!/bin/bash
# A disk that is full, or read-only: the show goes on, kill, breaking and clear work, it is said, and
# all of it is in the store when the disk is back. Needs a mount of its own: root, or a user namespace.
if [ -z "${DISK_TEST_INSIDE:-}" ]; then
    export DISK_TEST_INSIDE=1
    if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
        exec unshare -m bash "$0" "$@"
    elif unshare -rm true 2>/dev/null; then
        exec unshare -rm bash "$0" "$@"
    fi
    echo "1..0 # SKIP disk_test: no mount can be made here: it needs root or a user namespace"
    exit 0
fi
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
disk=$SCRATCH/disk
mkdir "$disk"
if ! mount -t tmpfs -o size=4m tmpfs "$disk" 2>/dev/null; then
    echo "1..0 # SKIP disk_test: no file system can be mounted here"
    exit 0
fi
db=(--set "store.path=$disk/news.db" --set "control.socket=$SCRATCH/socket")
trap 'tap_end_ticker; umount -l "$disk"; rm -rf "$SCRATCH"' EXIT

fill_disk() {
    head -c 8000000 /dev/zero >"$disk/filler" 2>/dev/null
    test "$(df --output=avail "$disk" | tail -1 | tr -d ' ')" = 0 || return 1
    # What is left of the last block has room for some changes more, and the file of the log of changes, where it has
    # been begun anew, for as many as there were: each is of some pages, and all of the disk has 8,192.
    for i in $(seq 2000); do
        "$MOTOGRAPH" edit 3 --priority $((i % 9)) "${db[@]}" 2>/dev/null || return 0
    done
    return 1
}
no_longer() {
    ! "$MOTOGRAPH" status --json "${db[@]}" | grep -q -- "$1"
}

for text in "The first line" "The second line" "The third line"; do
    motograph add "$text" "${db[@]}"
done
start
ok "A store in memory is said to stand there" exits 0 status "${db[@]}"
ok "... and what that means" prints "what is written is lost when the machine ends"
# It fills while edits come: what was said to be stored is.
fill_under_edits() {
    for i in $(seq 60); do
        head -c 150000 /dev/zero >>"$disk/filler" 2>/dev/null
        "$MOTOGRAPH" add "Filling $i" "${db[@]}" >/dev/null 2>&1 && echo "Filling $i"
    done >"$SCRATCH/acknowledged"
    count=$(grep -c . "$SCRATCH/acknowledged")
    [ "$count" -gt 5 ] && [ "$count" -lt 60 ]
}
all_there() {
    "$MOTOGRAPH" list "${db[@]}" >"$SCRATCH/listed"
    while read -r line; do grep -q "$line\$" "$SCRATCH/listed" || return 1; done <"$SCRATCH/acknowledged"
    [ "$(grep -c Filling "$SCRATCH/listed")" = "$count" ]
}
ok "Edits come until the disk is full" fill_under_edits
ok "... and what was acknowledged is there, nothing else" all_there
ok "... and the ticker lives" until_status '"due":'
rm "$disk/filler"
"$MOTOGRAPH" kill "$("$MOTOGRAPH" list --jsonl "${db[@]}" | grep Filling | grep -o '"id":[0-9]*' | cut -d: -f2 | paste -sd,)" "${db[@]}" >/dev/null
ok "The disk is full" fill_disk
ok "The ticker says so" until_status '"store_trouble":"[^"]*full'
ok "... in its log, too" grep -q "full" "$SCRATCH/run.err"
ok "add is refused" exits 1 add "A fourth line" "${db[@]}"
ok "kill reaches the ticker" exits 0 kill 2 "${db[@]}"
ok "... and says that it waits" says "the running ticker does it"
ok "... which has one less to show" until_status '"due":2'
ok "breaking reaches the ticker" exits 0 breaking "The bridge is closed" "${db[@]}"
ok "... which shows it at once" until_status '"text":"The bridge is closed"'
ok "A kill of nothing is at fault" exits 1 kill none "${db[@]}"
rm "$disk/filler"
ok "Once there is room, all of it is in the store" until_status '"pending":0'
motograph list --json "${db[@]}"
ok "... the killed one" grep -q '"text":"The second line".*"state":"killed"' "$SCRATCH/out"
ok "... the take-over" grep -q '"text":"The bridge is closed"' "$SCRATCH/out"
ok "... and the ticker says no more" until_status '"store_trouble":null'
ok "The disk is full again" fill_disk
ok "clear reaches the ticker" exits 0 clear "${db[@]}"
ok "... tells that it ended one" prints "1 take-over ended"
ok "... and ends the take-over" until_status '"taken_over":false'
rm "$disk/filler"
ok "... for good" until_status '"pending":0'
stop
ok "The log of all that is whole" exits 0 asrun --verify "${db[@]}"

ok "The disk is read-only" mount -o remount,ro,bind "$disk"
start
ok "A ticker starts on it" until_status '"text":"The \(first\|third\) line"'
ok "... says that nothing can be written" until_status '"store_trouble":"[^"]*read-only'
ok "... and knows what was killed" no_longer "second line"
ok "kill reaches it" exits 0 kill 1 "${db[@]}"
ok "... and holds" until_status '"due":1'
ok "The disk can be written again" mount -o remount,rw,bind "$disk"
ok "... which the ticker finds out" until_status '"pending":0'
motograph list --json "${db[@]}"
ok "... so that the kill is in the store" grep -q '"text":"The first line".*"state":"killed"' "$SCRATCH/out"
stop

mount -o remount,ro,bind "$disk"
ok "Without a ticker kill is refused" exits 1 kill 3 "${db[@]}"
ok "... and says why" says "news.db"
ok "list reads a read-only store" exits 0 list "${db[@]}"

# Not a byte is lacking, but a file more can't be made.
few=$SCRATCH/few
mkdir "$few"
mount -t tmpfs -o size=4m,nr_inodes=4 tmpfs "$few"
trap 'tap_end_ticker; umount -l "$disk" "$few"; rm -rf "$SCRATCH"' EXIT
db=(--set "store.path=$few/news.db" --set "control.socket=$SCRATCH/socket" --set store.backup_hours=0)
motograph add "The first line" "${db[@]}"
motograph add "The second line" "${db[@]}"
rm -f "$few"/news.db-* "$few"/news.db.*
for i in 1 2 3 4; do : >"$few/$i" || break; done 2>/dev/null
ok "No file more can be made" bash -c "! : >'$few/more'"
ok "list reads a store on a disk without inodes" exits 0 list "${db[@]}"
ok "... all of it" prints "The second line"
start
ok "A ticker starts on it" until_status '"text":"The \(first\|second\) line"'
ok "... says that nothing can be written" until_status '"store_trouble":"'
ok "kill reaches it" exits 0 kill 2 "${db[@]}"
ok "... and holds" until_status '"due":1'
ok "breaking reaches it" exits 0 breaking "The bridge is closed" "${db[@]}"
ok "... without an id that is none" bash -c "! grep -q '^-\?[0-9]*:' '$SCRATCH/out'"
ok "... and is on air" until_status '"text":"The bridge is closed"'
ok "clear reaches it" exits 0 clear "${db[@]}"
ok "... ends the take-over" until_status '"taken_over":false'
ok "... and tells that it did" prints "1 take-over ended"
rm "$few"/[1-4]
ok "Once a file can be made, all of it is in the store" until_status '"pending":0'
motograph list --json "${db[@]}"
ok "... the killed one" grep -q '"text":"The second line".*"state":"killed"' "$SCRATCH/out"
stop

# An overlay whose changes go to memory, as Raspberry Pi OS makes its root read-only; and one whose changes are kept.
layers=$SCRATCH/layers
mkdir -p "$layers"/{lower,memory,root}
mount -t tmpfs tmpfs "$layers/memory"
trap 'tap_end_ticker; umount -l "$disk" "$few" "$layers/root" "$layers/memory" 2>/dev/null; rm -rf "$SCRATCH"' EXIT
isnt() { ! "$@"; }
# said LAYER: whether the store on an overlay with that one is said to be in memory.
said() {
    mkdir -p "$1/upper" "$1/work"
    mount -t overlay -o "lowerdir=$layers/lower,upperdir=$1/upper,workdir=$1/work" overlay "$layers/root" || return 2
    db=(--set "store.path=$layers/root/news.db" --set "control.socket=$SCRATCH/socket" --set "store.mark_folder=$layers/root")
    motograph add "The first line" "${db[@]}"
    start
    until_status '"due":1'
    motograph status "${db[@]}"
    stop
    umount "$layers/root"
    prints "it stands in memory"
}
if mount -t overlay -o "lowerdir=$layers/lower:$layers/memory" overlay "$layers/root" 2>/dev/null; then
    umount "$layers/root"
    ok "A store on an overlay that is kept in memory is said to stand there" said "$layers/memory"
    case $(stat -f -c %T "$SCRATCH") in
    ext2/ext3 | xfs | btrfs) ok "... and one on a disk is not" isnt said "$layers" ;;
    esac
fi
tap_done
