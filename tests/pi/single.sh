#!/bin/sh
# shellcheck disable=SC1091,SC2086,SC2154  # `case` is made by check.sh; settings are to be split
# A machine with one core: real time would leave nothing to the rest of it, unless it is forced.
. ./common.sh
SETS="$SETS --set panel.board=adafruit-hat"
[ "$(nproc)" = 1 ] || exit 1
./motograph pattern rows --output gpiod --duration 1 $SETS >/tmp/out 2>&1 || { cat /tmp/out; exit 1; }
grep 'there is one core only' /tmp/out || { cat /tmp/out; exit 1; }
./motograph pattern rows --output gpiod --duration 1 $SETS --set hub75.realtime=force >/tmp/out 2>&1 || { cat /tmp/out; exit 1; }
! grep 'one core only' /tmp/out
