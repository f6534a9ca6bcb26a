#!/bin/sh
# install.sh check|install|uninstall [BUILD]: what `make install` and `make uninstall` do, with what is built below BUILD;
# check only refuses what they would refuse. The variables DESTDIR and prefix are make's.
set -eu
task=$1
built=${2:-build/release}
prefix=${prefix:-/usr/local}
case $prefix in
*[!A-Za-z0-9/._+-]* | [!/]*)
    echo "prefix=$prefix: a path from the root is wanted, of letters, digits and . _ + - (a service can be told no other); nothing was touched" >&2
    exit 1
    ;;
esac
case ${DESTDIR:-/} in
/*) ;;
*)
    echo "DESTDIR=$DESTDIR: a path from the root is wanted; nothing was touched" >&2
    exit 1
    ;;
esac
[ "$task" != check ] || exit 0
root=${DESTDIR:-}$prefix
data=$root/share/motograph
units=$root/lib/systemd/system
users=$root/lib/sysusers.d/motograph.conf
# Debian's zsh looks for packages' functions elsewhere than for a machine's own.
zsh_folder=site-functions
[ "$prefix" != /usr ] || zsh_folder=vendor-completions
rules=$root/lib/udev/rules.d/60-motograph-gpio.rules

# put FOLDER FILE...: into that folder of the data.
put() {
    folder=$data/$1
    shift
    install -d "$folder"
    install -m644 "$@" "$folder/"
}

if [ "$task" = install ]; then
    install -Dm755 "$built/motograph" "$root/bin/motograph"
    # Where it was built: it wants libcurl.
    if [ -e "$built/motograph-wires" ]; then
        install -Dm755 "$built/motograph-wires" "$root/libexec/motograph/motograph-wires"
    fi
    put boards boards/*.board
    put boards/panels boards/panels/*.panel
    put boards/chips boards/chips/*.chip
    put fonts build/fonts/*.bdf fonts/OFL.txt
    put languages config/language/*
    put hooks config/hooks/*.hook
    put homeassistant config/homeassistant/*.yaml
    put . config/motograph.cfg config/service.cfg config/caddy.sample config/nginx.sample config/tell-avahi.sh
    install -Dm644 config/60-motograph-gpio.rules "$rules"
    install -Dm644 config/motograph.sysusers "$users"
    # The pages of the commands and of the configuration are the program's own; one of another architecture is called by RUN_BY.
    for page in $(${RUN_BY:-} "$built/motograph" help --pages); do
        install -d "$root/share/man/man${page##*.}"
        ${RUN_BY:-} "$built/motograph" help --page "$page" >"$root/share/man/man${page##*.}/$page"
        chmod 644 "$root/share/man/man${page##*.}/$page"
    done
    dated=$(${RUN_BY:-} "$built/motograph" help --page motograph.1 | sed -n 's/^\.Dd //p')
    for page in config/man/*.5; do
        sed "s|@DATE@|$dated|; s|@DATA@|$prefix/share/motograph|" "$page" >"$root/share/man/man5/${page##*/}"
        chmod 644 "$root/share/man/man5/${page##*/}"
    done
    install -Dm644 config/completion/motograph.bash "$root/share/bash-completion/completions/motograph"
    install -Dm644 config/completion/_motograph "$root/share/zsh/$zsh_folder/_motograph"
    install -Dm644 config/completion/motograph.fish "$root/share/fish/vendor_completions.d/motograph.fish"
    install -d "$units"
    # What speaks HTTP is there only where its library was when this was built.
    [ ! -x "$built/motograph-serve" ] || install -Dm755 "$built/motograph-serve" "$root/libexec/motograph/motograph-serve"
    # And what speaks MQTT.
    [ ! -x "$built/motograph-link" ] || install -Dm755 "$built/motograph-link" "$root/libexec/motograph/motograph-link"
    for unit in motograph motograph-boot motograph-wires motograph-serve motograph-link; do
        sed "s|@prefix@|$prefix|" config/$unit.service >"$units/$unit.service"
    done
    exit 0
fi

# The links that `systemctl enable` made, if they are to these units; a service that runs is ended first, while its
# program is still there to darken the panel.
for unit in motograph-link.service motograph-serve.service motograph-wires.service motograph-boot.service motograph.service; do
    for link in "${DESTDIR:-}"/etc/systemd/system/*.wants/"$unit"; do
        [ "$(readlink "$link")" = "$prefix/lib/systemd/system/$unit" ] || continue
        [ -n "${DESTDIR:-}" ] || [ ! -d /run/systemd/system ] || systemctl stop "$unit" || true
        rm -f "$link"
    done
    rm -f "$units/$unit"
done
rm -f "$root/bin/motograph" "$rules" "$users" "$root/share/bash-completion/completions/motograph" \
    "$root/share/zsh/$zsh_folder/_motograph" "$root/share/fish/vendor_completions.d/motograph.fish"
for folder in "$root"/share/man/man1 "$root"/share/man/man5; do
    rm -f "$folder"/motograph.* "$folder"/motograph-*
    [ ! -d "$folder" ] || rmdir --ignore-fail-on-non-empty "$folder"
done
rm -rf "$data" "$root/libexec/motograph"
