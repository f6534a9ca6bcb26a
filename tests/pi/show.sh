# shellcheck shell=sh disable=SC2086,SC2154  # sourced by guest.sh; settings are to be split
# What the emulated Pi does for a picture: an article crawls over the panel. `shows` has a line a show:
# NAME PROGRAM SETTING...
show() {
    program=$1
    shift
    cp /tmp/news.db /tmp/show.db # each show is the first
    chmod 755 $program
    with=
    case "$*" in *panel.fast=registers*) with=$with_registers ;; esac
    $with ./$program run --output gpiod --duration 1 --seed 1 $SETS --set store.path=/tmp/show.db "$@"
}
while read -r show program settings; do
    section $show show $program $settings
done <shows
