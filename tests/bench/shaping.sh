#!/bin/bash
# shaping.sh: each script's line as our layout has it beside hb-shape on this machine: glyph ids and places in
# px must be equal. hb-shape is told to hint as we do, and its pen is rounded where ours is; where directions
# are mixed it is given the runs in the order in which UAX #9 puts them on the glass, worked out by hand.
# TOOLS names the folder of the tools. With PICTURES, a folder: index.html there shows each line as the program
# MOTOGRAPH draws it, above the same one drawn by hb-view.
# shellcheck disable=SC1111  # the curly quotes are what is tested
set -u
TOOLS=${TOOLS:-build/release/tools}
SIZE=20
HINTING=131072 # FT_LOAD_TARGET_MONO
glyphs=0
equal=0

# reference FONT OPTIONS... TEXT: "glyph advance x-offset y-offset" of each glyph, in 64ths of a px.
reference() {
    local font=$1
    shift
    hb-shape --font-size=$((SIZE * 64)) --font-funcs=ft --ft-load-flags=$HINTING --language=und \
        --no-glyph-names --no-clusters --remove-default-ignorables "$font" "$@" | tr -d '[]' | tr '|' '\n' |
        sed -E 's/^([0-9]+)(@(-?[0-9]+),(-?[0-9]+))?(\+(-?[0-9]+))?.*/\1 0\6 \3 \4/; s/ 0-/ -/'
}

# draw NAME FONT TEXT: both pictures, and their place in the page.
draw() {
    local name=$1 font=$2 text=$3 file
    file=$PICTURES/$(tr -c 'a-zA-Z\n' '-' <<<"$name")
    "$MOTOGRAPH" render "$text" -o "$file.png" --set text.fonts="$font" --set text.size_px=$SIZE \
        --set picture.scale=1 >/dev/null
    hb-view --font-size=$SIZE --font-funcs=ft --ft-load-flags=$HINTING --margin=0 --output-format=png \
        --output-file="$file-hb.png" "$font" "$text"
    printf '<h2>%s</h2><img src="%s.png"><br><img src="%s-hb.png">\n' "$name" "${file##*/}" "${file##*/}" \
        >>"$PICTURES/index.html"
}

# compare NAME FONT TEXT [RUN...]: a RUN is DIRECTION:SCRIPT:TEXT; without any the text is one.
compare() {
    local name=$1 font text=$3 run result
    font=$(fc-match -f '%{file}' "$2")
    [ -z "${PICTURES:-}" ] || draw "$name" "$font" "$text"
    shift 3
    result=$(paste -d' ' <("$TOOLS/shape" "$font" $SIZE "$text" 2>/dev/null) <(
        [ $# -gt 0 ] || reference "$font" "$text"
        for run in "$@"; do
            reference "$font" --direction="${run%%:*}" --script="$(cut -d: -f2 <<<"$run")" "$(cut -d: -f3- <<<"$run")"
        done) |
        awk -v pictures="$([[ $font == *Emoji* ]] && echo 1)" '
            function px(v) { v = v / 64 + 0.5; return v < int(v) ? int(v) - 1 : int(v) }
            { same = $1 == 0 && $2 == $5
              if (same && !pictures) same = $3 == px(pen + (NF > 6 ? $7 : 0)) && $4 == px(NF > 6 ? $8 : 0)
              pen += $6; good += same }
            END { print NR, good + 0 }')
    printf '%-20s %3d glyphs, %3d the same\n' "$name" "${result% *}" "${result#* }"
    glyphs=$((glyphs + ${result% *}))
    equal=$((equal + ${result#* }))
}

if [ -n "${PICTURES:-}" ]; then
    mkdir -p "$PICTURES"
    echo '<!DOCTYPE html><meta charset="utf-8"><title>Ours above, hb-view below</title>
        <style>img { image-rendering: pixelated; zoom: 3; background: black }</style>' >"$PICTURES/index.html"
fi
compare English "DejaVu Sans" "“Quoted” – ‘marks’ … £ € ½ fi ffl"
compare German "DejaVu Sans" "„Größe“ über Süßmilch, 3,2 Mio. €"
compare French "DejaVu Sans" "« Où est l’œuvre ? » ça déjà"
compare Polish "DejaVu Sans" "Zażółć gęślą jaźń"
compare Vietnamese "DejaVu Sans" "Việt Nam hôm nay: đường phố"
compare Greek "DejaVu Sans" "Ελλάδα σήμερα, Αθήνα"
compare Russian "DejaVu Sans" "Съешь ещё этих булок"
compare Arabic "Noto Sans Arabic" "مرحبا بالعالم اليوم"
compare "Arabic, Latin, digits" "DejaVu Sans" "قال John Smith إن 15 حافلة" \
    "rtl:arab: حافلة" "ltr:arab:15" "rtl:arab: إن " "ltr:latn:John Smith" "rtl:arab:قال "
compare "Latin, Arabic name" "DejaVu Sans" "said محمد علي in Oslo" \
    "ltr:latn:said " "rtl:arab:محمد علي" "ltr:arab: " "ltr:latn:in Oslo"
compare Hebrew "Noto Sans Hebrew" "שלום עולם היום"
compare "Hebrew, quotation" "DejaVu Sans" "שר: “שלום” 2026" "ltr:hebr:2026" "rtl:hebr:שר: “שלום” "
compare Hindi "Noto Sans Devanagari" "हिन्दी क्षत्रिय समाचार"
compare Thai "Noto Sans Thai" "ข่าวไทยวันนี้"
compare Korean "Noto Sans CJK KR" "한국어뉴스"
compare Japanese "Noto Sans CJK JP" "日本語の見出し"
compare Chinese "Noto Sans CJK SC" "中文新闻标题"
compare "Emoji (ids alone)" "Noto Color Emoji" "👩‍👩‍👧‍👦👨‍🚒🇨🇭🏳️‍🌈👍🏽❤️1️⃣"
awk -v equal=$equal -v glyphs=$glyphs 'BEGIN { printf "%.1f %% of %d glyphs have the id and the place that hb-shape gives\n", 100 * equal / glyphs, glyphs }'
[ "$equal" = "$glyphs" ]
