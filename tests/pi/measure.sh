#!/bin/sh
# shellcheck disable=SC1091,SC2086,SC2154  # `case` is made by check.sh; settings are to be split
# What `plan --measure` prints of calls of 1 to 8 lines; the emulator's times themselves say nothing.
. ./common.sh
./motograph plan --measure --json $SETS --set panel.board=regular >/tmp/out 2>&1 || { cat /tmp/out; exit 1; }
cat /tmp/out
lines=$(tr '{' '\n' </tmp/out | sed -n 's/.*"lines":\([0-9]*\),"ns":[1-9][0-9]*}.*/\1/p' | tr '\n' ' ')
[ "$lines" = "1 2 3 4 5 6 7 8 " ] && grep -q '"call_ns":[1-9]' /tmp/out
