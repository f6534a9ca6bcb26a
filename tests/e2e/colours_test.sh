#!/bin/bash
# The usual colours of text: what src/plan/README.md says is asked, shown and told is what `motograph plan` says.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
page=src/plan/README.md
list=tests/bench/colours.txt
headline="BREAKING: Central bank holds rate at 4.25% as inflation cools; markets rally, tech up 2.1%, oil slips under \$70 a barrel"

# field NAME: of the JSON document in $plan.
field() {
    printf '%s' "$plan" | sed -nE "s/.*\"$1\":([^,}]*).*/\1/p"
}

# cell CALL_NS LINE_NS COLOUR BACKGROUND: as the table has it.
cell() {
    plan=$("$MOTOGRAPH" plan --json --call-ns "$1" --line-ns "$2" "$headline" --set "colours.text=$3" --set "colours.background=$4") || return
    plan=${plan%%,\"remedies\"*}
    awk -v shown="$(field shown)" -v de="$(field delta_e)" -v hz="$(field refresh_hz)" -v moved="$(field moved)" 'BEGIN {
        gsub(/"/, "", shown)
        printf "%s, DE %.1f, %.0f Hz%s", shown == "null" ? "the same" : shown, de, hz, moved == "true" ? ", told" : ""}'
}

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
        is=$(cell "$2" "$3" "$asked" "${background:-#000000}")
        [ "$is" = "$said" ] || { echo "# $name: the page has \"$said\", plan says \"$is\""; return 1; }
    done < <(rows "$1")
}

ok "The page has the usual colours, on black and on dark blue" test "$(rows 4 | cut -d'|' -f1)" = "$(cat "$list")"
ok "... 24 of them, and three on dark blue" test "$(grep -c -v '#.*#' "$list") $(grep -c '#.*#' "$list")" = "24 3"
ok "At 2.1 + 0.1 us a call each is shown as the page says, and told where it says so" column_is_true 5 2100 100
ok "... tomato, which becomes red there, is told" grep -q '^| tomato |.*| #ff0000, DE [0-9.]*, [0-9]* Hz, told |' "$page"
tap_done
