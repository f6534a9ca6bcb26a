#!/bin/sh
# picture.sh PROGRAM: makes the README's pictures in config/demo: ticker.gif, two-lines.png and replay.gif; the same ones at any time of day.
set -eu
export TZ=UTC
program=$1
demo=config/demo
work=build/demo/pictures
rm -rf "$work"
mkdir -p "$work"
motograph() { "$program" "$@" --set "store.path=$work/news.db" --set "store.mark_folder=$work"; }
motograph import -c $demo/demo.cfg $demo/articles/harbour-bridge.txt >/dev/null
motograph run -c $demo/demo.cfg --start 2026-06-01T20:08 --set picture.scale=4 --duration 20 \
    --output gif:$demo/ticker.gif >/dev/null
motograph run -c $demo/two-lines.cfg --set snippet.expire_hours=0 --start 2026-06-01T20:08 \
    --set picture.scale=5 --duration 3 --output "png:$work/frames" >/dev/null
# An instant at which both lines show whole words.
frame=$(find "$work/frames" -name "*.png" | sort | tail -n 6 | head -n 1)
cp "$frame" $demo/two-lines.png

# A take-over in the middle of a headline, first lived through, then replayed from the log.
lived() { # START SECONDS
    motograph run -c $demo/demo.cfg --fast --asrun --output null --start "$1" --duration "$2" >/dev/null 2>&1
}
lived 2026-06-01T20:08 6
motograph breaking "Harbour bridge closed: high water" -c $demo/demo.cfg >/dev/null
lived 2026-06-01T20:08:06 6
motograph replay --at 2026-06-01T20:08:04 --seconds 5 -o $demo/replay.gif -c $demo/demo.cfg --set picture.scale=3 >/dev/null
