#!/bin/sh
# shellcheck disable=SC1091,SC2086  # `case` is made by check.sh; settings are to be split
# Death of a crawling ticker, in several ways; each time the panel must be dark soon, by the
# kernel's own trace of signals and lines. Then what `motograph blank` does, and what people are told.
. ./case
chmod 755 motograph
export MOTOGRAPH_BOARDS=/app/boards MOTOGRAPH_LANGUAGES=/app/language XDG_RUNTIME_DIR=/tmp/run
mkdir -p /tmp/run
echo '<fontconfig></fontconfig>' >/tmp/fonts.conf
export FONTCONFIG_FILE=/tmp/fonts.conf
pidfile=/tmp/run/motograph/guard.pid
trace=/sys/kernel/tracing
mount -t tracefs t $trace
echo 4096 >$trace/buffer_size_kb
for chip in /sys/class/gpio/gpiochip*; do
    [ "$(cat $chip/label)" != pinctrl-bcm2835 ] || base=$(cat $chip/base)
done
[ -n "$base" ] || { ls /sys/class/gpio; exit 1; }
oe=$((base + 18)) lat=$((base + 4)) # of the board `regular`
# A crash must not wait for what reads its core.
echo '|/bin/sleep 5' >/proc/sys/kernel/core_pattern
./motograph import article.txt $SETS || exit 1

guard_pid() {
    for comm in /proc/[0-9]*/comm; do
        grep -q "^motograph-guard" $comm 2>/dev/null && comm=${comm%/comm} && echo "${comm#/proc/}"
    done
}

start() {
    ./motograph run --output gpiod --seed 1 $SETS >/tmp/out 2>&1 &
    ticker=$!
    tries=0
    until ./motograph status $SETS >/dev/null 2>&1; do # on air once the socket answers
        tries=$((tries + 1))
        [ $tries -lt 50 ] || { cat /tmp/out; return 1; }
    done
    [ ! -e $pidfile ] || { echo "the guard of before is still there"; return 1; }
}

watch_lines() {
    echo >$trace/trace
    for event in gpio/gpio_value gpio/gpio_direction signal/signal_generate; do echo 1 >$trace/events/$event/enable; done
}

# die NAME SIGNAL US FATAL: SIGNAL after US; from the signal FATAL until the guard has turned the output off,
# and until the registers are empty: 20 ms at most.
die() {
    start || return 1
    usleep "$3"
    watch_lines
    usleep 60000 # a refresh
    kill -"$2" "$ticker"
    tries=0
    while [ ! -e $pidfile ] && [ -n "$(guard_pid)" ]; do
        tries=$((tries + 1))
        usleep 2000 # a busy loop would take its time from the other cores, which share one clock
        [ $tries -lt 500 ] || { echo "$1: no guard"; cat /tmp/out; return 1; }
    done
    usleep 50000 # what comes later would be seen
    echo 0 >$trace/events/enable
    awk -v name="$1" -v oe="$oe" -v lat="$lat" -v sent="sig=$4 " '
        {for (i = 1; i <= NF && $i !~ /^[0-9]+\.[0-9]+:$/; i++); us = $i * 1e6; what = $(i + 1); line = $(i + 2)}
        what == "gpio_value:" && line == oe && !dead {lit = $(i + 4) == 0}
        what == "signal_generate:" && index($0, sent) && !dead {dead = us; was_lit = lit}
        what == "gpio_value:" && line == oe && dead && /motograph-guar/ {
            if ($(i + 4) == 0) bad = "lit again"
            else if (!dark) dark = us
        }
        what == "gpio_value:" && line == lat && dead && /motograph-guar/ {deep = us}
        END {
            if (!dark || !deep) bad = "not dark"
            if (deep - dead > 20000) bad = "too late"
            printf "%s, the row %s: output off after %d us, deeply dark after %d us%s\n", name,
                was_lit ? "lit" : "dark", dark - dead, deep - dead, bad ? ": " bad : ""
            exit bad != ""
        }' $trace/trace
}
good=0
{
    die "SIGKILL" KILL 100000 9 || good=1
    die "SIGKILL" KILL 333000 9 || good=1
    die "SIGKILL" KILL 571234 9 || good=1
    die "SIGABRT" ABRT 123456 6 || good=1
    die "SIGSEGV" SEGV 431234 11 || good=1
    die "a hang, from its detection" STOP 222222 9 || good=1
    die "a hang, from its detection" STOP 345678 9 || good=1
} >/tmp/deaths
cat /tmp/deaths

# What holds the lines is named, the guard here; and blank has nothing to do.
./motograph pattern rows --output gpiod --duration 1 --set control.socket=/tmp/other/s.sock $SETS >/tmp/out 2>&1 && good=1
grep -q 'held by "motograph-guard"' /tmp/out || { cat /tmp/out; good=1; }
./motograph blank $SETS || { echo "blank beside a guard"; good=1; }
[ -n "$(guard_pid)" ] || { echo "blank ended the guard"; good=1; }

# The guard does not mind SIGTERM before its panel is dark.
start || good=1
guard=$(guard_pid)
kill -TERM $guard
usleep 50000
[ "$(guard_pid)" = "$guard" ] || { echo "SIGTERM ended the guard"; good=1; }

# blank: a running ticker does it, nothing lights any more.
./motograph blank $SETS || { echo "blank of a ticker"; good=1; }
usleep 100000
watch_lines
usleep 200000
echo 0 >$trace/events/enable
grep -q "gpio_value: $oe set 0" $trace/trace && { echo "lit after blank"; good=1; }
kill -KILL $ticker # and the unit's ExecStopPost at once: the guard is in the way, or dark already
./motograph blank $SETS || { echo "blank after a death"; good=1; }
tries=0
while [ -n "$(guard_pid)" ] && [ $tries -lt 200 ]; do tries=$((tries + 1)); usleep 5000; done
[ -n "$(guard_pid)" ] && { echo "a guard that was told to end is still there"; good=1; }
./motograph blank $SETS || { echo "blank, all alone"; good=1; }
echo "blank: by a ticker, beside a guard, after a death, alone"

# told WORDS ARGUMENT...: the program must refuse with these words.
told() {
    words=$1
    shift
    ./motograph pattern rows --output gpiod --duration 1 $SETS "$@" >/tmp/out 2>&1 && good=1
    grep -q "$words" /tmp/out || { echo "not told: $words"; cat /tmp/out; good=1; }
    grep "$words" /tmp/out
}
./motograph pattern colours --output gpiod --duration 2 --set control.socket=/tmp/other/s.sock $SETS --set panel.board=electrodragon >/dev/null 2>&1 &
other=$!
usleep 300000
told 'line 8 .* is held by "motograph": stop it; SPI uses it: dtparam=spi=off'
wait $other
sed 's/^chips.*/chips = ( "pinctrl-other" );/' boards/regular.board >/tmp/other.board
told 'no GPIO chip is labelled pinctrl-other: there are gpiochip0 \[pinctrl-bcm2835\]' --set panel.board=/tmp/other.board
mv /dev/gpiochip* /tmp/
told 'this machine has no GPIO chip'
exit $good
