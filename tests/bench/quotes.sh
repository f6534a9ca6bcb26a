#!/bin/bash
# quotes.sh FOLDER: how many quotations of annotated articles are right (FOLDER as tests/tools/quote_score.c
# has it), and what articles of nothing but quotation marks cost, 1 and 10 MB of them (callgrind).
set -u
MOTOGRAPH=${MOTOGRAPH:-build/release/motograph}
folder=${1:-../shared/quotes/dev}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -d "$folder" ]; then
    struck=$(dirname "$0")/quotes.struck
    if [ "$(basename "$folder")" = dev ]; then "$TOOLS/quote_score" "$folder" "$struck"; else "$TOOLS/quote_score" "$folder"; fi
else
    echo "No annotated articles in $folder: how many quotations are right was not measured (QUOTES=FOLDER)."
fi

# instructions FILES: of reading them and taking the quotations out, callgrind.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file="$work/out" "$MOTOGRAPH" extract "$@" 2>&1 >/dev/null |
        sed -n 's/^==[0-9]*== Collected : \([0-9]*\)$/\1/p'
}

# What an article costs, and how many there are in a second: those of the folder, else our own.
articles=(tests/corpus/*.txt)
[ -d "$folder" ] && articles=("$folder"/*.txt)
TIMES=20
many=()
for _ in $(seq $TIMES); do many+=("${articles[@]}"); done
echo "One line." >"$work/line.txt"
bytes=$(($(cat "${articles[@]}" | wc -c) / ${#articles[@]}))
each=$((($(instructions "${articles[@]}") - $(instructions "$work/line.txt")) / ${#articles[@]}))
start=$(date +%s%N)
"$MOTOGRAPH" extract --json "${many[@]}" >/dev/null 2>&1
ns=$(($(date +%s%N) - start))
echo "an article of $bytes bytes   $each instructions (as text, without the start); $((${#many[@]} * 1000000000 / ns)) a second with --json, in one process with its start"

marks() {
    head -c "$1" /dev/zero | tr '\0' '"' >"$work/marks.txt"
    instructions "$work/marks.txt"
}

one=$(marks 1000000)
ten=$(marks 10000000)
echo "quotation marks, 1 MB      $one instructions"
echo "quotation marks, 10 MB     $ten instructions, $(awk "BEGIN {printf \"%.2f\", $ten / $one}") times as many (linear: at most 11)"
