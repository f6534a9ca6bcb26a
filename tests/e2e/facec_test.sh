#!/bin/bash
# The compiler of our faces: what is drawn wrongly is told by file and line, and nothing breaks it.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
facec=$SCRATCH/facec
head='name Test\nascent 2\ndescent 1\ngap 1\nspace 2\n\n'
parts='sheet top 2\nA B H a ́\n## #. #. ## #\n## .# .# #. #\n'

# refuses FACE COMPOSITION MESSAGE: told with file and line, and with these words.
refuses() {
    printf '%b' "$head$1" >"$SCRATCH/bad.face"
    printf '%b' "$2" >"$SCRATCH/compose.txt"
    ! "$facec" "$SCRATCH/bad.face" "$SCRATCH/compose.txt" >"$SCRATCH/out" 2>"$SCRATCH/err" &&
        [ "$(wc -l <"$SCRATCH/err")" = 1 ] && grep -q "^$SCRATCH/[a-z.]*:[1-9][0-9]*: .*$3" "$SCRATCH/err"
}
refuses_drawing() { refuses "$1" '' "$2"; }
refuses_composition() { refuses "$parts" "$1" "$2"; }

# builds SOURCE: as the project is built, with what notices a step out of bounds.
builds() {
    "${CC:-cc}" -std=gnu17 -g -fsanitize=address,undefined -fno-sanitize-recover=all -o "$facec" "$1"
}

# survives NAME: 30 spoilt copies of NAME.face and of the composing file end well or with a message.
survives() {
    local face=$ROOT/fonts/$1.face compose=$ROOT/fonts/compose.txt i code
    for ((i = 0; i < 30; i++)); do
        awk -v seed="$i" -f "$ROOT/tests/support/spoil.awk" "$face" >"$SCRATCH/spoilt.face"
        cp "$compose" "$SCRATCH/spoilt.txt"
        ((i % 2)) && cp "$face" "$SCRATCH/spoilt.face" &&
            awk -v seed="$i" -f "$ROOT/tests/support/spoil.awk" "$compose" >"$SCRATCH/spoilt.txt"
        "$facec" "$SCRATCH/spoilt.face" "$SCRATCH/spoilt.txt" >"$SCRATCH/out" 2>"$SCRATCH/err"
        code=$?
        [ "$code" = 0 ] && [ "$(tail -n 1 "$SCRATCH/out")" = ENDFONT ] && continue
        [ "$code" = 1 ] && grep -qa "^$SCRATCH/spoilt[a-z.]*:[0-9]*: " "$SCRATCH/err" && continue
        echo "# $1, seed $i: ends with $code"
        sed 's/^/# /' "$SCRATCH/err"
        return 1
    done
}

ok "The compiler builds with address and undefined behaviour sanitizers" builds "$ROOT/fonts/facec.c"
ok "A drawing with a ragged row is refused" refuses_drawing 'sheet top 2\nA\n##\n#\n' 'this row has 1 columns, the ones above have 2'
ok "... a row with too few glyphs" refuses_drawing 'sheet top 2\nA B\n## ##\n##\n' '1 cells in this row, 2 names'
ok "... a glyph drawn twice, with where it was before" refuses_drawing 'sheet top 2\nA\n##\n\nsheet top 2\nA\n##\n' 'A is there already, in .*bad.face:8'
ok "... another sign than # and ." refuses_drawing 'sheet top 2\nA\n#x\n' "'x' in a row"
ok "... a glyph wider than a word of bits" refuses_drawing "sheet top 2\nA\n$(printf '#%.0s' {1..65})\n" 'larger than 64 x'
ok "... a glyph that is higher than its line, by the line where it is drawn" refuses_drawing 'sheet top 4\nA\n##\n##\n##\n##\n' 'A: taller than'
ok "... a sheet without names" refuses_drawing 'sheet top 2\n' 'wants a line of names'
ok "... a sheet that begins nowhere near its line" refuses_drawing 'sheet top 2000000000\nA\n#\n' 'allowed: -64 to 64'
ok "... a name that is not UTF-8" refuses_drawing 'sheet top 2\n\xc3(\n#\n' 'not UTF-8'
ok "... a setting that is none" refuses_drawing 'size 13\n' 'allowed are name, ascent'
ok "... a setting that is no number" refuses_drawing 'stroke two\n' 'a number from 0 to 64'
ok "A letter composed of what is not there is refused" refuses_composition 'above ogonek ĄA\n' 'Ą: there is no ogonek'
ok "... of a base that is not there" refuses_composition 'same XY\n' 'X: there is no Y'
ok "... and the message names the line of the rule" grep -q "compose.txt:1: " "$SCRATCH/err"
ok "... by a rule that is none" refuses_composition 'beneath B ĄA\n' 'beneath: allowed are above'
ok "... twice" refuses_composition 'same XA XB\n' 'X is there already'
ok "... with a shift that is no number" refuses_composition 'above B ÁA+x\n' 'allowed: a number of px'
ok "... with a shift off the panel" refuses_composition 'above B ÁA+2000000000\n' 'allowed: -64 to 64'
ok "... too high for the line, by the line of its rule" refuses_composition '# marks\nabove A ÁA\n' 'Á: taller than'
ok "A fraction of three figures is refused" refuses_composition 'fraction ¼145\n' 'a numerator and a denominator'
ok "A pair of three letters is refused" refuses_composition 'join XABA\n' 'after its two letters'
for name in motograph-7 motograph-13 motograph-13-bold motograph-16 motograph-26; do
    ok "Whatever is spoilt in $name or its composing, it ends with a font or a message" survives $name
done

# What is described as strokes (penc.pl) becomes such a drawing first.
# refuses_strokes LINES MESSAGE: told with file and line, and with these words.
refuses_strokes() {
    printf '%b' "name Test\n$1" >"$SCRATCH/bad.pen"
    ! perl "$ROOT/fonts/penc.pl" "$SCRATCH/bad.pen" >"$SCRATCH/out" 2>"$SCRATCH/err" &&
        [ "$(wc -l <"$SCRATCH/err")" = 1 ] && grep -q "^$SCRATCH/bad.pen:[1-9][0-9]*: .*$2" "$SCRATCH/err"
}
pen='pen 2 2\n'
# draws STROKES ROWS: a glyph's strokes, and all its rows.
draws() {
    printf '%b' "${pen}A $1\n" >"$SCRATCH/good.pen"
    perl "$ROOT/fonts/penc.pl" "$SCRATCH/good.pen" >"$SCRATCH/out" && [ "$(tail -n +4 "$SCRATCH/out" | paste -sd /)" = "$2" ]
}
ok "A box of strokes is drawn from the left and the baseline" draws 'box 1 0 3 2; box 1 0 5 1' '##../####'
ok "... a ring, round or square" draws 'ring 0 0 6 6 r=3 sq=bl' '.####./######/##..##/##..##/######/#####.'
ok "... a slant, and its mirror image" draws 'slant 0 0 2 2 1; mirror 5' '.#.#./#...#'
ok "... a cut spares what stands before also" draws 'box 0 0 2 1; also; box 0 1 2 2; cut 0 0 1 2' '.#/##'
ok "... a figure is as wide as it says" draws 'box 1 0 2 1; wide 3' '.#.'
ok "A stroke that is none is refused" refuses_strokes "${pen}A bx 0 0 1 1\n" 'A: "bx"; allowed: also, box'
ok "... one with too few numbers" refuses_strokes "${pen}A box 0 0 1\n" 'too few numbers'
ok "... one without end" refuses_strokes "${pen}A box 0 0 1 100\n" '"100"; allowed: -99 to 99'
ok "... a corner of what is no ring" refuses_strokes "${pen}A box 0 0 1 1 r=2\n" "are a ring's"
ok "... a glyph made of one that is not there" refuses_strokes "${pen}A use B\n" 'there is no B'
ok "... of itself" refuses_strokes "${pen}A use A\n" 'nothing of it is lit'
ok "... drawn twice" refuses_strokes "${pen}A box 0 0 1 1\nA box 0 0 1 1\n" 'A is there already, in line 3'
ok "... without a pen" refuses_strokes 'A box 0 0 1 1\n' 'pen W H is wanted'
tap_done
