#!/bin/bash
# Whole days of the ticker under the simulated clock: each file of tests/scenarios tells what happens, and below
# the line what must air then. With REGENERATE=1 what airs now is written there, to be looked at.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
play() {
    timeout 300 "$TOOLS/scenario" "$1" >"$SCRATCH/aired" 2>"$SCRATCH/err" || return 1
    if [ -n "${REGENERATE:-}" ]; then
        sed '/^----$/q' "$1" | cat - "$SCRATCH/aired" >"$SCRATCH/new" && cp "$SCRATCH/new" "$1"
    fi
    sed '1,/^----$/d' "$1" | diff - "$SCRATCH/aired"
}
for scenario in tests/scenarios/*.txt; do
    ok "$(basename "$scenario" .txt | tr _ ' '): $(sed -n '1s/^# //p' "$scenario")" play "$scenario"
done
tap_done
