#!/bin/bash
# Boards, languages and fonts are found beside the program and beside the configuration, never where one stands.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"

unset MOTOGRAPH_DATA
mine=$SCRATCH/config/motograph
there=$SCRATCH/there
mkdir -p "$mine/boards" "$mine/languages" "$there/boards" "$there/config/language" "$there/build" "$there/share/motograph"
sed 's/^title = .*/title = "A stranger";/' boards/regular.board >"$there/boards/regular.board"
cp boards/regular.board "$there/boards/stranger.board"
echo 'cues = "said"; nonsense = "x";' >"$there/config/language/en.cfg"
cp -r "$there/boards" "$there/share/motograph/"
for file in "$ROOT"/build/fonts/*.bdf; do
    mkdir -p "$there/build/fonts" && : >"$there/build/fonts/${file##*/}"
done

# in_folder FOLDER CODE ARGUMENT...: as `exits`, called from there.
in_folder() {
    (cd "$1" && shift && exits "$@")
}

# ends CODE ARGUMENT...: as `exits`, but does not wait for ever.
ends() {
    local wanted=$1 code=0
    shift
    timeout 60 "$MOTOGRAPH" "$@" >"$SCRATCH/out" 2>"$SCRATCH/err" || code=$?
    [ "$code" = "$wanted" ]
}

not() {
    ! "$@"
}

# lists PATTERN ARGUMENT...: what `boards` prints, called from a stranger's folder.
lists() {
    local pattern=$1
    shift
    in_folder "$there" 0 boards "$@" && grep -qE -- "$pattern" "$SCRATCH/out"
}

ok "From another folder the built program lists the shipped boards" lists "^adafruit-hat .* shipped "
ok "A stranger's ./boards adds none" not grep -q stranger "$SCRATCH/out"
ok "and replaces none" not grep -q "A stranger" "$SCRATCH/out"
ok "It extracts there by its own languages" in_folder "$there" 0 extract --json "$ROOT/config/demo/articles/harbour-bridge.txt"
ok "and names the speaker" prints '"speaker":"Ines Calloway"'
ok "It renders there in its own letters" in_folder "$there" 0 render Hello -o "$SCRATCH/hello.png"
ok "The demo's pictures are the same from there" cmp "$SCRATCH/hello.png" <(motograph render Hello -o "$SCRATCH/here.png"; cat "$SCRATCH/here.png")

# A user's own, in the folder of the user's configuration.
sed 's/^title = .*/title = "My wires";/' boards/regular.board >"$mine/boards/desk.board"
sed 's/^title = .*/title = "My regular";/' boards/regular.board >"$mine/boards/regular.board"
ok "A board beside the user's configuration is listed as their own" lists "^desk +.* own +My wires"
ok "One with a shipped board's name comes before it" grep -qE "^regular +.* own +My regular" "$SCRATCH/out"
ok "and once" test "$(grep -c '^regular ' "$SCRATCH/out")" = 1
ok "One board tells its file" lists "file \(own\): $mine/boards/desk.board" desk
ok "--json tells whose it is" lists "\"whose\":\"own\",\"file\":\"$mine/boards/desk.board\"" desk --json
ok "panel.board names it" exits 0 check-config --set panel.board=desk
ok "A board that is nowhere: what there is is listed, own ones too" exits 1 check-config --set panel.board=nowhere
ok "in one list" says "there are: adafruit-hat, adafruit-hat-pwm, beaglebone-black, classic, desk, electrodragon, regular, rock-pi-4"
: >"$mine/motograph.cfg"
ok "The same with a configuration that is there" lists "^desk +.* own "

# Beside a configuration that is named.
mkdir -p "$SCRATCH/wall/boards" "$SCRATCH/wall/wiring"
sed 's/^title = .*/title = "The wall";/' boards/regular.board >"$SCRATCH/wall/boards/desk.board"
sed 's/^title = .*/title = "By its path";/' boards/regular.board >"$SCRATCH/wall/wiring/odd.board"
echo 'panel = { board = "wiring/odd.board"; };' >"$SCRATCH/wall/wall.cfg"
ok "Boards beside the named configuration come first" lists "^desk +.* own +The wall" -c "$SCRATCH/wall/wall.cfg"
ok "A name with a slash is a path from the configuration's folder on" in_folder "$there" 0 check-config -c "$SCRATCH/wall/wall.cfg"
ok "also where the configuration is named from its folder" in_folder "$SCRATCH/wall" 0 check-config -c wall.cfg
ok "The configuration in force names it from the root on" in_folder "$SCRATCH/wall" 0 check-config -c wall.cfg --print-config
ok "so that it can be taken anywhere" prints "board = \"$SCRATCH/wall/wiring/odd.board\""
ok "--set names a file from where one stands" in_folder "$SCRATCH/wall" 0 check-config --set panel.board=wiring/odd.board
motograph render Hi --set picture.scale=1 -o "$SCRATCH/wall/logo.png"
cp build/fonts/motograph-13.bdf "$SCRATCH/wall/wiring/letters.bdf"
cat >"$SCRATCH/wall/wall.cfg" <<'CFG'
text = { fonts = ( "wiring/letters.bdf" ); };
panel = { columns = 256; };
zones = ( { shows = "news"; width = 64; }, { shows = "logo"; file = "logo.png"; x = 64; } );
CFG
ok "A font's file and a logo are found from the configuration's folder on" in_folder "$there" 0 check-config -c "$SCRATCH/wall/wall.cfg"

# Languages.
echo 'frequent = "zim zam zum"; cues = "zagt";' >"$mine/languages/zz.cfg"
printf 'Zim\n\nZim zam zum zim zam zum zim zam zum. "Zim zam zum zim zam," zagt Zara Zett.\n' >"$SCRATCH/zz.txt"
ok "A language beside the configuration is one file" exits 0 extract --json "$SCRATCH/zz.txt"
ok "and its verbs of saying are known" prints '"speaker":"Zara Zett","speaker_as_written":"Zara Zett","cue":"zagt"'
echo 'cues = "said"; nonsense = "x";' >"$mine/languages/de.cfg"
ok "The others do without one that has a mistake" exits 0 extract "$SCRATCH/zz.txt"
ok "which is told with its file and line" says "$mine/languages/de.cfg:1: nonsense: no such list of words"
rm "$mine/languages/de.cfg"
mkfifo "$mine/languages/de.cfg" "$mine/boards/pipe.board"
ok "A pipe among them is not waited for" ends 0 extract "$SCRATCH/zz.txt"
ok "but told" says "$mine/languages/de.cfg: this is a pipe or a device; a language's file is wanted"
ok "Nor is one among the boards, when another is sought by its other name" ends 1 boards nosuch
ok "A board that is a pipe is refused" ends 1 boards pipe
ok "... with what is wanted" says "$mine/boards/pipe.board: this is a pipe or a device; a board's file is wanted"
rm "$mine/languages/de.cfg"
ln -s ../boards "$mine/languages/de.cfg"
ok "A folder is told, too" ends 0 extract "$SCRATCH/zz.txt"
ok "... with what is wanted" says "$mine/languages/de.cfg: this is a folder; a language's file is wanted"
rm -r "$mine"

# An installed copy, a copy that stands alone, a packager's folder.
prefix=$SCRATCH/prefix
mkdir -p "$prefix/bin" "$prefix/share/motograph/boards" "$SCRATCH/alone" "$SCRATCH/data/boards"
cp "$MOTOGRAPH" "$prefix/bin/motograph"
cp "$MOTOGRAPH" "$SCRATCH/alone/motograph"
cp boards/regular.board "$prefix/share/motograph/boards/neighbour.board"
cp boards/regular.board "$SCRATCH/data/boards/packaged.board"
built=$MOTOGRAPH
MOTOGRAPH=$prefix/bin/motograph
ok "An installed copy's neighbours are what it has" lists "^neighbour .* shipped "
ok "and nothing else" test "$(grep -c "^[^ ]" "$SCRATCH/out")" = 1
ln -s "$prefix/bin/motograph" "$SCRATCH/link"
MOTOGRAPH=$SCRATCH/link
ok "also when it is called by a link" lists "^neighbour "
MOTOGRAPH=$SCRATCH/alone/motograph
(cd "$there" && "$MOTOGRAPH" boards >"$SCRATCH/out" 2>"$SCRATCH/err")
ok "A copy without neighbours looks in the prefix for which it was built" grep -qE "^adafruit-hat |/share/motograph/boards: .*MOTOGRAPH_DATA" "$SCRATCH/out" "$SCRATCH/err"
ok "and not where one stands" not grep -q stranger "$SCRATCH/out"
MOTOGRAPH=$built
export MOTOGRAPH_DATA=$SCRATCH/data
ok "MOTOGRAPH_DATA comes before all of them" lists "^packaged .* shipped "
ok "and is the only one" test "$(grep -c "^[^ ]" "$SCRATCH/out")" = 1
export MOTOGRAPH_DATA=$SCRATCH/nowhere
ok "Where it is not there, an error says so" exits 1 boards
ok "with the folder and what to do" says "$SCRATCH/nowhere/boards: No such file or directory: the program's data should be there (MOTOGRAPH_DATA names another folder)"

# Lists of words that are missing are not lists without words.
printf 'SATIRE: Mayor swallows bridge\n\n\xe2\x80\x9cThe bridge was delicious and I would do it again,\xe2\x80\x9d said Anna Holm, who is the mayor of the town and has been for long.\n' >"$SCRATCH/satire.txt"
printf 'Die neue Br\xc3\xbccke ist fertig\n\nDie Stadt hat am Montag die neue Br\xc3\xbccke in der Altstadt f\xc3\xbcr den Verkehr freigegeben, und sie ist nicht breit.\n' >"$SCRATCH/german.txt"
plain=$ROOT/config/demo/articles/harbour-bridge.txt
# refuses WHY: neither command reads an article, and says why; the store stays empty.
refuses() {
    exits 1 extract "$plain" && ! grep -q quote "$SCRATCH/out" && says "$1" && says "no article is read without the lists" &&
        exits 1 import "$SCRATCH/satire.txt" && says "$1" && exits 0 list --json && prints '[]'
}
ok "Without languages no article is read" refuses "$SCRATCH/nowhere/languages: No such file"
export MOTOGRAPH_DATA=$SCRATCH/words
# anew: the languages as they come.
anew() {
    rm -rf "$SCRATCH/words" && mkdir -p "$SCRATCH/words" && cp -r config/language "$SCRATCH/words/languages"
}
# held FILE WHY: each snippet of it is held for that reason.
held() {
    exits 0 extract "$1" && prints "held: $2" &&
        test "$(grep -cE '^  (headline|quote)' "$SCRATCH/out")" = "$(grep -cF "held: $2" "$SCRATCH/out")"
}
anew && rm "$SCRATCH"/words/languages/*.cfg
ok "Nor where the folder of languages is empty" refuses "en.cfg: missing; it comes with the program"
anew && rm "$SCRATCH/words/languages/speakers.weights"
ok "Nor without the weights" refuses "no languages/speakers.weights below $SCRATCH/words"
anew && sed -i '/^named:/,/^};/d' "$SCRATCH/words/languages/speakers.weights"
ok "Nor where they lack a group" refuses "speakers.weights: no group \`named\`"
anew && sed -i 's/^    bias = .*/    bias = "much";/' "$SCRATCH/words/languages/speakers.weights"
ok "Nor where one of them is no number" refuses "speakers.weights:5: beside: names with a whole number each are wanted"
anew && rm "$SCRATCH/words/languages/de.cfg"
ok "Where one language is missing, what is clearly in another goes on" exits 0 extract --json "$plain"
ok "... with its speaker" prints '"speaker":"Ines Calloway"'
ok "... and the missing one is told" says "$SCRATCH/words/languages/de.cfg: missing; it comes with the program"
ok "What may be in the missing one is held" held "$SCRATCH/german.txt" "it may be in a language whose words could not be read (de)"
anew && echo 'cues = "sagte' >"$SCRATCH/words/languages/de.cfg"
ok "The same with one that can't be read" held "$SCRATCH/german.txt" "it may be in a language whose words could not be read (de)"
anew && sed -i '/^frames =/,/;/d' "$SCRATCH/words/languages/en.cfg"
ok "A language that lacks one list that its figures were measured with: all of it is held" held "$plain" "its language (en) has no list \`frames\`"
ok "... and its file is told" says "$SCRATCH/words/languages/en.cfg: no list \`frames\`: what an article in this language says is held"
unset MOTOGRAPH_DATA

# What is written down elsewhere.
sample() {
    env -i PATH="$PATH" HOME="$SCRATCH" "$MOTOGRAPH" check-config --sample | diff - config/motograph.cfg
}
ok "config/motograph.cfg is what check-config --sample prints (make sample writes it)" sample
tap_done
