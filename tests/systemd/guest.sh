#!/bin/bash
# guest.sh: the part of tests/systemd/check.sh that runs as root on the machine itself, once in each start of it; which, says the
# kernel's command line, or a container's. What it finds goes to the second serial line as TAP, in a container to a file, and what
# a container has not is left out there.
! systemd-detect-virt --quiet --container
whole=$? # 0: it is a whole machine, with a kernel of its own
said=/check/said told=/proc/1/cmdline
[ "$whole" != 0 ] || said=/dev/ttyS1 told=/proc/cmdline
stage=$(tr '\0' ' ' <$told | sed 's/.*motograph\.stage=\([a-z]*\).*/\1/')
exec >$said 2>&1 </dev/null
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR
MOTOGRAPH=/usr/bin/motograph
card=/boot/firmware/motograph.cfg

# --- what is asked of systemd ---
# within SECONDS COMMAND...: an emulated machine is slow, and the one it runs on may be busy.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || { "$@"; return 1; }
        sleep 0.5
    done
}
of() { systemctl show -P "$2" "$1.service"; } # of UNIT PROPERTY
is_active() { [ "$(of "$1" ActiveState)" = active ] || { systemctl status --no-pager --lines 30 "$1"; return 1; }; }
says_on_air() { of motograph StatusText | grep '^on air: .*'"${1:-}" || { of motograph StatusText; return 1; }; }
on_air() { within 120 is_active motograph && within 120 says_on_air; }
# log UNIT PATTERN: what it said in this start of the machine.
log() { journalctl -q -b -o cat -u "$1" | grep -q -- "$2" || { journalctl -q -b --no-pager -u "$1" | tail -30; return 1; }; }
is_another() { [ "$(of motograph MainPID)" != "$1" ] && is_active motograph; }
restarts() { # restarts SIGNAL: what it gets is its end, and there is another one
    local before
    before=$(of motograph MainPID)
    kill "-$1" "$before"
    within 120 is_another "$before" && on_air
}
tells() { # tells PATTERN COMMAND...: the program's command says it
    motograph "${@:2}"
    grep -q -- "$1" "$SCRATCH/out" || { cat "$SCRATCH/out" "$SCRATCH/err"; return 1; }
}
status_has() { tells "$1" status; }
lists() { tells "$1" list; }
as() { runuser -u "$1" -- motograph "${@:2}" >"$SCRATCH/out" 2>"$SCRATCH/err"; }
refused() { ! as "$@"; }
stands() { [ "$(stat -c '%a %U %G' "$1")" = "$2" ] || { stat -c '%n: %a %U %G' "$1"; return 1; }; }
each_unit() { for unit in motograph motograph-boot motograph-serve motograph-wires motograph-link; do "$@" "$unit" || return 1; done; }
configure() { cat >"$card" && systemctl restart motograph; }

# --- what hangs at the machine ---
# hands.pl PIPE: devices that a program makes. Lines of PIPE: `key NAME CODE...` is one with these keys (uinput), `press NAME
# CODE` presses one, `chip NAME` is a USB device that the kernel takes for a GPIO chip (uhid; what it asks gets no answer).
cat >"$SCRATCH/hands.pl" <<'END'
use strict;
my %device;
sub key {
    my ($name, @codes) = @_;
    open my $fd, "+<", "/dev/uinput" or die "uinput: $!";
    ioctl $fd, 0x40045564, 1 or die "UI_SET_EVBIT: $!";
    ioctl $fd, 0x40045565, $_ + 0 or die "UI_SET_KEYBIT: $!" for @codes;
    syswrite $fd, pack("a80S4L", $name, 3, 1, 1, 1, 0) . "\0" x 1024; # struct uinput_user_dev
    ioctl $fd, 0x5501, 0 or die "UI_DEV_CREATE: $!";
    $device{$name} = $fd;
}
sub press {
    my ($name, $code) = @_;
    syswrite $device{$name}, pack "l!l!SSl" x 2, 0, 0, 1, $code, $_, 0, 0, 0, 0, 0 for 1, 0;
}
sub chip {
    open my $fd, "+<", "/dev/uhid" or die "uhid: $!";
    # Reports of 64 bytes of a vendor's own, in and out: a Microchip MCP2221.
    my $reports = pack "C*", 6, 0, 255, 9, 1, 0xa1, 1, 9, 2, 0x15, 0, 0x26, 255, 0, 0x75, 8, 0x95, 64, 0x81, 2,
        9, 3, 0x15, 0, 0x26, 255, 0, 0x75, 8, 0x95, 64, 0x91, 2, 0xc0;
    syswrite $fd, pack "La128a64a64SSL4a4096", 11, $_[0], "", "", length $reports, 3, 0x04d8, 0x00dd, 0, 0, $reports;
    $device{$_[0]} = $fd;
}
while (<STDIN>) {
    my ($what, @with) = split;
    main->can($what)->(@with);
}
END
mkfifo "$SCRATCH/hands"
perl "$SCRATCH/hands.pl" <>"$SCRATCH/hands" &
# own COMMAND...: what only a machine with a kernel of its own can have.
own() { [ "$whole" != 0 ] || "$@"; }
hand() { echo "$*" >"$SCRATCH/hands"; }
presses() { hand press "$1" "$2" && within 60 status_has "$3"; }

# --- the first start: a good file on the card, an article beside it ---
first() {
    ok "The machine starts, and no unit fails" is_up
    ok "The ticker is active: it has said that its first picture is lit" is_active motograph
    ok "... by itself (Type=notify)" [ "$(of motograph Type)" = notify ]
    ok "systemctl status says what is on air" on_air
    ok "What the card's file says holds" status_has CET
    ok "... and there is no file of mistakes beside it" test ! -e /boot/firmware/motograph-error.txt
    ok "The article on the card is in the store" within 60 lists "The old bridge opens"
    own ok "The wall says the machine's name and address" within 60 log motograph 'the wall says: wall\.local 10\.0\.2\.15'
    ok "The wall says the machine's name" within 60 log motograph 'the wall says: wall\.local'
    ok "... once" test ! -e /run/motograph/address
    ok "... and the ticker itself sees no network" sees_no_network
    rights
    units_are_good
    editors
    companions
    deaths
    own lines
    own keys
    own light
    ok "Nothing was refused to a service that it needs" nothing_refused
    ok "The machine's watchdog is off" [ "$(systemctl show -P RuntimeWatchdogUSec)" = 0 ]
    mkdir -p /etc/systemd/system.conf.d
    cp /usr/share/doc/motograph/examples/watchdog.conf /etc/systemd/system.conf.d/motograph-watchdog.conf
    echo 'panel = { rows = 33; };' >"$card"
}
is_up() {
    [ "$(timeout 600 systemctl is-system-running --wait)" = running ] && return
    systemctl list-jobs --no-pager
    systemctl status --no-pager --state failed
    return 1
}
sees_no_network() { [ "$(nsenter -n -t "$(of motograph MainPID)" ip -brief link | cut -d' ' -f1)" = lo ]; }

rights() {
    ok "The store is the group's, and nobody else's" stands /var/lib/motograph/motograph.db "660 motograph motograph"
    for end in wal shm; do ok "... and its -$end" stands "/var/lib/motograph/motograph.db-$end" "660 motograph motograph"; done
    ok "... and its folder, whose group goes on" stands /var/lib/motograph "2770 motograph motograph"
    ok "... and the socket" stands /run/motograph/motograph.sock "660 motograph motograph"
    ok "The backup is made" within 60 test -s /var/lib/motograph/motograph.db.backup
    ok "... and only read by the group" stands /var/lib/motograph/motograph.db.backup "640 motograph motograph"
}

# What systemd thinks of each unit's exposure, tenths of 10; no more than today.
declare -A exposed=([motograph]=17 [motograph-boot]=25 [motograph-serve]=17 [motograph-wires]=17 [motograph-link]=15)
verifies() {
    systemd-analyze verify "$1.service" 2>&1 | tee "$SCRATCH/verify"
    [ ! -s "$SCRATCH/verify" ]
}
is_closed() { systemd-analyze security --no-pager --threshold="${exposed[$1]}" "$1.service" >"$SCRATCH/exposure" || { tail -1 "$SCRATCH/exposure"; return 1; }; }
units_are_good() {
    ok "systemd finds no fault in the units" each_unit verifies
    ok "... and each is as closed as it was" each_unit is_closed
    for unit in "${!exposed[@]}"; do systemd-analyze security --no-pager "$unit.service" | sed -n "s/^[^O]*Overall exposure level/# exposure/p"; done
}

editors() {
    useradd --create-home --groups motograph editor
    useradd --create-home stranger
    ok "An editor puts a line" as editor add "The ferry is late"
    ok "... and takes the wall over" as editor breaking "The dam is safe"
    ok "... which is on the wall" within 30 says_on_air "The dam is safe"
    ok "... ends that" as editor clear
    ok "... and kills the line" as editor kill 2
    ok "Who is no editor is refused" refused stranger breaking "Nonsense"
    ok "... in words" grep -qi 'permission\|group' "$SCRATCH/err"
    ok "... and can't ask what is on the wall" refused stranger status
    ok "... in words, too" grep -qi 'permission\|group' "$SCRATCH/err"
}

# --- what speaks with the network ---
here=127.0.0.1:8090
asks() { curl -sS -o "$SCRATCH/body" -w '%{http_code}' -H "Authorization: Bearer $token" "${@:2}" "http://$here$1" | grep -qx 20. || { head -c 300 "$SCRATCH/body"; return 1; }; }
as_user() { [ "$(ps -o user:32= -p "$(of "$1" MainPID)")" = "$1" ] && grep -q '^Seccomp:.*2' "/proc/$(of "$1" MainPID)/status"; }
heard() { mosquitto_sub -h 127.0.0.1 -C 1 -W 5 -t "motograph/wall/$1" | grep "$2"; }
posts_topic() { mosquitto_pub -h 127.0.0.1 -r -t motograph/wall/items/ferry -m '{"text": "Put by a topic"}'; }
companions() {
    motograph token add desk chief
    token=$(grep -oE '[A-Za-z0-9_-]{24,}' "$SCRATCH/out" | head -1)
    install -d -o motograph-wires -g motograph /srv/wire
    printf '<rss version="2.0"><channel><title>Mill</title><item><guid>1</guid><title>The mill turns</title></item></channel></rss>' >"$SCRATCH/feed.xml"
    # shellcheck disable=SC2016  # perl's own variables
    perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1:8000", ReuseAddr => 1) or die;
        while (my $c = $s->accept) {
            while (<$c>) { last if /^\r?$/ }
            open my $in, "<", $ARGV[0]; local $/; my $said = <$in>;
            print $c "HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ", length $said, "\r\n\r\n$said";
        }' "$SCRATCH/feed.xml" &
    systemctl start mosquitto
    for name in serve wires link; do
        ok "motograph-$name starts" systemctl enable --now "motograph-$name"
    done
    ok "The page is where the configuration says" within 60 asks /
    for path in /healthz /api/v1/status /api/v1/items /api/v1/wall.png '/api/v1/wall.gif?seconds=2' '/api/v1/forecast?hours=1' /api/v1/asrun /metrics; do
        ok "... and $path" asks "$path"
    done
    ok "... a line comes by it" asks /api/v1/items -H 'Content-Type: application/json' -d '{"text":"Put by the page"}'
    ok "A feed's title is in the store" within 90 lists "The mill turns"
    sed 's/The mill turns/The wheel stands/; s/>1</>2</' "$SCRATCH/feed.xml" >/srv/wire/wheel.xml
    ok "... and that of a folder" within 90 lists "The wheel stands"
    ok "... whose file is put away" within 30 test -e /srv/wire/done/wheel.xml
    ok "The broker keeps the wall's state" within 60 heard availability online
    ok "... takes a line for it" posts_topic
    ok "... which is in the store" within 60 lists "Put by a topic"
    for name in serve wires link; do
        ok "motograph-$name is still active" is_active "motograph-$name"
        ok "... as a user of its own, behind a filter of calls" as_user "motograph-$name"
    done
    ok "None of them was begun twice" none_again
    ok "avahi tells the port where the page is" grep -q '<port>8090</port>' /etc/avahi/services/motograph.service
    ok "motograph-serve ends" systemctl disable --now motograph-serve
    ok "... and avahi tells no port any more" test ! -e /etc/avahi/services/motograph.service
}
none_again() { for name in serve wires link; do [ "$(of "motograph-$name" NRestarts)" = 0 ] || return 1; done; }
nothing_refused() {
    journalctl -q -b -o cat -u 'motograph*' | grep -E 'Read-only|not permitted|Permission|SIGSYS|SYS,|bad system call' |
        grep -vE 'keys of .* are not heard|pam_limits\(runuser' >"$SCRATCH/refused"
    journalctl -q -b -o cat -k | grep -E 'type=1326|segfault' >>"$SCRATCH/refused"
    [ ! -s "$SCRATCH/refused" ] || { cat "$SCRATCH/refused"; return 1; }
}

# --- it dies, and comes back ---
dies_often() { for _ in 1 2 3 4 5; do restarts KILL || return 1; done; }
deaths() {
    for n in 1 2 3 4 5 6; do motograph add "Line $n of the day"; done
    ok "A ticker that stands still is ended and begun anew" restarts STOP
    ok "... and the log tells why" log motograph 'Watchdog timeout'
    ok "One that is killed is begun anew" restarts KILL
    ok "... and the log tells that" log motograph 'code=killed, status=9/KILL'
    ok "... as often as it dies" dies_often
    ok "A reload begins nothing anew" reloads
}
reloads() {
    local before
    before=$(of motograph MainPID)
    systemctl reload motograph && within 30 log motograph 'read again' && [ "$(of motograph MainPID)" = "$before" ] && is_active motograph
}

# --- lines, keys and light ---
lines() {
    modprobe hid-mcp2221 && modprobe uhid
    hand chip hand
    ok "A GPIO chip that comes is the group's of lines" within 30 stands /dev/gpiochip0 "660 root gpio"
    mv /etc/systemd/system/motograph.service.d/output.conf "$SCRATCH"
    systemctl daemon-reload
    systemctl restart --no-block motograph
    ok "A chip that has not the board's lines is named" within 120 log motograph 'gpiochip0'
    ok "... and tried again for ever" within 120 tried_again
    mv "$SCRATCH/output.conf" /etc/systemd/system/motograph.service.d
    systemctl daemon-reload
    ok "... until it can begin" on_air
    journalctl -q -b -o cat -u motograph | grep gpiochip | sort -u | head -5 | sed 's/^/# /'
}
tried_again() { [ "$(of motograph NRestarts)" -ge "$((tries + 3))" ]; }
tries=0

keys() {
    modprobe uinput
    hand key pad 163 164 401
    ok "Keys are not heard unasked" within 30 log motograph 'are not heard'
    mkdir -p /etc/systemd/system/motograph.service.d
    cp /usr/share/doc/motograph/examples/hands.conf /etc/systemd/system/motograph.service.d
    systemctl daemon-reload
    systemctl restart motograph
    ok "With hands.conf it runs as before" on_air
    ok "PLAYPAUSE pauses" presses pad 164 '^paused'
    ok "... and goes on" presses pad 164 '^on air'
    ok "BLUE darkens" presses pad 401 'motograph blank off'
    ok "... and lights" presses pad 401 '^on air'
    hand key remote 407 164
    sleep 5
    ok "A remote that comes later is heard, too" presses remote 164 '^paused'
    presses remote 164 '^on air'
}

# The kernel's own driver of a TSL2561, whose registers are a table in memory (i2c-stub).
lit() { i2cset -f -y "$bus" 0x39 0x8c "$1" w && i2cset -f -y "$bus" 0x39 0x8e 0x0010 w; } # -f: the driver has the address
light() {
    modprobe i2c-dev && modprobe i2c-stub chip_addr=0x39
    bus=$(i2cdetect -l | sed -n 's/^i2c-\([0-9]*\).*stub.*/\1/p')
    i2cset -f -y "$bus" 0x39 0x8a 0x10
    lit 0x0001
    modprobe tsl2563
    echo tsl2563 0x39 >"/sys/bus/i2c/devices/i2c-$bus/new_device"
    ok "In a dark room the wall is darker" within 60 brightness_is -lt 100
    lit 0x7000
    cat /sys/bus/iio/devices/*/in_illuminance0_input | sed 's/^/# lux: /'
    ok "... and as bright as it may be where it is light" within 60 brightness_is -eq 100
}
# brightness_is -lt|-eq PERCENT
brightness_is() {
    local now
    motograph status --json && now=$(grep -o '"brightness": *[0-9]*' "$SCRATCH/out" | grep -o '[0-9]*$') && test "$now" "$1" "$2"
}

# --- the second start: a chip that has lost the time, a bad file on the card ---
second() {
    own ok "With a chip that says 2020 the machine starts at the last time that it knew" [ "$(date +%Y%m%d)" -ge "$(cat /check/day)" ]
    ok "It is up again, and no unit fails" is_up
    ok "With a bad file on the card the ticker runs as before" on_air
    ok "... and the wall says what is wrong, with line and key" within 60 log motograph "the wall says: $card:1: .*rows"
    ok "... and a file beside it" within 60 grep -q "$card:1: .*rows" /boot/firmware/motograph-error.txt
    rm "$card"
    own watchdog
    own clock
    upgrade
    purge
}
watchdog() {
    ok "The machine's watchdog is held, for 14 s" [ "$(systemctl show -P RuntimeWatchdogUSec)" = 14s ]
    ok "... by systemd" sh -c "journalctl -q -b -o cat _PID=1 | grep -i 'using hardware watchdog'"
}
clock() {
    local now
    now=$(date +%s)
    systemctl stop motograph # what it airs from then on would be its last airing
    date -s 2020-02-02 >/dev/null
    ok "A ticker that begins years before its last airing" systemctl start motograph
    ok "... says that it does not know the time" status_has 'not known yet (schedule.clock)'
    ok "... and a take-over that ends at a time is said to wait" as editor breaking "The dam is safe" --minutes 60
    ok "... with why" grep -q 'it waits: the time is not known' "$SCRATCH/err"
    as editor add "Come in, it is warm" --category house
    ok "... while one by airings is on the wall at once" as editor breaking "The dam has broken" --airings 50
    ok "... indeed" within 30 says_on_air "The dam has broken"
    as editor clear
    date -s "@$now" >/dev/null
    ok "Once the time is right everything may air" within 60 log motograph 'the time is known'
}
upgrade() {
    local before
    before=$(of motograph MainPID)
    motograph list && cp "$SCRATCH/out" "$SCRATCH/before"
    ok "The next version takes its place while it runs" dpkg -i /check/next/motograph.deb /check/next/motograph-web.deb
    ok "... and is on air" within 120 is_another "$before"
    ok "... with what was in the store" same_list
    ok "... and the feeds' program, too" within 60 is_active motograph-wires
}
# How often each has aired goes on meanwhile.
without_airings() { sed 's/ *[0-9]*×//' "$1"; }
same_list() { on_air && motograph list && diff <(without_airings "$SCRATCH/before") <(without_airings "$SCRATCH/out"); }
purge() {
    ok "It is purged while it runs" apt-get purge -y -q motograph motograph-web
    ok "... nothing of it runs" sh -c '! pgrep -a motograph'
    ok "... and no unit is left" sh -c '! systemctl list-units --all --plain --no-legend "motograph*" | grep .'
    ok "... and no file" nothing_left
}
nothing_left() {
    find / -xdev \( -path /check -o -path /proc -o -path /sys -o -path /run/systemd -o -path /etc/systemd/system/motograph.service.d -o \
        -name motograph-watchdog.conf -o -path /var/log -o -path /boot/firmware \) -prune -o -iname '*motograph*' -print | tee "$SCRATCH/left"
    [ ! -s "$SCRATCH/left" ]
}

"$stage"
echo "end of $stage"
