#!/bin/bash
# A quick part of `make check-crash`: killed at each write call of `add`, and now and then elsewhere.
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
ok "Killed at any write call of add, nothing acknowledged is lost" "$TOOLS/crash" writes add
for what in generations restore; do
    ok "Where the power fails while it does $what, nothing acknowledged is lost" "$TOOLS/crash" power "$what" 9
done
ok "... which is seen where a disk lies" bash -c "! '$TOOLS/crash' lies kill"
for what in import run backup repair restore; do
    ok "Killed at random while it does $what, nothing acknowledged is lost" "$TOOLS/crash" random "$what" 8 7
done
ok "Where an allocation fails nothing is lost, and it ends or goes on" "$TOOLS/starve" run 3 1
ok "... of what feeds brought a withdrawn story does not air again" "$TOOLS/starve" book 5 1
ok "... no row is lost that was collected" "$TOOLS/starve" ledger 5 1
ok "A store that is taken away under a ticker loses nothing unsaid" perl "$(dirname "$0")/../lose.pl" 12 20
tap_done
