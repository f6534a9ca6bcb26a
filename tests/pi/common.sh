# shellcheck shell=sh disable=SC1091,SC2034
# What every script of the emulated Raspberry Pi begins with. `case` has the settings: SETS, and what the script needs.
. ./case
chmod 755 motograph
export MOTOGRAPH_DATA=/app XDG_RUNTIME_DIR=/tmp/run
mkdir -p /tmp/run /etc
chmod 777 /tmp /tmp/run
echo '<fontconfig></fontconfig>' >/tmp/fonts.conf
export FONTCONFIG_FILE=/tmp/fonts.conf
trace=/sys/kernel/tracing
mount -t tracefs t $trace 2>/dev/null
marks=0

# section NAME COMMAND...: its output goes to NAME.log, its status to NAME.code. The record of the pins is
# marked, by a write to a register of the GPIO block that there is not, with the section's number.
section() {
    name=$1
    shift
    marks=$((marks + 1))
    devmem 0x3f2000f0 32 $marks
    "$@" >/tmp/log 2>&1
    echo $? | hostfile put "$name.code"
    hostfile put "$name.log" </tmp/log
    echo $marks | hostfile put "$name.mark"
}
# Before a command: as with a kernel that maps the registers, which Debian's does not. `env` becomes the command, and
# has its process id.
with_registers='env LD_PRELOAD=/lib/gpiomem.so'
