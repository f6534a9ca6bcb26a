#!/bin/bash
# Bad input: a clear error, exit code 1, nothing lost; or defused, bounded, a warning, exit code 0.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
db=(--set "store.path=$SCRATCH/news.db")
as_user=
if [ "$(id -u)" = 0 ]; then
    as_user="setpriv --reuid=65534 --regid=65534 --clear-groups"
    chmod 755 "$SCRATCH"
fi

echo "The mill opens on Monday, the council said." >"$SCRATCH/good.txt"
motograph import "$SCRATCH/good.txt" "${db[@]}"
"$MOTOGRAPH" list --json "${db[@]}" >"$SCRATCH/before.json"

# refused NAME MESSAGE: the file is an error that says MESSAGE.
refused() {
    exits 1 import "$SCRATCH/$1" "${db[@]}" && says "$SCRATCH/$1" && says "$2"
}
# taken NAME: the file is taken.
taken() {
    exits 0 import "$SCRATCH/$1" "${db[@]}"
}

printf 'Caf\xc3\xa9 prices rise\xe2\x82' >"$SCRATCH/cut.txt"
ok "Truncated UTF-8 is refused with its offset" refused cut.txt 17
printf 'Zero \0 byte' >"$SCRATCH/nul.txt"
ok "A NUL byte is refused" refused nul.txt NUL
: >"$SCRATCH/empty.txt"
ok "An empty file is refused" refused empty.txt empty
printf '\xff\xfeT\0h\0e\0' >"$SCRATCH/utf16.txt"
ok "UTF-16 is named and refused" refused utf16.txt UTF-16
ok "A file that is not there is refused" refused none.txt "No such file"
echo secret >"$SCRATCH/secret.txt"
chmod 000 "$SCRATCH/secret.txt"
# shellcheck disable=SC2086
ok "A file without read permission is refused" bash -c "! $as_user '$MOTOGRAPH' extract '$SCRATCH/secret.txt' 2>'$SCRATCH/err' && grep -q 'Permission denied' '$SCRATCH/err'"
mkdir "$SCRATCH/nothing"
ok "An empty folder is only a warning" exits 0 import "$SCRATCH/nothing" "${db[@]}"
mkdir "$SCRATCH/mixed"
cp "$SCRATCH/cut.txt" "$SCRATCH/mixed/a.txt"
cp "$SCRATCH/good.txt" "$SCRATCH/mixed/b.txt"
ok "One bad article in a folder does not keep the others out" exits 1 import "$SCRATCH/mixed" --set "store.path=$SCRATCH/mixed.db"
motograph list --set "store.path=$SCRATCH/mixed.db"
ok "... the good one is there" prints "mill"
"$MOTOGRAPH" list --json "${db[@]}" >"$SCRATCH/after.json"
ok "Nothing of all this changed the store" cmp "$SCRATCH/before.json" "$SCRATCH/after.json"

printf 'The \x1b[31mred\x1b[0m mill opens, the council said.\n' >"$SCRATCH/escape.txt"
ok "Escape characters are taken out, with a warning" taken escape.txt
ok "... the warning" says warning
ok "... and reach no terminal" bash -c "'$MOTOGRAPH' list --set 'store.path=$SCRATCH/news.db' | LC_ALL=C grep -vq $'\\x1b'"
head -c 10000000 /dev/zero | tr '\0' 'a' >"$SCRATCH/long.txt"
ok "A 10 MB line is taken, bounded" taken long.txt
head -c 10000000 /dev/zero | tr '\0' '"' >"$SCRATCH/marks.txt"
ok "10 MB of quotation marks are taken, bounded" taken marks.txt
printf 'Caf\xe9 \x93quiet\x94 again, the owner said.\n' >"$SCRATCH/latin.txt"
ok "Windows-1252 is recognised" exits 0 extract "$SCRATCH/latin.txt"
ok "... and converted" prints windows-1252

echo "this is no database" >"$SCRATCH/no.db"
cp "$SCRATCH/no.db" "$SCRATCH/no.copy"
ok "A store that is no database is refused" exits 1 list --set "store.path=$SCRATCH/no.db"
ok "... and left as it was" cmp "$SCRATCH/no.db" "$SCRATCH/no.copy"
ok "A folder in place of the store is refused" exits 1 list --set "store.path=$SCRATCH"
ok "A missing font is refused and named" exits 1 run --fast --output null "${db[@]}" --set 'text.fonts=["/none/such.ttf"]'
ok "... named" says /none/such.ttf
ok "An unknown output is refused with the list" exits 1 run --output hologram "${db[@]}"
ok "... the list" says terminal
ok "An output file that can't be written is refused" exits 1 run --output gif:/none/such.gif "${db[@]}"
ok "... named" says /none/such.gif
sed 's/^\( *\)OE *=.*/\1OE = 17;/' boards/adafruit-hat.board >"$SCRATCH/twice.board"
ok "A board that uses a line twice is refused" exits 1 check-config --set "panel.board=$SCRATCH/twice.board"
ok "... with the place" says "twice.board:"
if mountpoint -q /dev/shm && [ "$(id -u)" = 0 ] && mkdir "$SCRATCH/small" && mount -t tmpfs -o size=64k tmpfs "$SCRATCH/small" 2>/dev/null; then
    ok "A full disk is an error for a picture" exits 1 run --fast --output "gif:$SCRATCH/small/a.gif" --duration 20 "${db[@]}" --set picture.scale=8
    ok "... that leaves no half file" test ! -e "$SCRATCH/small/a.gif"
    head -c 60000 /dev/zero >"$SCRATCH/small/filler"
    ok "A full disk is an error for the store" exits 1 import "$SCRATCH/good.txt" --set "store.path=$SCRATCH/small/x.db"
    umount "$SCRATCH/small"
fi
# What can't be seen, or is meant for another program.
ok "An Arabic letter mark is refused as the other controls of direction" exits 1 add $'one\u061ctwo' "${db[@]}"
ok "... and says which" says "U+061C"
ok "... a left-to-right mark, too" exits 1 add $'one\u200etwo' "${db[@]}"
for blank in $'\u2800\u2800' $'\u3164' $'\u00a0\u2003'; do
    ok "A line of which nothing can be seen is refused" exits 1 add "$blank" "${db[@]}"
    ok "... with the reason" says "nothing of it can be seen"
done
ok "A speaker with an invisible end is refused" exits 1 add "It is done" --quote --speaker $'Ann Jones\u200b' "${db[@]}"
ok "... and says which" says "U+200B"
ok "A speaker of two scripts is told" exits 0 add "It is done" --quote --speaker "Раul Jones" "${db[@]}"
ok "... with both" says "Cyrillic and Latin"
ok "A speaker of one script is not" exits 0 add "It is done again" --quote --speaker "Павел Жуков" "${db[@]}"
ok "... told of" bash -c "! grep -q Cyrillic '$SCRATCH/err'"
ok "A year beyond 2262 is refused" exits 1 add "Late" --expires 2263-01-01 "${db[@]}"
ok "... with the reason" says "2262"
motograph add "=HYPERLINK(1)" "${db[@]}"
motograph run --fast --asrun --output null "${db[@]}"
ok "The log as CSV" exits 0 asrun --csv "${db[@]}"
ok "... has no formulas" grep -qF "\"'=HYPERLINK(1)\"" "$SCRATCH/out"
mkdir "$SCRATCH/folder"
printf 'A line within\n\nThe mayor said so.\n' >"$SCRATCH/folder/within.txt"
printf 'A line without\n\nThe mayor said so.\n' >"$SCRATCH/without.txt"
ln -s ../without.txt "$SCRATCH/folder/out.txt"
ln -s within.txt "$SCRATCH/folder/same.txt"
motograph import "$SCRATCH/folder" "${db[@]}"
ok "A link out of an imported folder is not followed" says "not followed"
motograph list --json "${db[@]}"
ok "... so that nothing of it is stored" bash -c "! grep -q 'A line without' '$SCRATCH/out'"
ok "... and what is in the folder is" prints "A line within"
tap_done
