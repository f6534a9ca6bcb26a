#!/bin/bash
# A configuration that is read again: all the files that it is made of are watched, and all that is wrong is told.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"

cfg="$SCRATCH/wall.cfg"
part="$SCRATCH/part.cfg"
face="$SCRATCH/face.ttf"
board="$SCRATCH/own.board"
cp "$(find /usr/share/fonts -name 'DejaVuSans.ttf' | head -1)" "$face"
cp boards/adafruit-hat.board "$board"
cat >"$cfg" <<END
store = { path = "$SCRATCH/news.db"; };
control = { reload = "changed"; };
text = { fonts = ( "./face.ttf" ); };
panel = { board = "./own.board"; };
@include "part.cfg"
END
echo 'schedule = { time_zone = "CET-1"; };' >"$part"
# until_true COMMAND...: waits until it succeeds, a minute at most.
until_true() {
    local end=$((SECONDS + 60))
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}
"$MOTOGRAPH" add "The mill opens" -c "$cfg" >/dev/null
"$MOTOGRAPH" run --output null -c "$cfg" >"$SCRATCH/live" 2>"$SCRATCH/live.err" &
ticker=$!
status_says() { "$MOTOGRAPH" status -c "$cfg" 2>/dev/null | grep -qF -- "$1"; }
log_says() { grep -qF -- "$1" "$SCRATCH/live.err"; }
# replaced FILE BY: as editors and package managers do it.
replaced() { cp "$2" "$1.new" && mv "$1.new" "$1"; }
ok "The ticker runs" until_true status_says "CET, UTC+01:00"
echo 'schedule = { time_zone = "EET-2"; };' >"$SCRATCH/next"
replaced "$part" "$SCRATCH/next"
ok "An included file that changes is read by itself" until_true status_says "EET, UTC+02:00"
echo 'schedule = { time_zone = nowhere; };' >"$SCRATCH/next"
replaced "$part" "$SCRATCH/next"
ok "One that becomes bad is refused" until_true status_says "part.cfg:1: found nowhere"
echo 'schedule = { time_zone = "CET-1"; };' >"$SCRATCH/next"
replaced "$part" "$SCRATCH/next"
ok "... and read when it is mended" until_true status_says "CET, UTC+01:00"
: >"$SCRATCH/live.err"
cp "$face" "$SCRATCH/other.ttf"
replaced "$face" "$SCRATCH/other.ttf"
ok "So is a face that is a file" until_true log_says "1 key changes when an item ends"
sed 's/^title.*/title = "My own";/' boards/adafruit-hat.board >"$SCRATCH/next"
replaced "$board" "$SCRATCH/next"
ok "A board's file that changes needs a restart" until_true status_says "restart   panel.board"
cat >"$cfg" <<END
store = { path = "$SCRATCH/news.db"; };
panel = { board = "nosuch"; };
rota = { idle = maybe; };
schedule = { dayparts = "garbage"; };
text = { fonts = ( "No Such Face" ); };
END
ok "All that is wrong is told at once" exits 1 reload -c "$cfg"
for wanted in ':2: panel.board' ':3: found maybe' ':4: schedule.dayparts' ':5: text.fonts'; do
    ok "... at its place: $wanted" says "wall.cfg$wanted"
done
kill -TERM "$ticker"
wait "$ticker"
ok "The ticker ended in order" test $? = 0

# A board's file says so, too.
ok "check-config tells the same" exits 1 check-config -c "$cfg"
for wanted in ':2: panel.board' ':3: found maybe' ':4: schedule.dayparts' ':5: text.fonts'; do
    ok "... all of it: $wanted" says "wall.cfg$wanted"
done
tap_done
