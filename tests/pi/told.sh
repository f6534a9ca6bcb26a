#!/bin/sh
# shellcheck disable=SC1091,SC2086,SC2154  # `case` is made by check.sh; settings are to be split
# What people are told: lines that others hold, a missing permission, no such chip.
. ./common.sh
good=0

# told WORDS ARGUMENT...: the program must refuse with these words.
told() {
    words=$1
    shift
    ./motograph pattern rows --output gpiod --duration 1 $SETS --set panel.board=regular "$@" >/tmp/out 2>&1 && good=1
    grep "$words" /tmp/out || { echo "not told: $words"; cat /tmp/out; good=1; }
}

# By Debian's own tools of libgpiod, whose options differ between 1.6 and 2.
case $(gpioset --version) in
*v1.*) gpioset --mode=signal gpiochip0 8=0 & ;;
*) gpioset --chip gpiochip0 8=0 & ;;
esac
setter=$!
case $(gpiomon --version) in
*v1.*) gpiomon gpiochip0 25 & ;;
*) gpiomon --chip gpiochip0 25 & ;;
esac
monitor=$!
usleep 300000
told 'line 8 .* is held by "gpioset": stop it; SPI uses it: dtparam=spi=off'
grep 'line 25 .* is held by "gpiomon": stop it' /tmp/out || { cat /tmp/out; good=1; }
kill $setter $monitor
wait $setter $monitor

./motograph pattern colours --output gpiod --duration 2 --set control.socket=/tmp/other/s.sock $SETS --set panel.board=electrodragon >/dev/null 2>&1 &
other=$!
usleep 300000
told 'line 8 .* is held by "motograph": stop it; SPI uses it: dtparam=spi=off'
wait $other

# Without rights; then in the group, no root: it lights.
printf 'root:x:0:0::/:/bin/sh\nwall:x:1000:1000::/tmp:/bin/sh\n' >/etc/passwd
printf 'root:x:0:\nwall:x:1000:\n' >/etc/group
chmod 600 /dev/gpiochip*
as_user() {
    su wall -s /bin/sh -c "./motograph pattern rows --output gpiod --duration 1 --set panel.board=regular --set control.socket=/tmp/user/s.sock" >/tmp/out 2>&1
}
as_user && good=1
grep 'no permission for the GPIO chip .*group gpio' /tmp/out || { cat /tmp/out; good=1; }
printf 'root:x:0:\nwall:x:1000:\ngpio:x:997:wall\n' >/etc/group
chgrp gpio /dev/gpiochip*
chmod 660 /dev/gpiochip*
as_user || good=1
grep 'without real-time rights' /tmp/out || { cat /tmp/out; good=1; }

sed 's/^chips.*/chips = ( "pinctrl-other" );/' boards/regular.board >/tmp/other.board
told 'no GPIO chip is labelled pinctrl-other: there are gpiochip0 \[pinctrl-bcm2835\]' --set panel.board=/tmp/other.board
mkdir -p /tmp/dev
mv /dev/gpiochip* /tmp/dev/
told 'this machine has no GPIO chip'
mv /tmp/dev/* /dev/
exit $good
