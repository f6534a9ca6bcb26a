#!/bin/bash
# What a kiosk asks of the program while nobody looks after it: the service manager learns how it is.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
db=(--set store.path="$SCRATCH/news.db" --set control.socket="$SCRATCH/sock")
trap 'tap_end_ticker; kill "$manager" 2>/dev/null; rm -rf "$SCRATCH"' EXIT

# A service manager: a line for each message.
perl -MSocket -e '
    socket(our $s, AF_UNIX, SOCK_DGRAM, 0) && bind($s, pack_sockaddr_un($ARGV[0])) or die "$!";
    $| = 1;
    while (defined recv($s, my $message, 4096, 0)) { print $message =~ s/\n/ /gr, "\n" }' "$SCRATCH/notify" >"$SCRATCH/heard" &
manager=$!
until_true test -S "$SCRATCH/notify"
heard() { grep -qx -- "$1" "$SCRATCH/heard"; }
motograph add "The harbour opens at noon" "${db[@]}"
NOTIFY_SOCKET=$SCRATCH/notify WATCHDOG_USEC=1000000 start
ok "Before it reads the store it asks for time" heard 'STATUS=reads the store EXTEND_TIMEOUT_USEC=[0-9]*'
ok "It says that it is ready" until_true heard 'READY=1'
ok "... then that it lives" until_true heard 'WATCHDOG=1'
ok "... and what is on air" until_true heard 'STATUS=on air: The harbour opens at noon'
kill -HUP "$ticker"
ok "A configuration that is read again is told" until_true heard 'RELOADING=1'
motograph kill 1 "${db[@]}"
ok "What was killed is in no status any more" until_true heard 'STATUS=nothing is on air'
kill -STOP "$ticker"
sleep 1 # what was under way is read
: >"$SCRATCH/heard"
sleep 1
ok "Of a program that stands still nothing is heard" test ! -s "$SCRATCH/heard"
kill -CONT "$ticker"
ok "... until it goes on" until_true heard 'WATCHDOG=1'
stop
ok "Its end is told" until_true heard 'STOPPING=1'

# A configuration on the card is read over the machine's own, where it is good.
cat >"$SCRATCH/wall.cfg" <<END
store = { path = "$SCRATCH/news.db"; };
control = { socket = "$SCRATCH/sock"; };
schedule = { time_zone = "CET-1"; };
kiosk = { first_boot = "$SCRATCH/card.cfg"; announce_s = 0.5; };
END
db=(-c "$SCRATCH/wall.cfg")
ran_saying() { grep -qF -- "$1" "$SCRATCH/run.err"; }
start
ok "Without a file on the card the machine's own configuration runs" tap_status_has 'CET'
echo "wall.local 192.0.2.5" >"$SCRATCH/address"
ok "Where the machine is to be found stands on the wall" until_true ran_saying 'the wall says: wall.local 192.0.2.5'
ok "... once in its life" test ! -e "$SCRATCH/address"
ok "... and the show goes on" until_status '"paused":false'
stop
echo 'schedule = { time_zone = "EET-2"; };' >"$SCRATCH/card.cfg"
start
ok "What a good one says holds" tap_status_has 'EET'
ok "... and what it does not say holds as before" exits 0 list "${db[@]}"
ok "... and who reads it is said" ran_saying 'whoever has the card reads it'
stop
mkdir "$SCRATCH/wire"
echo "feeds = ( { name = \"Wire\"; folder = \"$SCRATCH/wire\"; } );" >"$SCRATCH/card.cfg"
[ ! -x "$(dirname "$MOTOGRAPH")/motograph-wires" ] || motograph wires --once "${db[@]}"
ok "Feeds that it names are looked after, too" bash -c "! grep 'no feeds are configured' '$SCRATCH/err'"
echo 'schedule = { time_zone = nowhere; };' >"$SCRATCH/card.cfg"
start
ok "With a bad one the machine's own runs" tap_status_has 'CET'
ok "... and its first mistake stands on the wall, with its line and key" until_true ran_saying 'the wall says: '"$SCRATCH"'/card.cfg:1: '
ok "... and in the log" ran_saying 'card.cfg is not taken'
stop

# A sensor of the room's light, as the kernel shows it.
mkdir -p "$SCRATCH/iio/iio:device0"
echo 2 >"$SCRATCH/iio/iio:device0/in_illuminance_input"
db+=(--set kiosk.light="$SCRATCH/iio" --set kiosk.light_slew_s=0 --set kiosk.light_full_lux=256 --set kiosk.light_dim_percent=20)
start
ok "In a dark room the wall is darker" until_status '"brightness":30'
echo 300 >"$SCRATCH/iio/iio:device0/in_illuminance_input"
ok "... and as bright as it may be where it is light" until_status '"brightness":100'
stop

# Keys, as the kernel gives them: a pipe in the place of a device.
mkdir "$SCRATCH/input"
mkfifo "$SCRATCH/input/event0"
exec 7<>"$SCRATCH/input/event0"
# event TYPE CODE VALUE: struct input_event of linux/input.h.
event() { perl -e 'print pack "l!l!SSl", 0, 0, @ARGV' "$@" >&7; }
press() { event 1 "$1" 1 && event 1 "$1" 0; }
motograph breaking "The bridge is shut" "${db[@]}"
db+=(--set kiosk.hands="$SCRATCH/input" --set kiosk.absence_s=0.2)
start
ok "A take-over is on the wall" until_status '"taken_over":true'
press 128
ok "... until the key STOP ends it" until_status '"taken_over":false'
press 164
ok "PLAYPAUSE pauses" until_status '"paused":true'
press 164
ok "... and goes on" until_status '"paused":false'
press 401
ok "BLUE darkens" until_status 'by the command blank'
press 401
ok "... and lights again" until_status '"dark":false'
press 108
ok "DOWN dims by a fifth" until_status '"brightness":80'
event 1 143 1
event 1 143 0
ok "Before nobody the wall is dark" until_status 'nobody is there'
event 1 143 1
ok "... and lit when somebody comes" until_status '"dark":false'
motograph status --json "${db[@]}"
cp "$SCRATCH/out" "$SCRATCH/state"
stop

# A ticker that does not know the time, by its answers: one to status, two to each take-over.
perl -MSocket -e '
    local $/;
    open my $in, "<", "$ARGV[1]" or die; my $state = <$in> =~ s/"time_known": ?true/"time_known":false/r; $state =~ s/\n//g;
    unlink $ARGV[0]; $/ = "\n";
    socket(our $s, AF_UNIX, SOCK_STREAM, 0) && bind($s, pack_sockaddr_un($ARGV[0])) && listen($s, 1) or die "$!";
    for (1 .. 5) { accept(our $c, $s); <$c>; syswrite $c, "$state\n"; <$c> }' "$SCRATCH/sock" "$SCRATCH/state" &
until_true test -S "$SCRATCH/sock"
motograph status "${db[@]}"
ok "A time that is not known is said, and what airs meanwhile" grep -q '^time .*not known yet (schedule.clock): only house lines' "$SCRATCH/out"
ok "A take-over that ends at a time is taken" exits 0 breaking "The dam is safe" --minutes 60 --json "${db[@]}"
ok "... and said to wait for the time" says "it waits: the time is not known yet (schedule.clock)"
ok "... to programs, too" prints '"waits":true'
ok "One that ends by airings does not wait" exits 0 breaking "The dam is safe" --airings 9 "${db[@]}"
ok "... and nothing is said" bash -c "! grep 'it waits' '$SCRATCH/err'"
wait $!
# The store in memory, on a machine whose root is read-only: what is in memory goes with each start of the machine.
db=(--set control.socket="$SCRATCH/sock" --set store.path="$SCRATCH/memory/news.db" --set store.mark_folder="$SCRATCH/memory/mark")
machine_starts() { rm -rf "$SCRATCH/memory" && mkdir "$SCRATCH/memory"; }
machine_starts
motograph add "The harbour opens at noon" "${db[@]}"
machine_starts
start
ok "A store in memory begins anew with the machine, in which nothing is wrong" until_status '"store_note":null,.*"due":0\|"due":0,.*"store_note":null'
ok "... and takes what comes" exits 0 add "The ferry is late" "${db[@]}"
ok "... which airs" until_status 'The ferry is late'
stop
db+=(--set store.backup="$SCRATCH/card/news.backup" --set store.mark_folder="$SCRATCH/card/mark")
mkdir "$SCRATCH/card"
motograph backup "${db[@]}"
machine_starts
start
ok "With its backup on a disk it has what that has" until_status 'The ferry is late'
stop
ok "A key that there is not is refused, with its name" exits 1 check-config "${db[@]}" --set kiosk.keys="next: KEY_NXT"
ok "... and told" grep -q 'kiosk.keys: "KEY_NXT" is no key' "$SCRATCH/err"
tap_done
