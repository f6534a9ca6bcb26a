#!/bin/bash
# release.sh VERSION DATE TARGET...: the papers of a new version, then each target of make, all of them, whatever fails; what
# each said is in build/release-check. `make release` calls it. By hand remain: real panels, and the tag.
set -u
cd "$(dirname "$0")/.." || exit 1
version=$1
date=$2
shift 2
logs=build/release-check
mkdir -p "$logs"
failed=0

# point SENTENCE COMMAND...
point() {
    local sentence=$1 begun=$SECONDS
    shift
    if "$@" </dev/null >"$logs/now" 2>&1; then
        echo "ok - $sentence ($((SECONDS - begun)) s)"
        return
    fi
    echo "not ok - $sentence ($((SECONDS - begun)) s)"
    tail -5 "$logs/now" | sed 's/^/# /'
    failed=1
}
target() { make "$1" YES=1 CI=true >"$logs/$1.log" 2>&1 || { tail -5 "$logs/$1.log"; return 1; }; }
is_committed() { [ -z "$(git status --porcelain)" ] || { git status --short; return 1; }; }
is_told() { grep -qx "## $version" config/CHANGELOG.md || { echo "config/CHANGELOG.md has no \"## $version\""; return 1; }; }
is_dated() { [ "$(LC_ALL=C date -d "$date" +%F)" = "$(date +%F)" ] || { echo "DATE in the Makefile is $date"; return 1; }; }
has_no_tag() { [ -z "$(git tag --list "v$version")" ] || { echo "there is a tag v$version already"; return 1; }; }

point "All is committed" is_committed
point "What changed in $version is told" is_told
point "Its date is today's" is_dated
point "It is a new one" has_no_tag
for name; do point "make $name" target "$name"; done
exit $failed
