#!/bin/bash
# From an article to light: the connector's trace, decoded by a panel, against the pictures.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
motograph import config/demo/articles --set "store.path=$SCRATCH/news.db"

shown_s=2
# decoded KEY=VALUE...: the same show of shown_s seconds as VCD and as PNG, compared.
decoded() {
    local sets=()
    local key
    for key in "store.path=$SCRATCH/news.db" crawl.pixels_per_second=4.0 crawl.fit=false "$@"; do
        sets+=(--set "$key")
    done
    rm -rf "$SCRATCH/frames"
    "$MOTOGRAPH" run --output "vcd:$SCRATCH/a.vcd" --duration "$shown_s" "${sets[@]}" >/dev/null &&
        "$MOTOGRAPH" run --output "png:$SCRATCH/frames" --duration "$shown_s" --set picture.scale=1 \
            --set picture.dots=false "${sets[@]}" >/dev/null &&
        "$TOOLS/vcd_check" "$SCRATCH/a.vcd" "$SCRATCH/frames" "$@"
}

ok "An article's light is that of its pictures: 64x32" decoded
ok "... two lanes" decoded panel.parallel=2 panel.columns=32 panel.board=regular
ok "... turned" decoded panel.rotation=180 panel.columns=32
ok "... 1:8, checker" decoded panel.scan=8 panel.multiplex=checker panel.columns=32
ok "... anti-aliased" decoded text.antialias=four panel.columns=32 panel.snap=false
ok "... folded, serpentine" decoded panel.chain=2 panel.fold=2 panel.serpentine=true panel.columns=32
ok "... pages" decoded "zones=( { height = 16; mode = \"page\"; } )" layout.transition=cut layout.hold_s=1.0 layout.characters_per_second=15.0 text.size_px=9
zones="zones=( { shows = \"news\"; y = 16; size_px = 10; }, { shows = \"clock\"; width = 40; height = 16; size_px = 10; }, { shows = \"logo\"; file = \"$SCRATCH/logo.png\"; x = 40; height = 16; } )"
motograph render N -o "$SCRATCH/logo.png" --set picture.scale=1 --set panel.columns=16 --set panel.rows=16 --set text.size_px=10 --set picture.dots=false
ok "... zones: a crawl, a clock, a logo" decoded "$zones"
# The decoder must be able to fail: the same trace against other colours, another wiring.
ok "Exchanged colours are noticed" bash -c "! '$TOOLS/vcd_check' '$SCRATCH/a.vcd' '$SCRATCH/frames' panel.chain=2 panel.fold=2 panel.columns=32"
shown_s=6
ok "... zones: headlines above, quotations below, each at its speed" decoded "zones=( { shows = \"headlines\"; height = 16; }, { shows = \"quotes\"; y = 16; characters_per_second = 0.5; } )" text.fonts=motograph-13 panel.columns=32
ok "... which is noticed where the zones stand the other way round" bash -c "! '$TOOLS/vcd_check' '$SCRATCH/a.vcd' '$SCRATCH/frames' panel.columns=32 panel.rotation=180"
# Pictures whose words and motion are the trace's, but not their label.
shown_s=4
labelled=("store.path=$SCRATCH/breaking.db" text.fonts=motograph text.size_px=0)
motograph breaking "The bridge is shut" --airings 9 --set "store.path=$SCRATCH/breaking.db"
ok "A take-over's light is that of its pictures: the red label, white words" decoded "${labelled[@]}"
rm -r "$SCRATCH/frames"
ok "... and another label is noticed" bash -c "'$MOTOGRAPH' run --output 'png:$SCRATCH/frames' --duration $shown_s --set picture.scale=1 --set picture.dots=false \
    --set crawl.pixels_per_second=4.0 $(printf -- '--set %s ' "${labelled[@]}") --set layout.breaking_word=STANDING >'$SCRATCH/out' &&
    [ -n \"\$(ls '$SCRATCH/frames')\" ] && ! '$TOOLS/vcd_check' '$SCRATCH/a.vcd' '$SCRATCH/frames'"
tap_done
