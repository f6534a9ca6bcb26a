#!/bin/bash
# The as-run log verified as src/store/SPEC.md tells it, with sqlite3 and sha256sum alone: it must agree with
# `asrun --verify`, on a whole log and on one that somebody was at.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
store=$SCRATCH/news.db
db=(--set "store.path=$store")

# eight NUMBER: its eight bytes in hexadecimal, the least first.
eight() {
    local hex
    hex=$(printf '%016x' "$1")
    printf '%s' "${hex:14:2}${hex:12:2}${hex:10:2}${hex:8:2}${hex:6:2}${hex:4:2}${hex:2:2}${hex:0:2}"
}

# part KIND HEX: a column as it is hashed.
part() {
    printf '%02x%s%s' "'$1" "$(eight $((${#2} / 2)))" "$2"
}

number() { part i "$(eight "$1")"; }
text() { if [ "$1" = - ]; then part 0 ""; else part t "$1"; fi; }
sum() { printf '%b' "$(sed 's/../\\x&/g')" | sha256sum | cut -c1-64; }

# follow: the chain of $store, row by row. Prints what there is to tell, fails where it breaks.
follow() {
    local head id snippet start end words reason cut config frames pixels scenes zone chain hash rows=0
    head=$(sqlite3 "$store" "SELECT lower(hex(hash)) FROM asrun_base")
    head=${head:-$(printf '%064d' 0)}
    while IFS='|' read -r id snippet start end words reason cut config frames pixels scenes zone chain hash; do
        head=$({
            part h "$head"
            number "$id"; number "$snippet"; number "$start"; number "$end"
            text "$words"; text "$reason"; text "$cut"
            number "$config"; number "$frames"; number "$pixels"
            part b "$scenes"
            [ "$zone" = - ] || text "$zone"
        } | sum)
        if [ "$chain" != 1 ] || [ "$head" != "$hash" ]; then
            echo "broken at $start"
            return 1
        fi
        rows=$((rows + 1))
    done < <(sqlite3 "$store" "SELECT id, snippet, start_ms, end_ms, hex(text), hex(reason), iif(cut IS NULL, '-', hex(cut)),
        config, frames, pixels, hex(scenes), iif(zone IS NULL, '-', hex(zone)), chain, lower(hex(hash)) FROM asrun ORDER BY id")
    echo "whole: $rows rows, head $head"
}

# agree: both say the same of $store: whole with the same head, or broken at the same row.
agree() {
    local ours=0 theirs=0 told
    told=$(follow) || ours=1
    motograph asrun --verify --json "${db[@]}" || theirs=1
    echo "$told ($ours); the program: $theirs"
    [ "$ours" = "$theirs" ] || return 1
    if [ "$ours" = 0 ]; then
        motograph asrun --verify --head "${told##* }" "${db[@]}"
    else
        says "the chain breaks at the row that starts at $(date -u -d "@$((${told##* } / 1000))" +%Y-%m-%dT%H:%M:%SZ)"
    fi
}

is_whole() { agree && follow | grep -q "^whole: [1-9]"; }
is_broken() { agree && ! follow >/dev/null; }

# tampered SENTENCE SQL: a copy of the log that somebody was at; both must see it.
tampered() {
    cp "$SCRATCH/kept.db" "$store"
    rm -f "$store-wal" "$store-shm"
    sqlite3 "$store" "$2"
    ok "$1" is_broken
}

motograph add "The mill opens its doors" "${db[@]}" --expires never
motograph add "The river is low" --quote --speaker "Ada Brunner" "${db[@]}" --expires never
motograph run --output null --duration 60 --fast --start 2026-03-28T14:32:00 --asrun "${db[@]}"
ok "A log that the program wrote is whole for sqlite3 and sha256sum, too" is_whole
motograph run --output null --duration 60 --fast --start 2026-03-29T14:32:00 --asrun "${db[@]}" \
    --set 'zones=({name="top";rows=[0,15];show="news";},{name="bottom";rows=[16,31];show="headlines";})'
ok "... with zones, and after a row that was cut" is_whole
sqlite3 "$store" "PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null
cp "$store" "$SCRATCH/kept.db"

middle="(SELECT id FROM asrun ORDER BY id LIMIT 1 OFFSET 3)"
tampered "A word that was changed breaks it" "UPDATE asrun SET text = text || '.' WHERE id = $middle"
tampered "... and a time" "UPDATE asrun SET end_ms = end_ms - 1 WHERE id = $middle"
tampered "... and a reason why it ended early" "UPDATE asrun SET cut = 'never' WHERE id = $middle"
tampered "... and a sum of pictures" "UPDATE asrun SET pixels = pixels + 1 WHERE id = $middle"
tampered "... and a scene" "UPDATE asrun SET scenes = zeroblob(4) WHERE id = $middle"
tampered "... and a zone" "UPDATE asrun SET zone = 'other' WHERE id = $middle"
tampered "... and the rule's number" "UPDATE asrun SET chain = 2 WHERE id = $middle"
tampered "A row that was taken out breaks it" "DELETE FROM asrun WHERE id = $middle"
tampered "... and two that changed places" "UPDATE asrun SET id = -id WHERE id = $middle"
tampered "... and a beginning that is not the log's" "INSERT OR REPLACE INTO asrun_base VALUES (1, x'$(printf '%064d' 1)', 0)"

cp "$SCRATCH/kept.db" "$store"
rm -f "$store-wal" "$store-shm"
last=$(sqlite3 "$store" "SELECT id FROM asrun ORDER BY id LIMIT 1 OFFSET 4")
sqlite3 "$store" "INSERT INTO asrun_base SELECT 1, hash, 5 FROM asrun WHERE id = $last; DELETE FROM asrun WHERE id <= $last"
ok "A log whose oldest rows were rotated away is whole" is_whole

# described: SPEC.md names every table and column that there is, and the versions.
described() {
    local spec=src/store/SPEC.md name missing=0
    for name in $(sqlite3 "$store" "SELECT DISTINCT c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' UNION SELECT name FROM sqlite_schema
        WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"); do
        grep -qE "\`$name\`|^### $name:" "$spec" || { echo "$spec does not have $name"; missing=1; }
    done
    grep -qF "the schema's version, **$(sqlite3 "$store" "PRAGMA user_version")**" "$spec" || { echo "$spec has another version"; missing=1; }
    [ "$missing" = 0 ]
}
ok "SPEC.md has every table and column, and the schema's version" described

rm -f "$store"*
sqlite3 "$store" <tests/unit/store/version_4.sql
motograph list "${db[@]}"
ok "A log of the fourth schema is whole as it was" is_whole
tap_done
