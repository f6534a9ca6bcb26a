#!/bin/bash
# On a stranger's machine: installing and taking away again, the demo, who is no root and has no runtime folder.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"

installs() { MAKEFLAGS='' make --no-print-directory install "$@" >"$SCRATCH/out" 2>"$SCRATCH/err"; }
uninstalls() { MAKEFLAGS='' make --no-print-directory uninstall "$@" >"$SCRATCH/out" 2>"$SCRATCH/err"; }
refused() { ! "$@" && says "nothing was touched"; }
links_to() { mkdir -p "$stage/etc/systemd/system/multi-user.target.wants" && ln -sf "$1" "$stage/etc/systemd/system/multi-user.target.wants/motograph.service"; }
stage="$SCRATCH/a stage"
link="$stage/etc/systemd/system/multi-user.target.wants/motograph.service"
ok "A DESTDIR with a blank is one folder" installs DESTDIR="$stage"
ok "... which gets the program" test -x "$stage/usr/local/bin/motograph"
[ ! -x "$(dirname "$MOTOGRAPH")/motograph-wires" ] ||
    ok "... and that of the network" test -x "$stage/usr/local/libexec/motograph/motograph-wires"
ok "... that runs from there" "$stage/usr/local/bin/motograph" boards
ok "... and nothing stands beside it" test "$(find "$SCRATCH" -maxdepth 1 -name 'a*' | wc -l)" = 1
links_to /usr/local/lib/systemd/system/motograph.service
ok "uninstall takes all of it" uninstalls DESTDIR="$stage"
ok "... the program" test ! -e "$stage/usr/local/bin/motograph"
ok "... that of the network and its unit" test ! -e "$stage/usr/local/libexec/motograph" -a ! -e "$stage/usr/local/lib/systemd/system/motograph-wires.service"
ok "... the data" test ! -e "$stage/usr/local/share/motograph"
ok "... the link of the unit that was enabled" test ! -L "$link"
links_to /usr/lib/systemd/system/motograph.service
ok "... but not the link to another's unit" uninstalls DESTDIR="$stage"
ok "... which stays" test -L "$link"
mkdir "$SCRATCH/pre" "$SCRATCH/fix"
ok "A prefix with a blank is refused" refused installs prefix="$SCRATCH/pre $SCRATCH/fix"
ok "... by uninstall, too" refused uninstalls prefix="$SCRATCH/pre $SCRATCH/fix"
ok "... and its pieces stay" test -d "$SCRATCH/pre" -a -d "$SCRATCH/fix"
ok "A DESTDIR that is no path from the root is refused" refused installs DESTDIR=stage

# A bare machine: what is missing is named, and the command that installs it.
missing() { ! sh config/install-packages.sh --missing "$1" >"$SCRATCH/out" 2>&1; }
sed 's/^build gcc .*/build no-such-package the compiler/' config/packages.txt >"$SCRATCH/packages.txt"
cp config/install-packages.sh "$SCRATCH"
if command -v dpkg-query >/dev/null; then
    ok "A package that is missing is named" bash -c "! sh '$SCRATCH/install-packages.sh' --missing build >'$SCRATCH/out'; grep -q no-such-package '$SCRATCH/out'"
    ok "... with the command that installs it" prints "sudo sh config/install-packages.sh build"
fi

# Who has no runtime folder.
user=()
[ "$(id -u)" != 0 ] || user=(setpriv --reuid 65534 --regid 65534 --clear-groups)
mkdir "$SCRATCH/home"
chmod 711 "$SCRATCH"
if [ "$(id -u)" = 0 ]; then chown 65534:65534 "$SCRATCH/home"; fi
elsewhere() { env -u XDG_RUNTIME_DIR HOME="$SCRATCH/home" XDG_CACHE_HOME="$SCRATCH/home" XDG_DATA_HOME="$SCRATCH/home" "${user[@]}" "$MOTOGRAPH" "$@" >"$SCRATCH/out" 2>"$SCRATCH/err"; }
if elsewhere --version && [ ! -d "/run/user/$("${user[@]}" id -u)" ]; then
    elsewhere status
    ok "Without a runtime folder the socket is in a folder of the user's own" says "$SCRATCH/home/.motograph/motograph.sock"
    elsewhere run --output null --duration 1 --set snippet.expire_hours=0
    ok "... that nobody else may enter" test "$(stat -c %a "$SCRATCH/home/.motograph")" = 700
fi

# The README's first run: its first block of commands, at most three, as they stand there.
mapfile -t first < <(awk '/^## /{on = /The first run/} on && /^    /{print substr($0, 5); block = 1; next} block{exit}' README.md)
ok "The README's first run has at most three commands" test "${#first[@]}" -ge 1 -a "${#first[@]}" -le 3
ok "... beginning in a clone" test "${first[0]}" = "make run"
ok "... with a headline of one's own" grep -q '^build/release/motograph add "' <<<"${first[1]}"
ok "... which ends with the wall" test "${first[2]}" = "build/release/motograph run"
headline=${first[1]#*add \"}
headline=${headline%\"}
wall=(env XDG_DATA_HOME="$SCRATCH/first" XDG_RUNTIME_DIR="$SCRATCH/first-run" MOTOGRAPH="$MOTOGRAPH")
mkdir -p "$SCRATCH/first" "$SCRATCH/first-run"
command_of() { echo "${1//build\/release\/motograph/\"\$MOTOGRAPH\"}"; }
if [ "$MOTOGRAPH" -ef build/release/motograph ]; then
    ok "make run builds and plays" env MAKEFLAGS= bash -c "${first[0]} </dev/null"
    ok "... into a picture where there is no terminal" test -s build/ticker.gif
fi
ok "The headline is taken" "${wall[@]}" bash -c "$(command_of "${first[1]}")"
on_air() { "${wall[@]}" "$MOTOGRAPH" status 2>/dev/null | grep -qF "on air    $headline"; }
if command -v script >/dev/null; then
    "${wall[@]}" script -qec "$(command_of "${first[2]}")" /dev/null </dev/null >"$SCRATCH/screen" 2>&1 &
    screen=$!
    ok "... and is on the wall" until_true on_air
    ok "... in the terminal" until_true grep -q $'\xe2\x96\x80' "$SCRATCH/screen"
    kill "$screen"
    wait "$screen" 2>/dev/null
fi

# The demo beside a ticker that runs.
rm -rf build/demo
"$MOTOGRAPH" add "Another ticker" >/dev/null
"$MOTOGRAPH" run --output null >"$SCRATCH/live" 2>&1 &
ticker=$!
until_true "$MOTOGRAPH" status
if command -v script >/dev/null; then
    timeout 20 script -qec "timeout -s INT 3 sh config/demo/play.sh $MOTOGRAPH" /dev/null </dev/null >"$SCRATCH/screen" 2>&1
    ok "The demo plays on a terminal while another ticker runs" grep -q $'\xe2\x96\x80' "$SCRATCH/screen"
fi
kill "$ticker"
wait "$ticker" 2>/dev/null
tap_done
