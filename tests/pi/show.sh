#!/bin/sh
# shellcheck disable=SC1091,SC2086  # `case` is made by check.sh; settings are to be split
# What the emulated Pi does for a picture: an article crawls over the panel. BOARD and SETS come from
# the file `case` beside it.
. ./case
chmod 755 motograph
export MOTOGRAPH_BOARDS=/app/boards MOTOGRAPH_LANGUAGES=/app/language XDG_RUNTIME_DIR=/tmp/run
mkdir -p /tmp/run
echo '<fontconfig></fontconfig>' >/tmp/fonts.conf
export FONTCONFIG_FILE=/tmp/fonts.conf
ls -l /dev/gpiochip0 || exit 1
./motograph import article.txt $SETS || exit 1
./motograph run --output gpiod --duration 1 --seed 1 $SETS || exit 1
