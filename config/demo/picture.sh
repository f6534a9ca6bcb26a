#!/bin/sh
# picture.sh PROGRAM: makes config/demo/ticker.gif, the README's picture.
set -eu
program=$1
demo=config/demo
store=build/demo/picture.db
mkdir -p build/demo
rm -f "$store"
"$program" import -c $demo/demo.cfg --set "store.path=$store" $demo/articles/harbour-bridge.txt >/dev/null
"$program" run -c $demo/demo.cfg --set "store.path=$store" --set picture.scale=4 --duration 20 \
    --output gif:$demo/ticker.gif >/dev/null
