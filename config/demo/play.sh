#!/bin/sh
# play.sh PROGRAM: imports the demo's articles and plays them: live on a terminal, else one round of
# the rota on the simulated clock, and build/ticker.gif.
set -eu
program=$1
demo=config/demo
mkdir -p build/demo
"$program" import -c $demo/demo.cfg $demo/articles
if [ -t 1 ]; then
    exec "$program" run -c $demo/demo.cfg --output terminal
fi
"$program" run -c $demo/demo.cfg --output gif:build/ticker.gif
echo "build/ticker.gif shows it."
