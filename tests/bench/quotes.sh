#!/bin/bash
# quotes.sh FOLDER: how many quotations of annotated articles are right (FOLDER as tests/tools/quote_score.c
# has it), what reading and storing an article costs, and articles of nothing but quotation marks, 1 and 10 MB of
# them (callgrind).
set -u
MOTOGRAPH=${MOTOGRAPH:-build/release/motograph}
folder=${1:-../shared/quotes/dev}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -d "$folder" ]; then
    struck=$(dirname "$0")/quotes.struck
    if [ "$(basename "$folder")" = dev ]; then "$TOOLS/quote_score" "$folder" "$struck"; else "$TOOLS/quote_score" "$folder"; fi
    korea=$(dirname "$folder")/korea
    [ -d "$korea" ] && echo "korea:" && "$TOOLS/quote_score" "$korea" | head -6
else
    echo "No annotated articles in $folder: how many quotations are right was not measured (QUOTES=FOLDER)."
fi

# instructions FILES: of reading them and taking the quotations out, callgrind.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file="$work/out" "$MOTOGRAPH" extract "$@" 2>&1 >/dev/null |
        sed -n 's/^==[0-9]*== Collected : \([0-9]*\)$/\1/p'
}

# cpu COMMAND...: its seconds of a processor.
cpu() {
    local TIMEFORMAT='%U %S'
    { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{print $1 + $2}'
}

# What an article costs, and how many there are in a second of a processor: those of the folder, else our own.
articles=(tests/corpus/*.txt)
[ -d "$folder" ] && articles=("$folder"/*.txt)
TIMES=20
many=()
for _ in $(seq $TIMES); do many+=("${articles[@]}"); done
echo "One line." >"$work/line.txt"
words=$(($(cat "${articles[@]}" | wc -w) / ${#articles[@]}))
each=$((($(instructions "${articles[@]}") - $(instructions "$work/line.txt")) / ${#articles[@]}))
echo "an article of $words words    $each instructions (as text, without the start)"
for form in "" --json; do
    # shellcheck disable=SC2086  # no word where there is none
    seconds=$(cpu "$MOTOGRAPH" extract $form "${many[@]}")
    awk "BEGIN {printf \"extract %-6s            %d a second of a processor, %d of 466 words (asked: 3,000), its start included\n\", \"$form\",
        ${#many[@]} / $seconds, ${#many[@]} / $seconds * $words / 466}"
done

# What storing costs: as many articles as there are, each once, up to 1,000.
mkdir "$work/articles"
find "$(dirname "$folder")"/{train,bbc,dev} -name '*.txt' 2>/dev/null | sort | head -1000 | while read -r path; do
    cp "$path" "$work/articles/$(basename "$(dirname "$path")")-$(basename "$path")"
done
[ -n "$(find "$work/articles" -name '*.txt' -print -quit)" ] || cp tests/corpus/*.txt "$work/articles"
reading=$(cpu "$MOTOGRAPH" extract "$work"/articles/*.txt)
storing=$(cpu "$MOTOGRAPH" import "$work/articles" --set store.path="\"$work/store.db\"" --set log.level='"error"')
echo "import of $(find "$work/articles" -name '*.txt' | wc -l) articles     $storing s of a processor, reading them alone $reading s:" \
    "$(awk "BEGIN {printf \"%.2f\", $storing / $reading}") times as much (asked: at most 3)"

marks() {
    head -c "$1" /dev/zero | tr '\0' '"' >"$work/marks.txt"
    instructions "$work/marks.txt"
}

one=$(marks 1000000)
ten=$(marks 10000000)
echo "quotation marks, 1 MB      $one instructions"
echo "quotation marks, 10 MB     $ten instructions, $(awk "BEGIN {printf \"%.2f\", $ten / $one}") times as many (linear: at most 11)"
