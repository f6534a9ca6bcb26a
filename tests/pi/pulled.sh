#!/bin/busybox sh
# shellcheck shell=dash disable=SC2013,SC2154  # a line of words, of which each names a value
# pulled.sh: what the emulated Raspberry Pi of pulls.pl does from its start to the pull: the ticker comes on as its service
# starts it, and says what it shows; then the store is told as it is found (`found`, `log`), and news is added, edited,
# killed and imported until the plug is pulled. Each thing is said on the console before it is done (TRY) and when the
# program has acknowledged it (DONE). The host's file `words` has: store=
# (/dev/... or memory), start= (the time), seed=, round= (how often it has started), show= (seconds of show in place
# of edits).
busybox=/bin/busybox
$busybox mount -t tmpfs t /run
$busybox mkdir /run/bin
$busybox --install -s /run/bin
export PATH=/run/bin:/bin:/usr/bin LD_LIBRARY_PATH=/lib HOME=/run/home FONTCONFIG_FILE=/etc/fonts.conf
say() { echo "@ $*"; }
# since the kernel began
uptime_s() { cut -d' ' -f1 /proc/uptime; }
fail() {
    say "FAIL $*"
    hostfile exit 1
}

hostfile get words >/run/words
for word in $(cat /run/words); do
    case $word in store=* | start=* | seed=* | round=* | show=*) export "at_${word?}" ;; esac
done
date -s "@$at_start" >/dev/null
for folder in /tmp /var/log /var/cache/motograph; do mount -t tmpfs t $folder || fail "no tmpfs at $folder"; done
mkdir -p /run/home /run/motograph
mount -t vfat -o ro /dev/mmcblk0p1 /boot/firmware || fail "the card's first partition can't be mounted"
case $at_store in
memory) mount -t tmpfs t /var/lib/motograph ;;
*) # As systemd does before it mounts what has a 2 in its last column (fstab(5)); 1: it has mended something (e2fsck(8)).
    e2fsck -p "$at_store" >/tmp/checked 2>&1 || [ $? = 1 ] || fail "the store's partition is not sound: $(cat /tmp/checked)"
    ! grep -q corrupt /tmp/checked || say "MENDED $(grep corrupt /tmp/checked)"
    mount -t ext4 -o noatime "$at_store" /var/lib/motograph
    ;;
esac || fail "the store's partition can't be mounted"
umask 0007
export XDG_DATA_HOME=/var/lib XDG_CACHE_HOME=/var/cache/motograph
say "MOUNTED $(uptime_s)"

( # Each airing is said, and what else the ticker says, too.
    motograph run --output null --json --seed "$at_seed" 2>&1 |
        while read -r line; do say "RUN $line"; done
    say "ENDED"
) &
until motograph status >/dev/null 2>&1; do usleep 200000; done
say "LIGHT $(uptime_s)"

motograph import /boot/firmware/motograph >/tmp/said 2>&1 || fail "import: $(cat /tmp/said)" # as motograph-boot.service does
motograph list --jsonl >/tmp/found 2>/tmp/error || fail "list: $(cat /tmp/error)"
motograph asrun --verify >/tmp/log 2>&1 || fail "asrun --verify: $(cat /tmp/log)"
motograph asrun --jsonl >>/tmp/log 2>/tmp/error || fail "asrun: $(cat /tmp/error)"
hostfile put found </tmp/found
hostfile put log </tmp/log
say "TOLD"

# try NUMBER KIND ID WORDS COMMAND...
doing=0
try() {
    doing=$((doing + 1))
    say "TRY $doing $1 $2 $3"
    shift 3
    if "$@" >/tmp/said 2>&1; then
        say "DONE $doing $(sed -n '1s/^\([0-9]*\).*/\1/p' /tmp/said)"
    else
        say "REFUSED $doing $(tr '\n' ' ' </tmp/said)"
    fi
}
# Two articles in a folder, a headline and a quotation each, whose words are made up: with words in common they would be
# one story told twice.
write_articles() {
    rm -rf /tmp/articles
    mkdir /tmp/articles
    for of in one two; do
        awk -v tag="$1.$of" -v seed="$2$of" '
            function drawn(n) {return int(rand() * n) + 1}
            function word(made, i) {
                made = ""
                for (i = drawn(2); i >= 0; i--) made = made substr("bdfgklmnprstv", drawn(13), 1) substr("aeiou", drawn(5), 1)
                return made
            }
            function words(count, all) {
                for (all = word(); count > 1; count--) all = all " " word()
                return all
            }
            BEGIN {
                srand(seed + length(seed) + (seed ~ /two/) * 7919)
                print "Pier " tag " opens: " words(7) "\n"
                print "It was " words(14) " all day. \"The pier " tag " will be " words(9) " this year,\" said Anna Berg, the harbour master."
            }' >"/tmp/articles/$1.$of.txt"
    done
}
# Seconds of show, with articles each ten minutes, and what the card got in them (sectors of 512 bytes: field 7 of the
# kernel's Documentation/block/stat.rst).
written() { awk '{print $7}' "/sys/class/block/${1#/dev/}/stat"; }
if [ -n "${at_show:-}" ]; then
    sync
    before="$(written mmcblk0p1) $(written mmcblk0p2) $(written "$at_store")"
    until [ "$at_show" -le 0 ]; do
        write_articles "$at_round.$at_show" "$at_show"
        motograph import /tmp/articles >/dev/null || fail "an article is not taken"
        sleep 600
        at_show=$((at_show - 600))
    done
    sync
    say "WRITTEN $before $(written mmcblk0p1) $(written mmcblk0p2) $(written "$at_store")"
    hostfile exit 0
fi

sed -n 's/.*"id":\([0-9]*\),"state":"live","damaged":null,"origin":"editor".*/\1/p' /tmp/found >/tmp/ids
awk -v seed="$at_seed" 'BEGIN {srand(seed); for (;;) print int(rand() * 10), int(rand() * 32768)}' | while read -r kind draw; do
    count=$(wc -l </tmp/ids)
    words="Round $at_round line $doing"
    if [ "$kind" = 0 ]; then
        write_articles "$at_round.$doing" "$draw"
        try import 0 "$at_round.$doing" motograph import /tmp/articles
    elif [ "$kind" -lt 5 ] || [ "$count" -lt 4 ]; then
        try add 0 "$words" motograph add "$words"
        sed -n '1s/^\([0-9]*\):.*/\1/p' /tmp/said >>/tmp/ids
    else
        id=$(sed -n "$((draw % count + 1))p" /tmp/ids)
        if [ "$kind" -lt 8 ]; then
            try edit "$id" "$words edited" motograph edit "$id" "$words edited"
        else
            try kill "$id" - motograph kill "$id"
            sed -i "/^$id\$/d" /tmp/ids
        fi
    fi
done
