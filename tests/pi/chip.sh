#!/bin/sh
# shellcheck disable=SC1091,SC2086,SC2154  # `case` is made by check.sh; settings are to be split
# The calls that a still picture takes, counted by the kernel, are those that `plan` says.
. ./common.sh
SETS="$SETS --set panel.board=adafruit-hat"

# count NAME: between two sleeps of the refresh thread, where it called at all, is a refresh. Those before the first have other
# beginnings.
count() {
    echo 8192 >$trace/buffer_size_kb
    echo >$trace/trace
    echo 1 >$trace/events/syscalls/sys_enter_ioctl/enable
    echo 1 >$trace/events/syscalls/sys_enter_clock_nanosleep/enable
    ./motograph pattern "$1" --output gpiod --duration 2 $SETS >/tmp/out 2>&1 || { cat /tmp/out; return 1; }
    echo 0 >$trace/events/enable
    counted=$(awk '/sys_ioctl\(/ {calls[$1]++}
        /sys_clock_nanosleep\(/ && calls[$1] {if (rounds[$1]++ >= 8 && rounds[$1] <= 16) sum[$1] += calls[$1]; calls[$1] = 0}
        END {for (thread in rounds) if (rounds[thread] >= 16) printf "%.2f", sum[thread] / 8}' $trace/trace)
    cost=$(sed -n 's/.* a call costs \([0-9]*\) ns and \([0-9]*\) ns .*/--call-ns \1 --line-ns \2/p' /tmp/out)
    planned=$(./motograph plan --pattern "$1" $cost --json $SETS | sed 's/.*"system_calls":\([0-9]*\.[0-9]\).*/\1/')
    grep 'a call costs' /tmp/out
    echo "$1: $counted calls a refresh counted, $planned planned"
    [ -n "$counted" ] && [ "${counted%.*}" = "${planned%.*}" ]
}
good=0
count colours || good=1
count chain || good=1
exit $good
