#!/bin/bash
# The corpus: articles with every quotation annotated by hand (tests/corpus/README.md). What `expected` lists as a known
# defect is reported as TODO; any other, and any count that changed, fails. `make corpus-golden` writes it anew.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
expected=$ROOT/tests/corpus/expected

"$MOTOGRAPH" extract --json tests/corpus/*.txt >"$SCRATCH/extract" 2>"$SCRATCH/err"
ok "Every article of the corpus is extracted and compared with its annotation" \
    bash -c "'$TOOLS/corpus_check' tests/corpus <'$SCRATCH/extract' >'$SCRATCH/report'"
ok "Each quotation has its exact bytes of the source" \
    bash -c "! grep -E \"SOURCE'S|words that are not in the article\" '$SCRATCH/report'"

# counts ARTICLE: the expected line is the one that was measured. Says which of them is the better one.
counts() {
    awk -v article="$1" '$1 == article {
        if (NR == FNR) { split($0, was); next }
        split("quotations found right near abstained aired", names)
        for (i = 2; i <= 7; i++) if ($i != was[i]) {
            print names[i-1] ": " was[i] " were expected, " $i " are there"; changed = 1
            if ((i == 3 || i == 4 || i == 7) && $i + 0 < was[i] + 0) worse = 1
            if (i == 6 && $i + 0 > was[i] + 0) worse = 1
        }
        if (changed) print worse ? "worse than it was" : "better than it was: make corpus-golden takes it over"
        exit changed
    } END { if (!was[1]) { print "not in the list of what is expected: make corpus-golden"; exit 1 } }' "$expected" "$SCRATCH/report"
}

while read -r article _; do
    ok "$article: as many quotations found, rightly named and aired as expected" counts "$article"
done < <(grep -v '^[#!]' "$SCRATCH/report")
ok "No article of the list is missing" \
    test "$(grep -vc '^[#!]' "$expected")" = "$(($(find tests/corpus -name "*.txt" | wc -l) + 1))"

ok "No quotation has a wrong name, airs what must be held, or is missed, but those that are known" \
    bash -c "! grep '^!' '$SCRATCH/report' | grep -vxFf '$expected'"
ok "Every known defect is still there, else it is taken off the list: make corpus-golden" \
    bash -c "! grep '^!' '$expected' | grep -vxFf '$SCRATCH/report'"
# A known defect is no success and no failure: TAP's TODO.
while read -r _ text; do
    tap_number=$((tap_number + 1))
    echo "not ok $tap_number - ${text//#/number} # TODO known defect"
done < <(grep '^!' "$SCRATCH/report" | grep -xFf "$expected")

for golden in tests/corpus/golden/*.json; do
    article=$(basename "$golden" .json)
    "$MOTOGRAPH" extract --json "tests/corpus/$article.txt" | sed 's/,"\([a-z_]*\)":/,\n"\1":/g' >"$SCRATCH/golden"
    ok "The JSON of $article is what it was, byte for byte" diff "$golden" "$SCRATCH/golden"
done
tap_done
