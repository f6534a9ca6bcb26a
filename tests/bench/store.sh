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
for count in 1000 10000; do
    us=$("$TOOLS/bench_store" choose "$count")
    printf 'choosing among %d that are due: %s us at the median (asked: 200 us) %s\n' "$count" "$us" "$(judge "$us" 200)"
done
"$TOOLS/bench_store" million "$work/million.db"
"$TOOLS/card" 1
