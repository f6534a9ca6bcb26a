#!/bin/bash
# shaping.sh: each script's line as our layout has it beside hb-shape on this machine: glyph ids must be
# equal; how far advances are apart is printed (ours are hinted to whole px, hb-shape's are not). TOOLS names
# the folder of the tools.
# shellcheck disable=SC1111  # the curly quotes are what is tested
set -u
TOOLS=${TOOLS:-build/release/tools}
SIZE=20
failed=0

# compare NAME FONT TEXT
compare() {
    local font ours theirs
    font=$(fc-match -f '%{file}' "$2")
    ours=$("$TOOLS/shape" "$font" $SIZE "$3" 2>/dev/null)
    theirs=$(hb-shape --font-size=$((SIZE * 64)) --no-glyph-names --no-clusters --remove-default-ignorables \
        "$font" "$3" | tr -d '[]' | tr '|' '\n' | sed -E 's/^([0-9]+)(@[-0-9,]*)?\+([-0-9]+).*/\1 \3/')
    paste -d' ' <(printf '%s\n' "$ours") <(printf '%s\n' "$theirs") |
        awk -v name="$1" '
            $1 != 0 || $2 != $4 { ids++ }
            { d = $3 - $5 / 64; if (d < 0) d = -d; if (d > 1) far++; if (d <= 0.5) same++ }
            END {
                printf "%-12s %3d glyphs, %d ids differ, %d advances equal when rounded, %d differ by more than 1 px\n", name, NR, ids + 0, same + 0, far + 0
                exit ids > 0
            }' || failed=1
}

compare English "DejaVu Sans" "“Quoted” – ‘marks’ … £ € ½ fi ffl"
compare German "DejaVu Sans" "„Größe“ über Süßmilch, 3,2 Mio. €"
compare French "DejaVu Sans" "« Où est l’œuvre ? » ça déjà"
compare Polish "DejaVu Sans" "Zażółć gęślą jaźń"
compare Vietnamese "DejaVu Sans" "Việt Nam hôm nay: đường phố"
compare Greek "DejaVu Sans" "Ελλάδα σήμερα, Αθήνα"
compare Russian "DejaVu Sans" "Съешь ещё этих булок"
compare Arabic "Noto Sans Arabic" "مرحبا بالعالم اليوم"
compare Hebrew "Noto Sans Hebrew" "שלום עולם היום"
compare Hindi "Noto Sans Devanagari" "हिन्दी क्षत्रिय समाचार"
compare Thai "Noto Sans Thai" "ข่าวไทยวันนี้"
compare Korean "Noto Sans CJK KR" "한국어뉴스"
compare Japanese "Noto Sans CJK JP" "日本語の見出し"
compare Chinese "Noto Sans CJK SC" "中文新闻标题"
exit $failed
