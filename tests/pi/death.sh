#!/bin/sh
# shellcheck disable=SC1091,SC2086  # `case` is made by check.sh; settings are to be split
# Death in the middle of a lit row, three ways; each time the panel must be dark soon.
. ./case
chmod 755 motograph
export MOTOGRAPH_BOARDS=/app/boards MOTOGRAPH_LANGUAGES=/app/language XDG_RUNTIME_DIR=/tmp/run
mkdir -p /tmp/run
echo '<fontconfig></fontconfig>' >/tmp/fonts.conf
export FONTCONFIG_FILE=/tmp/fonts.conf
pidfile=/tmp/run/motograph/guard.pid
./motograph import article.txt $SETS || exit 1

# now: the guest's time in 1/100 s, into now_cs.
now() {
    read -r up rest </proc/uptime
    now_cs=${up%.*}${up#*.}
}

# die NAME SIGNAL MS: the time from the signal until the guard says that it is dark.
die() {
    ./motograph run --output gpiod --seed 1 $SETS >/tmp/out 2>&1 &
    ticker=$!
    # on air once the socket answers
    tries=0
    until ./motograph status $SETS >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 50 ] || { cat /tmp/out; return 1; }
    done
    usleep 300000
    [ ! -e $pidfile ] || { echo "$1: the guard of before is still there"; return 1; }
    now; begin=$now_cs
    kill -"$2" "$ticker"
    tries=0
    while [ ! -e $pidfile ]; do
        tries=$((tries + 1))
        usleep 2000 # a busy loop would take its time from the other cores, which share one clock
        [ $tries -lt 500 ] || { echo "$1: no guard"; cat /tmp/out; return 1; }
    done
    now
    echo "$1: dark after $(((now_cs - begin) * 10)) ms"
    [ $(((now_cs - begin) * 10)) -le "$3" ]
}
die SIGKILL KILL 20 || exit 1
die SIGABRT ABRT 20 || exit 1
die hang STOP 160 || exit 1 # 100 ms of silence, looked at every 20 ms, and 20 more
# Lines held by somebody else are named.
./motograph pattern rows --output gpiod --duration 1 --set control.socket=/tmp/other/s.sock $SETS >/tmp/out 2>&1 && exit 1
grep -q 'held by "motograph-guard"' /tmp/out || { cat /tmp/out; exit 1; }
echo "a held line names its holder"
exit 0
