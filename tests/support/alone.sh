# shellcheck shell=bash
# What a test of the wires sources first: it goes on in a network namespace of its own with loopback alone, so that no packet
# leaves; WIRES is the program. Skipped where there is no such namespace, or no such program.
if [ -z "${ALONE:-}" ]; then
    if unshare -rn true 2>/dev/null; then
        ALONE=1 exec unshare -rn bash "$0"
    fi
    echo "1..0 # SKIP no network namespace can be made here"
    exit 0
fi
# shellcheck source=tests/support/tap.sh
. "$(dirname "$0")/../support/tap.sh"
# shellcheck disable=SC2034  # the test's
WIRES=$(dirname "$MOTOGRAPH")/motograph-wires
if [ ! -x "$WIRES" ]; then
    echo "1..0 # SKIP built without libcurl"
    exit 0
fi
