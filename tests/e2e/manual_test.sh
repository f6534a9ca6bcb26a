#!/bin/bash
# The manual pages and the shells' completion: what they say is what the program takes.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"

DESTDIR=$SCRATCH/root prefix=/usr sh config/install.sh install "$(dirname "$MOTOGRAPH")" || exit 1
manual=$SCRATCH/root/usr/share/man

# page NAME: as a terminal has it, without the breaks of its lines.
page() {
    mandoc -T utf8 -O width=500 "$manual"/man?/"$1" | sed 's/.\x08//g' | tr -s ' \t\n' ' '
}

# The words of an option's help follow each other in the page.
command_agrees() {
    local words line
    words=$(page "motograph-$1.1") || return 1
    "$MOTOGRAPH" help "$1" | sed '1,/^$/d' >"$SCRATCH/options" || return 1
    [ -s "$SCRATCH/options" ] || return 1
    while read -r line; do
        [[ $words == *"$(tr -s ' ' <<<"$line")"* ]] || {
            echo "not in the page: $line"
            return 1
        }
    done < <(sed 's/  *$//' "$SCRATCH/options")
}

# all FUNCTION NAME...: of each of them.
all() {
    local function=$1 name
    shift
    [ $# -gt 0 ] || return 1
    for name in "$@"; do
        "$function" "$name" || return 1
    done
}

setting_agrees() {
    grep -qE "^\.It Va (.* , )?$1( , .*)?$" "$2" || {
        echo "$1 is not in $2"
        return 1
    }
}

configuration_agrees() {
    local key
    "$MOTOGRAPH" check-config --sample >"$SCRATCH/sample.cfg" || return 1
    while read -r key; do
        setting_agrees "$key" "$manual/man5/motograph.cfg.5" || return 1
    done < <(sed -n 's/^    \([a-z_]*\) = .*/\1/p' "$SCRATCH/sample.cfg")
}

# settings_of FILE KEY=NAME: those that are known there, by the refusal of another.
settings_of() {
    echo 'no_such_setting = 1;' >"$SCRATCH/$1"
    motograph check-config --set "$2=$SCRATCH/$1"
    sed -n 's/.*there are //p' "$SCRATCH/err" | head -1 | tr -d ','
}

file_agrees() {
    local known
    known=$(settings_of "$1" "$2")
    [ -n "$known" ] || {
        cat "$SCRATCH/err"
        return 1
    }
    for key in $known; do
        setting_agrees "$key" "$manual/man5/$3" || return 1
    done
}

commands=$("$MOTOGRAPH" help | sed -n 's/^  \([a-z-]\{1,\}\) .*/\1/p')
if command -v mandoc >/dev/null; then
    # shellcheck disable=SC2086  # names
    ok "Each command's page says what its help says" all command_agrees $commands
    # Which pages are installed on this machine is not the pages' fault.
    ok "No page is remarked on" bash -c "! mandoc -T lint -W style '$manual'/man?/* | grep -v 'referenced manual not found' | grep ."
else
    ok "Each command's page says what its help says # SKIP mandoc is not here" true
fi
ok "The configuration's page has each key of the sample" configuration_agrees
ok "The board's page has each setting of a board's file" file_agrees x.board panel.board motograph.board.5
ok "The panel's page has each setting of a panel's file" file_agrees x.panel panel.model motograph.panel.5
ok "The panel's page has each setting of a chip's file" file_agrees x.chip panel.driver motograph.panel.5
ok "A page that is not there is refused" exits 2 help --page motograph.7
ok "... and where they are listed is said" says "help --pages"

# completes WORDS WANTED: bash offers that for the last of the words.
completes() {
    bash -c 'set -u
        . config/completion/motograph.bash
        compopt() { :; }
        COMP_WORDBREAKS=" "
        COMP_WORDS=("$1" "${@:2}") COMP_CWORD=$(($# - 1))
        _motograph
        printf "%s\n" "${COMPREPLY[@]}"' bash "$MOTOGRAPH" "${@:2}" >"$SCRATCH/offers"
    grep -qxF -- "$1" "$SCRATCH/offers" || {
        head -20 "$SCRATCH/offers"
        return 1
    }
}
motograph add "The harbour bridge is open again" --category harbour --set "store.path=$SCRATCH/data/motograph/motograph.db"
ok "A command is completed" completes check-config chec
ok "An option is completed" completes --category list --cat
ok "A board is completed" completes beaglebone-black boards beag
ok "A panel is completed" completes p10-32x16-quarter panels p10-32x16-q
ok "An id of the store is completed" completes 1 show ""
ok "A category of the store is completed" completes harbour list --category h
ok "A state is completed" completes held list --state h
ok "A choice of a key is completed" completes layout.label=speaker run --set layout.label=s
ok "An output is completed" completes terminal run --output ter
ok "A file is completed" completes config/motograph.cfg import config/motograph.c
offers_nothing() {
    ! completes x nonsense x >/dev/null && ! grep -q . "$SCRATCH/offers"
}
ok "Nothing is offered for what is no command" offers_nothing
begins_no_store() {
    "$MOTOGRAPH" complete --set "store.path=$SCRATCH/none.db" -- show "" && [ ! -e "$SCRATCH/none.db" ]
}
ok "Asking for ids begins no store" begins_no_store
for shell in zsh fish; do
    file=config/completion/motograph.$shell
    [ $shell = fish ] || file=config/completion/_motograph
    command -v $shell >/dev/null && ok "What $shell reads is its language" $shell -n "$file"
done
DESTDIR=$SCRATCH/root prefix=/usr sh config/install.sh uninstall
ok "Pages and completions go with the program" test -z "$(find "$SCRATCH/root" -type f)"
tap_done
