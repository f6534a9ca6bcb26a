#!/bin/bash
# The README tells nothing that is not there: commands, make targets, files, boards, the wiring table.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"

# Words at the start of the table of commands: `run [...]` -> run.
# shellcheck disable=SC2016  # backquotes of the README
commands=$(sed -n '/^| command | does |/,/^$/p' README.md | grep -o '`[a-z-]*[ `\[]' | tr -d '`[ ' | sort -u)
for command in $commands; do
    case $command in
    gpiod | terminal | null) ;; # outputs
    *) ok "The README's command $command is there" exits 0 "$command" --help ;;
    esac
done
mapfile -t targets < <(grep -o 'make [a-z-]*' README.md | cut -d' ' -f2 | sort -u)
for target in "${targets[@]}"; do
    ok "The README's make $target is there" grep -q "^$target:" Makefile
done
mapfile -t files < <(grep -oE '(config|boards|tests|include|src)/[a-zA-Z0-9_./-]+' README.md | sed 's/[.,:]*$//' | sort -u)
for file in "${files[@]}"; do
    [[ $file == *STAGE* || $file == */x.* ]] || ok "The README's $file is there" test -e "$file"
done
# The wiring table's columns against the boards' own maps.
wired() {
    local board=$1 column=$2 line pin
    "$MOTOGRAPH" boards "$board" >"$SCRATCH/map" || return 1
    while read -r line; do
        pin=$(sed -n '/^| line |/,/^$/p' README.md | grep "^| $line |" | cut -d'|' -f"$column" | tr -d ' ' | sed 's/.*://')
        [ "$pin" = - ] || grep -qE "(^| )$line +line $pin of " "$SCRATCH/map" || { echo "$board: $line is not $pin"; return 1; }
    done <<<"$(printf '%s\n' R1 G1 B1 R2 G2 B2 A B C D E CLK LAT OE)"
}
ok "The wiring of the Adafruit HAT is its board file's" wired adafruit-hat 3
ok "The wiring of the regular adapters is their board file's" wired regular 4
ok "The wiring of the Electrodragon board is its board file's" wired electrodragon 4
ok "The wiring of the BeagleBone Black is its board file's" wired beaglebone-black 5
ok "The wiring of the ROCK Pi 4 is its board file's" wired rock-pi-4 6
# The key that the README sets, and the fixed scan's calls that it names.
ok "The plan's fixed scan is the README's 23,056 calls" bash -c "'$MOTOGRAPH' plan --json | grep -q '\"fixed_calls\":23056'"
tap_done
