# shellcheck shell=bash disable=SC2034
# light_tables.sh: the figures of light that the pages have, as `plan` says them. Sourced.
light_headline="BREAKING: Central bank holds rate at 4.25% as inflation cools; markets rally, tech up 2.1%, oil slips under \$70 a barrel"

# light_field NAME: of the JSON document in $plan, the last one of that name.
light_field() {
    printf '%s' "$plan" | sed -nE "s/.*\"$1\":([^,}]*).*/\1/p"
}

# light_cell CALL_NS LINE_NS COLOUR BACKGROUND: a colour of text, as the table in src/plan/README.md has it.
light_cell() {
    plan=$("$MOTOGRAPH" plan --json --call-ns "$1" --line-ns "$2" "$light_headline" --set "colours.text=$3" --set "colours.background=$4") ||
        return
    plan=${plan%%,\"remedies\"*}
    awk -v shown="$(light_field shown)" -v de="$(light_field delta_e)" -v hz="$(light_field refresh_hz)" \
        -v moved="$(light_field moved)" 'BEGIN {
        gsub(/"/, "", shown)
        printf "%s, DE %.1f, %.0f Hz%s", shown == "null" ? "the same" : shown, de, hz, moved == "true" ? ", told" : ""}'
}

# Whether the program can set lines by calls of libgpiod 1.6: 2 has others, and no wall's plan knows them.
light_has_library_calls() { "$MOTOGRAPH" version | grep -q "^ *libgpiod 1\\."; }

# light_of_wall ARGUMENT...: the wall as it comes, as the README's table has a column: Hz at two costs with each way of
# setting lines (a dash where this program can't tell), calls a refresh and at most.
light_of_wall() {
    local way cost said=()
    for way in false true; do
        for cost in "1500 300" "2100 100"; do
            plan=$("$MOTOGRAPH" plan --json --call-ns "${cost% *}" --line-ns "${cost#* }" --set "hub75.library_calls=$way" \
                --set panel.board=regular --set panel.beside=true "$@") || return 1
            plan=${plan%%,\"remedies\"*}
            if [ "$way" = true ] && ! light_has_library_calls; then
                said+=("-")
            else
                said+=("$(light_field refresh_hz | xargs printf "%.0f")")
            fi
        done
    done
    said+=("$(light_field calls | xargs printf "%.0f")" "$(light_field calls_max)")
    echo "${said[*]}"
}

# The walls of that table, from its second column on: what each sets.
light_walls=(
    "--set panel.columns=32 --set panel.rows=16"
    ""
    "--set panel.chain=2"
    "--set panel.rows=64"
    "--set panel.rows=64 --set panel.parallel=2"
    "--set panel.rows=64 --set panel.chain=2 --set panel.parallel=2"
)

# The costs of a call and of a line of the colours' table, from its third column on.
light_costs=("1500 300" "2100 100" "800 100")
