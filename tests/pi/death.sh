#!/bin/sh
# shellcheck disable=SC1091,SC2086,SC2154  # `case` is made by check.sh; settings are to be split
# Death of a crawling ticker in the middle of a lit row, in several ways; each time the panel must be dark
# soon, by the kernel's own trace of signals and lines. Then what `motograph blank` does.
. ./common.sh
SETS="$SETS --set panel.board=regular"
pidfile=/tmp/run/motograph/guard.pid
oe_pin=18 lat_pin=4 # of that board
echo 4096 >$trace/buffer_size_kb
for chip in /sys/class/gpio/gpiochip*; do
    [ "$(cat $chip/label)" != pinctrl-bcm2835 ] || base=$(cat $chip/base)
done
[ -n "$base" ] || { ls /sys/class/gpio; exit 1; }
oe=$((base + oe_pin)) lat=$((base + lat_pin))
# A crash must not wait for what reads its core.
echo '|/bin/sleep 5' >/proc/sys/kernel/core_pattern

guard_pid() {
    grep -l "^motograph-guard" /proc/[0-9]*/comm 2>/dev/null | cut -d/ -f3
}

start() {
    $with ./motograph run --output gpiod --seed 1 $SETS $more >/tmp/out 2>&1 &
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

# die_once NAME SIGNAL US FATAL: SIGNAL when a row is lit for US; from the signal FATAL until the guard has turned
# the output off, and until the registers are empty: 20 ms at most. 2: the signal came too late, in the dark.
die_once() {
    start || return 1
    usleep 200000 # the text comes in
    watch_lines
    lit $oe_pin "$3" "$(kill -l "$2")" "$ticker" || { kill -KILL "$ticker"; cat /tmp/out; return 1; }
    tries=0
    while [ ! -e $pidfile ] && [ -n "$(guard_pid)" ]; do
        tries=$((tries + 1))
        usleep 2000 # a busy loop would take its time from the other cores, which share one clock
        [ $tries -lt 100 ] || { echo "$1: no guard"; cat /tmp/out; return 1; }
    done
    usleep 50000 # what comes later would be seen
    echo 0 >$trace/events/enable
    awk -v name="$1" -v unseen="$with" -v oe="$oe" -v lat="$lat" -v sent="sig=$4 " '
        {for (i = 1; i <= NF && $i !~ /^[0-9]+\.[0-9]+:$/; i++); us = $i * 1e6; what = $(i + 1); line = $(i + 2)}
        what == "gpio_value:" && line == oe && !dead {lit = $(i + 4) == 0; since = us}
        what == "signal_generate:" && index($0, sent) && !dead {dead = us; was_lit = lit || unseen}
        what == "gpio_value:" && line == oe && dead && /motograph-guar/ {
            if ($(i + 4) == 0) bad = "lit again"
            else if (!dark) dark = us
        }
        what == "gpio_value:" && line == lat && dead && /motograph-guar/ {deep = us}
        END {
            if (!dark || !deep) bad = "not dark"
            if (deep - dead > 20000) bad = "too late"
            printf "%s, the row lit for %d us: output off after %d us, deeply dark after %d us%s\n", name,
                unseen ? -1 : dead - since, dark - dead, deep - dead, bad ? ": " bad : !was_lit ? ": it was dark, once more" : ""
            exit bad ? 1 : was_lit ? 0 : 2
        }' $trace/trace
}

# What is set in registers the kernel does not see: `lit` does. Then the row was lit for -1 us.
with='' more=''

# The program runs on until the signal reaches it: tried until the record shows a lit row.
die() {
    for _ in 1 2 3 4 5; do
        die_once "$@"
        code=$?
        [ $code = 2 ] || return $code
    done
    return 1
}
good=0
die "SIGKILL" KILL 50 9 || good=1
die "SIGKILL" KILL 700 9 || good=1
die "SIGKILL" KILL 1500 9 || good=1
die "SIGABRT" ABRT 300 6 || good=1
die "SIGSEGV" SEGV 900 11 || good=1
die "a hang, from its detection" STOP 200 9 || good=1
die "a hang, from its detection" STOP 1200 9 || good=1
with=$with_registers more='--set panel.fast=registers'
die "SIGKILL, registers" KILL 50 9 || good=1
die "SIGABRT, registers" ABRT 300 6 || good=1
die "a hang with registers, from its detection" STOP 200 9 || good=1
with='' more=''

# What holds the lines is named, the guard here; and blank has nothing to do.
./motograph pattern rows --output gpiod --duration 1 --set control.socket=/tmp/other/s.sock $SETS >/tmp/out 2>&1 && good=1
grep -q 'held by "motograph-guard"' /tmp/out || { cat /tmp/out; good=1; }
./motograph blank $SETS || { echo "blank beside a guard"; good=1; }
[ -n "$(guard_pid)" ] || { echo "blank ended the guard"; good=1; }

# A guard that dies is replaced; none minds SIGTERM before its panel is dark.
start || good=1
guard=$(guard_pid)
kill -KILL $guard
tries=0
while { [ -z "$(guard_pid)" ] || [ "$(guard_pid)" = "$guard" ]; } && [ $tries -lt 100 ]; do tries=$((tries + 1)); usleep 5000; done
grep "guard.*died.*another" /tmp/out || { echo "no other guard"; cat /tmp/out; good=1; }
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
exit $good
