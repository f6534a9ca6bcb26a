#!/bin/bash
# The page: that it draws what the program draws, and, in a real Chromium, what an editor does with it.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
folder=build/page
skip() {
    echo "1..0 # SKIP $1"
    exit 0
}
[ -x "$(dirname "$MOTOGRAPH")/motograph-serve" ] || skip "libmicrohttpd was not there when this was built"
case $MOTOGRAPH in */release/*) ;; *) skip "the page is the same in every variant" ;; esac
command -v node >/dev/null || skip "there is no node"

"$TOOLS/scene_cases" 40 7 >"$SCRATCH/cases"
built=$(dirname "$MOTOGRAPH")/page # as the program carries it
node tests/support/page/compare.js "$built/draw.js" <"$SCRATCH/cases" >"$SCRATCH/out"
frames=$(grep -o '"rgb"' "$SCRATCH/cases" | wc -l)
ok "The page's code draws each of $frames frames as the program does, at every size of the golden sheets" \
    prints "$frames of ${frames/#0/some} frames are equal" # none would prove nothing

size() { cat "$built"/index.html "$built"/style.css "$built"/{draw,say,wall,desk,write,"words_$1"}.js | wc -c; }
ok "The page has $(size en) bytes, in German $(size de), unpacked: less than 60,000" test "$(size en)" -lt 60000 -a "$(size de)" -lt 60000

BROWSER=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
if [ -z "$BROWSER" ] || ! command -v npm >/dev/null; then
    ok "A browser shows the same # SKIP there is no Chromium, or no npm" true
    tap_done
fi
mkdir -p $folder
cp tests/support/page/package*.json $folder
[ -e $folder/node_modules/axe-core ] || (cd $folder && npm ci --ignore-scripts --no-audit --no-fund) >"$SCRATCH/err" 2>&1 || {
    ok "A browser shows the same # SKIP npm could not fetch what drives it" true
    tap_done
}

db=(--set store.path="$SCRATCH/news.db" --set control.socket="$SCRATCH/sock" --set control.tokens="$SCRATCH/tokens")
server=
trap 'tap_end_ticker; [ -z "$server" ] || kill -CONT "$server" 2>/dev/null; [ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$SCRATCH"' EXIT
motograph import config/demo/articles "${db[@]}"
token() { "$MOTOGRAPH" token add "$1" "$2" "${db[@]}" 2>/dev/null | grep -oE '[A-Za-z0-9_-]{43,}' | head -1; }
ANNA=$(token anna chief)
BEN=$(token ben editor)
start
"$MOTOGRAPH" serve "${db[@]}" --set control.http=127.0.0.1:0 --set control.reading=open >"$SCRATCH/serve.out" 2>"$SCRATCH/serve.err" &
server=$!
until_true grep -q '^http://127.0.0.1:' "$SCRATCH/serve.out"
export BROWSER ANNA BEN SERVER=$server HOME=$SCRATCH
timeout 900 node tests/support/page/browser.js "$(grep -o 'http://[^ ]*' "$SCRATCH/serve.out")" $folder <"$SCRATCH/cases" >"$SCRATCH/checks" 2>"$SCRATCH/err"
ended=$?
while IFS=$'\t' read -r verdict sentence why; do
    printf '%s\n' "$why" >"$SCRATCH/err"
    ok "$sentence" test "$verdict" = pass
done <"$SCRATCH/checks"
ok "The browser's test comes to its end" test $ended -lt 2
tap_done
