#!/bin/sh
# shellcheck disable=SC1091,SC2086,SC2154  # `case` is made by check.sh; settings are to be split
# A machine with one core: real time would leave nothing to the rest of it, unless it is forced. The other
# cores are only hidden (they would spin, and the emulator with them), and the program keeps off them.
. ./common.sh
SETS="$SETS --set panel.board=adafruit-hat"
echo 0 >/tmp/online
mount -o bind /tmp/online /sys/devices/system/cpu/online || exit 1
good=0
taskset 1 ./motograph pattern rows --output gpiod --duration 1 $SETS >/tmp/out 2>&1 || good=1
grep 'there is one core only' /tmp/out || { cat /tmp/out; good=1; }
taskset 1 ./motograph pattern rows --output gpiod --duration 1 $SETS --set hub75.realtime=force >/tmp/out 2>&1 || good=1
grep 'one core only' /tmp/out && good=1
umount /sys/devices/system/cpu/online
exit $good
