#!/bin/bash
# The README tells nothing that is not there: commands, make targets, files, boards, the wiring table.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
# shellcheck source=tests/support/light_tables.sh
. "$(dirname "$0")/../support/light_tables.sh"

# Words at the start of the table of commands: `run [...]` -> run.
# shellcheck disable=SC2016  # backquotes of the README
commands=$(sed -n '/^| command | does |/,/^$/p' README.md | grep -o '`[a-z-]*[ `\[]' | tr -d '`[ ' | sort -u)
for command in $commands; do
    case $command in
    gpiod | terminal | null) ;; # outputs
    *) ok "The README's command $command is there" exits 0 "$command" --help ;;
    esac
done
# The outputs that the README lists beside `run`, and those that `run --help` tells of.
# shellcheck disable=SC2016  # backquotes of the README
outputs_listed() {
    local said listed
    exits 0 run --help || return 1
    said=$(sed -n '/--output/,/--duration/s/^ \{20,\}\(.*\): .*/\1/p' "$SCRATCH/out" | sort)
    listed=$(grep '^| `run ' README.md | sed 's/.*outputs//' | grep -o '`[^`]*`' | tr -d '`' | sort)
    if [ -z "$said" ] || [ "$said" != "$listed" ]; then
        echo "run --help: $said; README: $listed"
        return 1
    fi
}
ok "The README's outputs are those that there are" outputs_listed
mapfile -t targets < <(grep -oE "make [a-z-]+" README.md | cut -d' ' -f2 | sort -u)
for target in "${targets[@]}"; do
    ok "The README's make $target is there" grep -q "^$target:" Makefile
done
mapfile -t files < <(grep -oE '(^|[^.a-z])(config|boards|tests|include|src)/[a-zA-Z0-9_./-]+' README.md | sed 's/^[^a-z]//; s/[.,:]*$//' | sort -u)
for file in "${files[@]}"; do
    [[ $file == *STAGE* || $file == */x.* ]] || ok "The README's $file is there" test -e "$file"
done
# The wiring table's rows against the boards' own maps.
wired() {
    local board=$1 pins=() line pin n=0
    "$MOTOGRAPH" boards "$board" >"$SCRATCH/map" || return 1
    read -ra pins <<<"$(grep "^|.*\`$board\`.* | .* | .* | .* |" -h README.md boards/README.md | cut -d'|' -f3- | tr -d '|')"
    [ "${#pins[@]}" = 14 ] || { echo "$board: ${#pins[@]} lines in the README's table of boards instead of 14"; cat "$SCRATCH/map"; return 1; }
    for line in R1 G1 B1 R2 G2 B2 A B C D E CLK LAT OE; do
        pin=${pins[n++]##*:}
        [ "$pin" = - ] || grep -qE "(^| )$line +line $pin of " "$SCRATCH/map" || { echo "$board: $line is not $pin"; return 1; }
    done
}
mapfile -t boards < <("$MOTOGRAPH" boards | sed '/^ /d; s/ .*//')
ok "There are boards" test "${#boards[@]}" -ge 5
for board in "${boards[@]}"; do
    ok "The wiring of $board stands in the README or beside the boards, and is its board file's" wired "$board"
done
# shellcheck disable=SC2016  # backquotes of the README
mapfile -t listed < <({ sed -n '/^| board (/,/^| an RP2040/p' README.md; grep '^| `' boards/README.md; } | grep -o '`[a-z0-9-]*`' | tr -d '`' | sort)
ok "The README's table has no other boards" test "${listed[*]}" = "${boards[*]}"
rp2040_wired() {
    local row names
    row=$(grep "^| an RP2040" README.md | cut -d"|" -f3- | tr -d "|" | xargs)
    names=$(grep -oE "PIN_[A-Z0-9]+" firmware/pins.h | cut -d_ -f2 | xargs) # an enumeration from 0
    [ "$row" = "0 1 2 3 4 5 6 7 8 9 10 11 12 13" ] && [ "$names" = "R1 G1 B1 R2 G2 B2 A B C D E CLK LAT OE" ]
}
ok "The wiring of the RP2040 is the firmware's" rp2040_wired
# as_it_comes N: what `plan` says of the Nth wall as it comes is its column of the README's table. (The two largest take
# longest, and are left to `make tables`.)
as_it_comes() {
    local said written
    # shellcheck disable=SC2086  # words
    said=$(light_of_wall ${light_walls[$1]}) || return 1
    written=$(sed -n '/^| | 32x16 | 64x32 |/,/^$/p' README.md | sed 1,2d | cut -d'|' -f$(($1 + 3)) | tr -d '/,Hz' | xargs)
    # What can't be told is a dash, and stands for any figure.
    # shellcheck disable=SC2053
    [[ $written == ${said//-/[0-9]*} ]] || { echo "plan: $said; README: $written (make tables)"; return 1; }
}
ok "The README's 32x16 wall is what plan says" as_it_comes 0
ok "... 64x32" as_it_comes 1
ok "... 128x32" as_it_comes 2
ok "... 64x64" as_it_comes 3
# The key that the README sets, and the fixed scan's calls that it names.
ok "The plan's fixed scan is the README's 23,056 calls" bash -c "'$MOTOGRAPH' plan --json | grep -q '\"fixed_calls\":23056'"
tap_done
