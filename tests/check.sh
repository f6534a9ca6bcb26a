#!/bin/bash
# check.sh: every test there is, in all variants. Ends with a line that counts them.
# `make check` calls it, after what is missing has been installed.
set -u
cd "$(dirname "$0")/.." || exit 1
jobs=$(nproc)
passed=0
failed=0

# step NAME COMMAND...: runs a step whose prove output is counted.
step() {
    local name=$1 log
    shift
    log=build/check/$name.log
    printf '%s\n' "== $name"
    if "$@" >"$log" 2>&1; then
        local code=0
    else
        local code=$?
    fi
    local tests bad
    tests=$(sed -n 's/^Files=[0-9]*, Tests=\([0-9]*\),.*/\1/p' "$log" | awk '{n += $1} END {print n + 0}')
    bad=$(grep '^not ok' "$log" | grep -vc '# TODO')
    if [ "$code" -ne 0 ]; then
        tail -60 "$log"
        [ "$bad" -gt 0 ] || bad=1
    fi
    passed=$((passed + tests - (bad < tests ? bad : tests)))
    failed=$((failed + bad))
    printf '   %s tests, %s failed, %s s\n' "$tests" "$bad" "$SECONDS"
}

mkdir -p build/check
export WERROR=1
export PROVE_FLAGS="--verbose --jobs $jobs"
step lint make lint
for variant in release clang asan tsan; do
    step "build-$variant" make -j "$jobs" VARIANT=$variant all
    step "unit-$variant" make -j "$jobs" VARIANT=$variant unit
done
step e2e-release make VARIANT=release e2e
step e2e-asan make VARIANT=asan e2e
step fuzz make fuzz FUZZ_LIMIT=-runs=20000
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
