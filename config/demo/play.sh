#!/bin/sh
# play.sh PROGRAM: imports the demo's articles and its feed and plays them: live on a terminal, else one round of
# the rota on the simulated clock, and build/ticker.gif.
set -eu
program=$1
demo=config/demo
mkdir -p build/demo
"$program" import -c $demo/demo.cfg $demo/articles
"$program" import -c $demo/demo.cfg $demo/feed.xml
if [ -t 1 ]; then
    # The same wall as a page, where there is a browser to look at it with.
    if [ -x "$program-serve" ] && command -v "${BROWSER:-xdg-open}" >/dev/null 2>&1; then
        "$program" serve -c $demo/demo.cfg --set control.http=127.0.0.1:8042 --set control.reading=open --log error &
        server=$!
        trap 'kill $server 2>/dev/null' EXIT
        sleep 1
        "$program" run -c $demo/demo.cfg --output terminal
        exit
    fi
    exec "$program" run -c $demo/demo.cfg --output terminal
fi
"$program" run -c $demo/demo.cfg --output gif:build/ticker.gif
echo "build/ticker.gif shows it."
