#!/bin/sh
# Writes what is expected of the corpus anew: the counts with the known defects, and the golden JSON.
# Look at what `git diff tests/corpus` shows before you commit it: no name may have become wrong.
set -eu
cd "$(dirname "$0")/../.."
PROGRAM=${MOTOGRAPH:-build/release/motograph}
TOOLS=${TOOLS:-build/release/tools}
"$PROGRAM" extract --json tests/corpus/*.txt 2>/dev/null | "$TOOLS/corpus_check" tests/corpus >tests/corpus/expected
for golden in tests/corpus/golden/*.json; do
    article=$(basename "$golden" .json)
    "$PROGRAM" extract --json "tests/corpus/$article.txt" | sed 's/,"\([a-z_]*\)":/,\n"\1":/g' >"$golden"
done
