#!/bin/sh
# Writes the golden strips anew; look at what `git diff tests/golden` shows before you commit it.
set -eu
cd "$(dirname "$0")/../.."
make --no-print-directory build/release/tests/text/strip_test >/dev/null
GOLDEN_WRITE=1 build/release/tests/text/strip_test
