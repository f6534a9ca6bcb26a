#!/bin/bash
# Our own faces: they have what they say, nothing else shows it, and no letter is taken for another.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
ascii='!"#$%&'\''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
latin1='¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ'
extended='ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĲĳĴĵĶķĸĹĺĻļĽľĿŀŁłŃńŅņŇňŉŊŋŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžſȘșȚțẞǍǎǏǐǑǒǓǔǸǹṢṣḤḥṬṭḌḍẒẓẀẁẂẃẄẅ'
vietnamese='ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹƠơƯư'
greek='ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫαβγδεζηθικλμνξοπρςστυφχψωϊϋΐΰάέήίόύώΆΈΉΊΌΎΏ'
cyrillic='АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяЄєІіЇїҐґЎўЂђЃѓЅѕЈјЉљЊњЋћЌќЏџЍѝЀѐӘәҒғҚқҢңӨөҰұҮүҺһ'
signs="‐‑‒–—―‘’‚‛"'“”„‟″'"†‡•…‰′‹›⁄€₹₽₩₪₺₴₿₫₱₦₸₡₼₾₵ƒ←↑→↓↔↕↖↗↘↙■●▲▼►◄★✓✗™№℃−≈≠≤≥∞√⅐⅑⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"

# covers FACE CHARACTERS: each is shown by that face itself.
covers() {
    "$MOTOGRAPH" fonts --set "text.fonts=motograph-$1" --coverage "$2" >"$SCRATCH/coverage" &&
        ! grep -v "  Motograph ${1/-bold/ Bold} " "$SCRATCH/coverage"
}

for size in 7 13 13-bold 16 26 26-bold 40; do
    ok "motograph-$size has ASCII and Latin-1" covers $size "$ascii$latin1"
    ok "... Latin Extended-A, and Romanian commas" covers $size "$extended"
    ok "... Vietnamese" covers $size "$vietnamese"
    ok "... Greek" covers $size "$greek"
    ok "... Cyrillic from Serbia to Kazakhstan" covers $size "$cyrillic"
    ok "... signs, currencies, arrows, fractions" covers $size "$signs"
    ok "... and no two letters or figures are alike" exits 0 fonts --set text.fonts=motograph-$size --confusable
done
ok "A face that is known for it is told of" exits 1 fonts --set 'text.fonts=( "DejaVu Sans" )' --set text.size_px=8 --confusable
ok "... by the letters" grep -q "O and Q may be taken for each other" "$SCRATCH/out"
ok "A character that no face has is told" bash -c "! '$MOTOGRAPH' fonts --coverage $'\U10fffd' | grep -v 'no face has it'"
ok "... and the one for a lost character, which is a box, counts as none" bash -c "! '$MOTOGRAPH' fonts --coverage '�' | grep -v 'no face has it'"
ok "A specimen is drawn" exits 0 fonts --specimen "$SCRATCH/specimen.png"
ok "... as a PNG" bash -c "head -c 4 '$SCRATCH/specimen.png' | grep -q PNG"

# The glyph gate: before a text is stored, and again before it airs.
gate=(--set "store.path=$SCRATCH/gate.db" --set text.fonts=motograph-13)
motograph add "Left ➜ right" "${gate[@]}"
motograph list "${gate[@]}"
ok "What the fonts have is stored as it is written" prints "Left ➜ right"
export FONTCONFIG_FILE=$PWD/tests/support/no_fonts.conf
ok "What they have not is replaced" exits 0 add "Up ➜ down" "${gate[@]}"
ok "... which is told" says "U+279C"
motograph show 2 "${gate[@]}"
ok "... and recorded with the snippet" prints "U+279C ->"
ok "An edit passes the gate, too" exits 0 edit 2 "Down ➜ up" "${gate[@]}"
motograph show 2 "${gate[@]}"
ok "... and is recorded" prints "Down -> up"
ok "... or refused, with the character" exits 1 edit 2 "氷" "${gate[@]}"
ok "... which is named" says "U+6C37"
ok "What was stored when there were more fonts airs with replacements" exits 0 run --fast --output null "${gate[@]}"
ok "... said as they are shown" prints "Left -> right"
unset FONTCONFIG_FILE
motograph add "氷 is ice" "${gate[@]}"
export FONTCONFIG_FILE=$PWD/tests/support/no_fonts.conf
ok "... or does not air" exits 0 run --fast --asrun --output null "${gate[@]}"
ok "... and the rest does" prints "Left -> right"
motograph list --held "${gate[@]}"
ok "... it is held, with the character" prints "no font has U+6C37"
unset FONTCONFIG_FILE
tap_done
