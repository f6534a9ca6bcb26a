#!/bin/sh
# Writes the golden strips and contact sheets anew; look at every picture that `git status tests/golden` names before you commit it.
set -eu
cd "$(dirname "$0")/../.."
make --no-print-directory fonts build/release/tests/text/golden_test build/release/tests/layout/sheet_test >/dev/null
GOLDEN_WRITE=1 build/release/tests/text/golden_test
GOLDEN_WRITE=1 build/release/tests/layout/sheet_test
