#!/bin/bash
# An editor's day: take-overs, kill, categories, dayparts, the forecast, the log of what was shown.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
db=(--set "store.path=$SCRATCH/news.db")

motograph add "The mill opens its doors" "${db[@]}"
motograph add "The river is low" "${db[@]}" --category weather
motograph add "Motograph, the first of its kind" "${db[@]}" --category house
start
# airs TEXT: it is on the glass.
airs() { until_status "\"on_air\":{[^}]*\"text\":\"$1\""; }
ok "The newest airs first" airs "The river is low"
ok "breaking takes over" exits 0 breaking "Quake off the coast" "${db[@]}"
ok "... at once" airs "Quake off the coast"
ok "A higher level interrupts it" exits 0 breaking "Tsunami warning" --level 3 --minutes 5 "${db[@]}"
ok "... at once" airs "Tsunami warning"
ok "A lower one does not" exits 0 breaking "Roads are shut" --level 2 "${db[@]}"
until_status '"due":6'
ok "... it waits" airs "Tsunami warning"
ok "clear ends them all" exits 0 clear "${db[@]}"
ok "... and says how many" prints 3
ok "What was interrupted airs again" airs "The river is low"
ok "kill takes it off the glass" exits 0 kill 2 "${db[@]}"
ok "... at once" airs "The mill opens its doors"
stop
ok "The log tells what was shown" exits 0 asrun "${db[@]}"
for why in "cut: breaking, level 1" "cut: breaking, level 3" "cut: expired" "cut: killed" "again after the take-over"; do
    ok "... $why" prints "$why"
done
ok "The log verifies" exits 0 asrun --verify "${db[@]}"
head=$("$MOTOGRAPH" asrun --json "${db[@]}" | sed -n '$s/.*"hash":"\([0-9a-f]*\)".*/\1/p')
ok "... with its head" exits 0 asrun --verify --head "$head" "${db[@]}"
ok "... not with another" exits 1 asrun --verify --head "${head//[0-9]/a}" "${db[@]}"
ok "A head that is none is refused" exits 1 asrun --verify --head 12 "${db[@]}"
ok "The log is a table, too" exits 0 asrun --csv "${db[@]}"
ok "... of text" prints '"Tsunami warning","breaking, level 3"'
ok "A range has what starts in it" exits 0 asrun --from 2000-01-01 --to 2000-01-02 "${db[@]}"
ok "... here nothing" test ! -s "$SCRATCH/out"

ok "add refuses a daypart that is none" exits 1 add "x" --daypart "25:00-26:00" "${db[@]}"
ok "... and says what is allowed" says "FROM-TO"
ok "add takes a category, a gap and a limit" exits 0 add "Twice a day" --category sport --gap 3600 --airings 2 --expires never "${db[@]}"
ok "A gap that is none is refused" exits 1 add "x" --gap -1 "${db[@]}"
ok "A level that is none is refused" exits 1 breaking "x" --level 10 "${db[@]}"
ok "An empty take-over is refused" exits 1 breaking "" "${db[@]}"
ok "A control character in one is refused" exits 1 breaking $'\e[31m' "${db[@]}"
ok "A category without a share is refused" exits 1 run --fast --output null "${db[@]}" --set "rota.categories=news"
ok "A daypart of the configuration that is none is refused" exits 1 run --fast --output null "${db[@]}" --set "schedule.dayparts=night"
ok "forecast tells a day" exits 0 forecast "${db[@]}"
ok "... with its limits" grep -q '  2×  Twice a day' "$SCRATCH/out"
ok "... and what does not air" grep -q '0× does not air  Motograph' "$SCRATCH/out"

ok "A span of days is understood" exits 0 add "In four days" "${db[@]}" --not-before 4d
ok "forecast tells what stays dark and why" exits 0 forecast "${db[@]}" --set "schedule.dayparts=night: 00:00-24:00 dark"
ok "... from when to when" prints "dark by the schedule"
ok "... and what is under embargo" prints "under embargo"
ok "What may expire unseen comes in" exits 0 add "Short" "${db[@]}" --not-before 2h --expires 3h --daypart "12:00-12:01"
ok "... as a document" exits 0 forecast --json --hours 1 "${db[@]}"
ok "... with each item's longest wait" prints '"longest_wait_s":'
ok "... and blank stretches" prints '"blank":['
ok "forecast wants hours" exits 1 forecast --hours 0 "${db[@]}"
ok "Dark hours are dark" exits 0 run --fast --output null --duration 60 "${db[@]}" --set "schedule.dayparts=always: 00:00-24:00 dark"
ok "... nothing airs" test ! -s "$SCRATCH/out"
ok "House lines fill an idle wall" exits 0 run --fast --start 2000-01-01T00:00Z --output null --duration 30 --set "store.path=$SCRATCH/house.db" --set rota.idle=house

cat >"$SCRATCH/a.txt" <<'TEXT'
Council keeps the night bus

“The night bus stays,” said Ada Brunner, who leads the council. “Nobody walks home in the rain.”
TEXT
ok "An article comes in" exits 0 import "$SCRATCH/a.txt" "${db[@]}"
sed -i 's/in the rain/in the dark/' "$SCRATCH/a.txt"
ok "It comes again, corrected" exits 0 import "$SCRATCH/a.txt" "${db[@]}"
ok "... and says so" prints "a correction"
motograph list --json "${db[@]}"
ok "... the old words are kept, and off the air" grep -q 'in the rain.*"state":"corrected"' "$SCRATCH/out"
ok "... the new ones are live" grep -q 'in the dark.*"state":"live"' "$SCRATCH/out"
echo "The fair opens tomorrow, the town said." >"$SCRATCH/fair.txt"
ok "What says tomorrow is held where the article's day is not known" exits 0 import "$SCRATCH/fair.txt" "${db[@]}"
motograph list --held "${db[@]}"
ok "... and why" prints "tomorrow"
sed -i 's/town/city/' "$SCRATCH/fair.txt"
ok "With a date it may air" exits 0 import "$SCRATCH/fair.txt" --date "$(date +%F)" "${db[@]}"
motograph list --json "${db[@]}"
ok "... up to its day" grep -q 'the city said.*"state":"live"\|city.*"state":"live"' "$SCRATCH/out"
echo "The library opens its new wing, the council said." >"$SCRATCH/wing.txt"
ok "news.approval = manual holds all" exits 0 import "$SCRATCH/wing.txt" "${db[@]}" --set news.approval=manual
motograph list --held "${db[@]}"
ok "... and says so" prints "news.approval"
two=("${db[@]}" --set 'zones=({ name = "upper"; height = 16; }, { name = "lower"; y = 16; height = 16; })' --set text.fonts=motograph-13)
ok "With zones the log has rows of each" exits 0 run --fast --asrun --output null --duration 20 "${two[@]}"
motograph asrun --csv "${two[@]}"
ok "... by name" bash -c "grep -q ',\"upper\",' '$SCRATCH/out' && grep -q ',\"lower\",' '$SCRATCH/out'"
ok "... and verifies" exits 0 asrun --verify "${two[@]}"
show=(--set "store.path=$SCRATCH/show.db" --set text.fonts=motograph-13 --set picture.scale=1 --set snippet.expire_hours=0
    --set 'zones=({ shows = "headlines"; height = 16; }, { shows = "quotes"; y = 16; characters_per_second = 6.0; })')
motograph import config/demo/articles "${show[@]}"
motograph run --output "png:$SCRATCH/show" --asrun --start 2026-12-01T12:00 --duration 30 "${show[@]}"
# as_shown SECONDS: the log's picture is what stood on the wall then.
as_shown() {
    "$MOTOGRAPH" replay --at "2026-12-01T12:00:$1" -o "$SCRATCH/then.png" "${show[@]}" >"$SCRATCH/out" &&
        cmp "$SCRATCH/then.png" "$(printf '%s\n' "$SCRATCH"/show/*.png | awk -v last="$SCRATCH/show/0000${1}000000.png" '$0 <= last' | tail -1)"
}
for at in 03 11 19 26; do
    ok "The log shows two zones again, $at s after the start" as_shown "$at"
    ok "... each with all of its pictures" bash -c "! grep -q other '$SCRATCH/out'"
done
tap_done
