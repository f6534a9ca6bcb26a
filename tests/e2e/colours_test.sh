#!/bin/bash
# The usual colours of text: what src/plan/README.md says is asked, shown and told is what `motograph plan` says.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
# shellcheck source=tests/support/light_tables.sh
. "$(dirname "$0")/../support/light_tables.sh"
page=src/plan/README.md
list=tests/bench/colours.txt
# rows COLUMN: "ASKED BACKGROUND|CELL" of each colour of the table, in its order.
rows() {
    awk -F ' *[|] *' -v column="$1" '$3 ~ /^#[0-9a-f]+( on #[0-9a-f]+)?$/ {
        split($3, asked, " on ")
        print $2 " " asked[1] (asked[2] ? " " asked[2] : "") "|" $column}' "$page"
}

# column_is_true COLUMN CALL_NS LINE_NS
column_is_true() {
    local name asked background said
    while IFS='|' read -r asked said; do
        read -r name asked background <<<"$asked"
        is=$(light_cell "$2" "$3" "$asked" "${background:-#000000}")
        [ "$is" = "$said" ] || { echo "# $name: the page has \"$said\", plan says \"$is\""; return 1; }
    done < <(rows "$1")
}

ok "The page has the usual colours, on black and on dark blue" test "$(rows 4 | cut -d'|' -f1)" = "$(cat "$list")"
ok "... 24 of them, and three on dark blue" test "$(grep -c -v '#.*#' "$list") $(grep -c '#.*#' "$list")" = "24 3"
ok "At 2.1 + 0.1 us a call each is shown as the page says, and told where it says so" column_is_true 5 2100 100
ok "... tomato, which becomes red there, is told" grep -q '^| tomato |.*| #ff0000, DE [0-9.]*, [0-9]* Hz, told |' "$page"
tap_done
