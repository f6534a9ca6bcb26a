# shellcheck shell=bash
# What every end-to-end test sources: TAP, a scratch folder, the program.
#
#   . "$(dirname "$0")/../support/tap.sh"
#   ok "An article's headline is found" grep -q Headline out
#   tap_done
#
# MOTOGRAPH names the program, TOOLS the folder of the test tools.
set -u
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
MOTOGRAPH=${MOTOGRAPH:-$ROOT/build/release/motograph}
TOOLS=${TOOLS:-$ROOT/build/release/tools}
SCRATCH=$(mktemp -d)
trap 'rm -rf "$SCRATCH"' EXIT
cd "$ROOT" || exit 1
export XDG_CONFIG_HOME=$SCRATCH/config XDG_DATA_HOME=$SCRATCH/data XDG_RUNTIME_DIR=$SCRATCH/run
export LC_ALL=C.UTF-8 TZ=UTC
mkdir -p "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR"
tap_number=0
tap_failed=0

# motograph ARGUMENT...: the program; standard output and error go to $SCRATCH/out and /err.
motograph() {
    "$MOTOGRAPH" "$@" >"$SCRATCH/out" 2>"$SCRATCH/err"
}

# ok SENTENCE COMMAND...: passes when the command succeeds.
ok() {
    local sentence=$1
    shift
    tap_number=$((tap_number + 1))
    if "$@" >"$SCRATCH/tap" 2>&1; then
        echo "ok $tap_number - $sentence"
        return
    fi
    echo "not ok $tap_number - $sentence"
    echo "# failed: $*"
    sed 's/^/# /' "$SCRATCH/tap" "$SCRATCH/err" 2>/dev/null | cut -c1-300 | head -30
    tap_failed=1
}

# exits CODE ARGUMENT...: runs the program and compares its exit code.
exits() {
    local wanted=$1 code=0
    shift
    motograph "$@" || code=$?
    [ "$code" = "$wanted" ] || {
        echo "exit code $code, wanted $wanted"
        return 1
    }
}

# says TEXT: standard error of the last run has it.
says() {
    grep -qF -- "$1" "$SCRATCH/err"
}

# prints TEXT: standard output of the last run has it.
prints() {
    grep -qF -- "$1" "$SCRATCH/out"
}

# until_true COMMAND...: waits until it succeeds, a minute at most: other tests keep the machine busy.
until_true() {
    local end=$((SECONDS + 60))
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}

# What follows is for a test with a ticker. It names the store and the socket in db, and ends with
# tap_end_ticker in its trap.
db=()
ticker=

# start: a ticker, which is on air when this returns; what it says is in
# $SCRATCH/run.out and /run.err.
start() {
    "$MOTOGRAPH" run --output null "${db[@]}" >"$SCRATCH/run.out" 2>"$SCRATCH/run.err" &
    ticker=$!
    until_status '"on_air"'
}
# stop: ends it; its exit code.
stop() {
    local code=0
    kill "$ticker"
    wait "$ticker" || code=$?
    ticker=
    return "$code"
}
tap_end_ticker() {
    [ -z "$ticker" ] || kill "$ticker" 2>/dev/null
}
tap_status_has() {
    "$MOTOGRAPH" status --json "${db[@]}" 2>/dev/null | grep -q -- "$1"
}
# until_status PATTERN: waits for it in what the ticker says of itself.
until_status() {
    until_true tap_status_has "$1" && return
    "$MOTOGRAPH" status --json "${db[@]}"
    return 1
}

tap_done() {
    echo "1..$tap_number"
    exit "$tap_failed"
}
