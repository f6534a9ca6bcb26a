#!/bin/sh
# picture.sh PROGRAM: makes the README's pictures in config/demo: ticker.gif, two-lines.png and replay.gif.
set -eu
program=$1
demo=config/demo
store=build/demo/picture.db
mkdir -p build/demo
rm -f "$store"
"$program" import -c $demo/demo.cfg --set "store.path=$store" $demo/articles/harbour-bridge.txt >/dev/null
"$program" run -c $demo/demo.cfg --set "store.path=$store" --set picture.scale=4 --duration 20 \
    --output gif:$demo/ticker.gif >/dev/null
rm -rf build/demo/frames
TZ=UTC "$program" run -c $demo/two-lines.cfg --set "store.path=$store" --set snippet.expire_hours=0 --start 2026-06-01T20:08 \
    --set picture.scale=5 --duration 3 --output png:build/demo/frames >/dev/null
# An instant at which both lines show whole words.
frame=$(find build/demo/frames -name "*.png" | sort | tail -n 6 | head -n 1)
cp "$frame" $demo/two-lines.png

# A take-over in the middle of a headline, first lived through, then replayed from the log.
lived() { # START SECONDS
    "$program" run -c $demo/demo.cfg --set "store.path=$store" --fast --asrun --output null --start "$1" --duration "$2" >/dev/null 2>&1
}
lived 2026-06-01T20:08 6
"$program" breaking "Harbour bridge closed: high water" -c $demo/demo.cfg --set "store.path=$store" >/dev/null
lived 2026-06-01T20:08:06 6
"$program" replay --at 2026-06-01T20:08:04 --seconds 5 -o $demo/replay.gif -c $demo/demo.cfg --set "store.path=$store" --set picture.scale=3 >/dev/null
