#!/bin/bash
# store.sh: the store's figures. TOOLS names the folder of the test tools, MOTOGRAPH the program.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 TZ=UTC XDG_RUNTIME_DIR=$work

mkdir "$work/articles"
for i in $(seq 10000); do
    printf 'The mill number %d opens on the river, the council said.\n\n"We have waited for %d years," said Ada Brunner, who leads the council.\n' \
        "$i" "$i" >"$work/articles/a$i.txt"
done
start=$(date +%s%N)
"$MOTOGRAPH" import "$work/articles" --set "store.path=$work/news.db" >"$work/out"
took=$((($(date +%s%N) - start) / 1000000))
# judge VALUE ASKED: whether it is reached.
judge() {
    awk "BEGIN {print ($1 <= $2) ? \"reached\" : \"NOT reached\"}"
}
printf 'importing %d short articles: %d.%03d s (asked: 20 s) %s\n' "$(wc -l <"$work/out")" \
    $((took / 1000)) $((took % 1000)) "$(judge "$took" 20000)"
for count in 1000 10000 100000; do
    us=$("$TOOLS/bench_store" choose "$count")
    printf 'choosing among %d that are due: %s us at the median (asked: 200 us) %s\n' "$count" "$us" "$(judge "$us" 200)"
done
"$TOOLS/bench_store" million "$work/million.db"
"$TOOLS/card" 1
"$TOOLS/card" 4 store.asrun_days=2 # the log is full: a day of it goes daily

# What a running ticker takes with 8,000 live lines, beside one.
export XDG_CACHE_HOME=$work/cache
for i in $(seq 8000); do
    printf 'The mill number %d opens on the river after the winter, says the council\n' "$i"
done >"$work/lines.txt"
"$MOTOGRAPH" import "$work/lines.txt" --set "store.path=$work/many.db" >/dev/null
"$MOTOGRAPH" add "The mill opens" --set "store.path=$work/one.db" >/dev/null

# resident NAME: kB, once it shows something.
resident() {
    "$MOTOGRAPH" run --output null --duration 6 --set "store.path=$work/$1.db" --set "control.socket=$work/socket" \
        >/dev/null 2>&1 &
    local pid=$!
    sleep 4
    awk '/^VmRSS:/ {print $2}' "/proc/$pid/status"
    wait "$pid"
}
for row in "one 11264 a live line" "many 14336 8,000 live lines"; do
    read -r name most what <<<"$row"
    kb=$(resident "$name")
    printf 'memory with %s: %d kB resident (asked: %d kB) %s\n' "$what" "$kb" "$most" "$(judge "$kb" "$most")"
done

# instructions NAME: of a start up to the first scene; that is over where what it left is read (changes_load_rest).
instructions() {
    rm -f "$work"/start*
    valgrind --tool=callgrind --separate-threads=yes --dump-before=changes_load_rest --callgrind-out-file="$work/start" \
        "$MOTOGRAPH" run --output null --duration 5 --set "store.path=$work/$1.db" --set "control.socket=$work/socket" \
        >/dev/null 2>&1
    sed -n 's/^totals: //p' "$work/start.1-01"
}
times=$(awk "BEGIN {printf \"%.2f\", $(instructions many) / $(instructions one)}")
printf 'starting with 8,000 lines, up to the first scene, costs %s times what it does with one (asked: 1.5) %s\n' "$times" "$(judge "$times" 1.5)"

# What an edit costs the ticker that shows them.
valgrind --tool=callgrind --collect-atstart=no --toggle-collect=player_look --callgrind-out-file="$work/callgrind" \
    "$MOTOGRAPH" run --output null --duration 20 --set "store.path=$work/many.db" >"$work/look" 2>&1 &
sleep 10
"$MOTOGRAPH" edit 77 --priority 3 --set "store.path=$work/many.db" >/dev/null
wait
printf 'an edit among 8,000 lines costs the ticker %s instructions (160 million where all are read)\n' \
    "$(sed -n 's/^==[0-9]*== Collected : \([0-9]*\)$/\1/p' "$work/look")"
