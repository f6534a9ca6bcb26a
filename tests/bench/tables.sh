#!/bin/bash
# tables.sh: writes the figures of light in README.md and src/plan/README.md anew, as `plan` says them now.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/light_tables.sh
. tests/support/light_tables.sh

# in_place PAGE PROGRAM ARGUMENT...: awk's program makes the page anew.
in_place() {
    local page=$1 new
    shift
    new=$(mktemp)
    awk "$@" "$page" >"$new"
    cat "$new" >"$page"
    rm "$new"
}

if ! light_has_library_calls; then
    echo "the README tells what libgpiod 1.6's own calls cost: this wants a build with it (Debian 12)" >&2
    exit 1
fi
walls=
for wall in "${light_walls[@]}"; do
    # shellcheck disable=SC2086  # words
    walls+="$(light_of_wall $wall);"
done
# shellcheck disable=SC2016  # awk's own fields
in_place README.md -v walls="$walls" '
    function thousands(n) { return n < 1000 ? n : sprintf("%d,%03d", int(n / 1000), n % 1000) }
    function row(first, second, mark,    i, line, said) {
        line = substr($0, 1, index(substr($0, 3), "|") + 2)
        for (i = 1; i <= count; i++) {
            split(column[i], said, " ")
            line = line " " thousands(said[first]) " / " thousands(said[second]) (i == 1 ? mark : "") " |"
        }
        return line
    }
    BEGIN { count = split(walls, column, ";") - 1 }
    /^[|] [|] 32x16 [|]/ { at = NR }
    at && NR == at + 2 { $0 = row(1, 2, " Hz") }
    at && NR == at + 3 { $0 = row(3, 4, " Hz") }
    at && NR == at + 4 { $0 = row(5, 6, "") }
    { print }'

cells=
while read -r _ asked background; do
    for cost in "${light_costs[@]}"; do
        # shellcheck disable=SC2086  # two words
        cells+="$(light_cell $cost "$asked" "${background:-#000000}");"
    done
done <tests/bench/colours.txt
# shellcheck disable=SC2016
in_place src/plan/README.md -F ' *[|] *' -v cells="$cells" -v costs="${#light_costs[@]}" '
    BEGIN { split(cells, cell, ";"); at = 0 }
    $3 ~ /^#[0-9a-f]+( on #[0-9a-f]+)?$/ {
        $0 = "| " $2 " | " $3 " |"
        for (i = 1; i <= costs; i++)
            $0 = $0 " " cell[++at] " |"
    }
    { print }'
