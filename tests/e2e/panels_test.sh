#!/bin/bash
# Panels and chips as data: listed, driven, refused, and found by answers.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
motograph import config/demo/articles --set "store.path=$SCRATCH/news.db"

# decoded KEY=VALUE...: a show as VCD and as PNG, compared by a panel that reads the panels' files itself.
decoded() {
    local sets=()
    local key
    for key in "store.path=$SCRATCH/news.db" crawl.pixels_per_second=4.0 text.size_px=13 "$@"; do
        sets+=(--set "$key")
    done
    rm -rf "$SCRATCH/frames"
    "$MOTOGRAPH" run --output "vcd:$SCRATCH/a.vcd" --duration 1 "${sets[@]}" >/dev/null &&
        "$MOTOGRAPH" run --output "png:$SCRATCH/frames" --duration 1 --set picture.scale=1 \
            --set picture.dots=false "${sets[@]}" >/dev/null &&
        "$TOOLS/vcd_check" "$SCRATCH/a.vcd" "$SCRATCH/frames" "$@"
}

for model in p10-32x16-quarter p10-128x4-z zn-mirror-zstripe-64x32 64x64-abc 64x64-token; do
    ok "A show's light on $model is that of its pictures" decoded "panel.model=$model"
done
ok "... two in a chain, with chips that want to be told" decoded panel.model=stripe-32x32 panel.chain=2 panel.driver=dp3246
ok "... which is noticed where the chips are others" bash -c "! '$TOOLS/vcd_check' '$SCRATCH/a.vcd' '$SCRATCH/frames' panel.model=stripe-32x32 panel.chain=2 panel.driver=fm6127"

odd='panels=({x=48;y=16;},{x=32;y=0;rotation=90;},{x=0;y=4;rotation=180;mirrored=true;})'
ok "Panels that hang here and there, turned and mirrored, show their part of the picture" \
    decoded panel.rows=16 panel.columns=32 panel.chain=3 "$odd"
ok "One that would lie over another is refused" exits 1 check-config --set panel.chain=2 --set 'panels=({x=0;y=0;},{x=31;y=31;})'
ok "... with both" says "panels: number 2 (x 31, y 31, 64 wide, 32 high) lies over number 1"
ok "One on its side that leaves its place is refused" exits 1 check-config --set panel.rows=16 --set 'panels=({rotation=90;})'
ok "... with what to do" says "give each panel x and y"
ok "A panel without a place among others is refused" exits 1 check-config --set panel.chain=3 --set 'panels=({x=0;y=0;},{x=32;y=0;})'
ok "... with how many there must be" says "panels: 2 have x and y; allowed: all of the 3 panels"
ok "What the list says is printed as it was read" exits 0 check-config --print-config --set panel.rows=16 --set panel.columns=32 --set panel.chain=3 --set "$odd"
ok "... each panel's place" prints '{ x = 0; y = 4; rotation = 180; mirrored = true; }'

ok "Panels of the largest wall are numbered" exits 0 pattern chain --output "png:$SCRATCH/chain" --set panel.rows=16 --set panel.columns=32 --set panel.chain=32 --set panel.parallel=3
ok "... as many at once as a picture has room for" prints "96 panels (here 33 to 64), numbered along the chain, 1 at the connector"

# told_as_wired: the picture in words of each panel's file is what its map says.
told_as_wired() {
    perl -0ne '
        sub runs { join ", then ", map { /(\d+) ([+-])/; "row +$1 " . ($2 eq "+" ? "rightwards" : "leftwards") } $_[0] =~ /\[([^\]]*)\]/g }
        sub sweep {
            my ($map, $columns) = @_;
            return "piece by piece " . join ", ", map { /(\d+)\[(\d+)\.\.(\d+)\]/; "row +$1 columns $2 to $3" } split " ", $map if $map !~ /:/;
            my ($width, $back, $rest) = $map =~ /(\d+)( right to left)?:(.*)/;
            return "across the panel " . runs($rest) if $width == $columns && !$back;
            return "column by column from the left, " . runs($rest) if $width == 1;
            return "in blocks of $width columns, the " . ($back ? "right" : "left") . "most first, " . runs($rest);
        }
        my ($map) = /^map = "(.*)"/m;
        my ($columns) = /^columns = (\d+)/m;
        my ($told) = /^picture = "(.*)"/m;
        my $is = "The registers fill " . join("; then ", map { sweep($_, $columns) } split /;/, $map) .
            " (+N: N rows below the row that the address chooses)." . (/^halves = 1/m ? " R2 G2 B2 lead nowhere." : "");
        $told eq $is or print("$ARGV: $told\nis: $is\n"), $bad = 1;
        END { exit($bad // 0) }' boards/panels/*.panel
}
ok "What a panel's file tells in words is what its map says" told_as_wired
ok "Panels are listed" exits 0 panels
ok "... those that people search for" prints "p10-32x16-quarter"
ok "A panel is told by another program's name" exits 0 panels "led-multiplexing 19 32x16"
ok "... with its source" prints "hzeller/rpi-rgb-led-matrix"
ok "Chips are listed" exits 0 panels --chips
ok "... also those that can't be driven" prints "can't be driven"
ok "One of them is refused" exits 1 check-config --set panel.driver=FM6363
ok "... with what would drive it" says "receiving card"
ok "A panel that there is not is refused with those that there are" exits 1 check-config --set panel.model=p11
ok "... by their names" says "p10-32x16-half"

printf '# what a person saw\n32x16\n2\n3\n1\n1\n2\n2\n1\n1\n' >"$SCRATCH/answers"
ok "An unknown panel is found by answers" exits 0 pattern detect --output null --answers "$SCRATCH/answers"
ok "... with the lines for the configuration" prints 'model = "'
sed -n '/^panel = {/,/^};/p' "$SCRATCH/out" >"$SCRATCH/found.cfg"
ok "... which are good as they stand" exits 0 check-config -c "$SCRATCH/found.cfg"
ok "... its chips among them" grep -q 'driver = "dp3246"' "$SCRATCH/found.cfg"
printf '32x16\n5\n4\n2\n1\n2\n2\n1\n1\n' >"$SCRATCH/answers"
ok "Answers that tell of inverted colours and of the clock's other edge find a panel" exits 0 pattern detect --output null --answers "$SCRATCH/answers"
ok "... with both lines" prints 'clock = "falling"'
ok "... for the configuration" prints 'inverse = "yes"'
sed -n '/^panel = {/,/^};/p' "$SCRATCH/out" >"$SCRATCH/found.cfg"
ok "... which are good as they stand" exits 0 check-config -c "$SCRATCH/found.cfg"
printf '32x16\n77\n' >"$SCRATCH/answers"
ok "An answer that can't be is refused" exits 1 pattern detect --output null --answers "$SCRATCH/answers"
ok "... with its line and what is allowed" says "answers:2: found \"77\"; allowed: a number of the list, 1 to 14"
printf '32x16\n0\n' >"$SCRATCH/answers"
ok "A panel that stays dark is told" exits 1 pattern detect --output null --answers "$SCRATCH/answers"
ok "... with what to look at" says "nothing ever lit"
tap_done
