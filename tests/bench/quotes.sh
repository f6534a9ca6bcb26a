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

# instructions BYTES: of an article of so many quotation marks.
instructions() {
    head -c "$1" /dev/zero | tr '\0' '"' >"$work/marks.txt"
    valgrind --tool=callgrind --callgrind-out-file="$work/out" "$MOTOGRAPH" extract "$work/marks.txt" 2>&1 >/dev/null |
        sed -n 's/^==[0-9]*== Collected : \([0-9]*\)$/\1/p'
}

one=$(instructions 1000000)
ten=$(instructions 10000000)
echo "quotation marks, 1 MB      $one instructions"
echo "quotation marks, 10 MB     $ten instructions, $(awk "BEGIN {printf \"%.2f\", $ten / $one}") times as many (linear: at most 11)"
