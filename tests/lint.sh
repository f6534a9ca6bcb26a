#!/bin/bash
# lint.sh: the format, the include rules, banned functions, function lengths, static analysis, scripts.
# Prints TAP, a test a rule.
set -u
cd "$(dirname "$0")/.." || exit 1
number=0
failed=0

# check SENTENCE RULE: the rule prints its violations.
check() {
    number=$((number + 1))
    local found
    found=$("$2")
    if [ -z "$found" ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        printf '%s\n' "$found" | head -40 | sed 's/^/# /'
        failed=1
    fi
}

# skipped SENTENCE WHY: what can't be told here, and why.
skipped() {
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

# Compilers and analyses judge otherwise from version to version: the project is held to these, which are those of
# Debian 12, so that what passes on one machine passes on each.
#
# versioned TOOL VERSION SENTENCE RULE: the rule runs with that version, as TOOL-VERSION or TOOL, in $tool.
versioned() {
    local name=$1 version=$2 found=none
    for tool in "$name-$version" "$name"; do
        command -v "$tool" >/dev/null 2>&1 || continue
        found=$("$tool" --version | grep -oE '[0-9]+(\.[0-9]+)+' | head -1)
        case $found in
        "$version" | "$version".*)
            check "$3" "$4"
            return
            ;;
        esac
    done
    skipped "$3" "it is held to $name $version, and here is $found"
}

# files FOLDER PATTERN: the project's files, with or without git.
files() {
    find "$1" -path ./build -prune -o -path ./.git -prune -o -type f -name "$2" -print | sort
}

sources() {
    files . '*.[ch]' | sed 's|^\./||'
}

# stage_includes: a stage may include itself and the stages before it.
stage_order="base config news extract feeds store schedule text display layout hub75 plan output panel rp2040 intake asrun control wires serve link kiosk player cli"
stage_includes() {
    # shellcheck disable=SC2016  # perl's own variables
    files . '*.[ch]' | sed -n 's|^\./||; /^\(src\|include\)\//p' | xargs perl -ne '
        BEGIN { my $n = 0; $rank{$_} = $n++ for split / /, shift }
        my ($used) = /^#include "([a-z0-9_]+)\// or next;
        my ($stage) = $ARGV =~ m{^(?:src|include)/([^/]+)/};
        print "$ARGV includes a header of $used, a later stage\n"
            if exists $rank{$stage} && (!exists $rank{$used} || $rank{$used} > $rank{$stage}) && !$seen{"$ARGV $used"}++;
        ' "$stage_order"
}

# only_in PATTERN HEADER...: these headers stay in the files that match.
only_in() {
    local pattern=$1 header
    shift
    for header in "$@"; do
        grep -rn "^#include <$header" src include | grep -Ev "^$pattern" || true
    done
}

third_party() {
    only_in 'src/config/' 'libconfig'
    only_in 'src/base/utf8' 'unistr' 'unicase'
    only_in 'src/(base/utf8|text/)' 'unictype' 'uniwidth'
    only_in 'src/(store/|wires/book|link/ledger)' 'sqlite3'
    only_in 'src/(store/|control/token|base/base64|link/signed)' 'nettle'
    only_in 'src/text/' 'ft2build' 'freetype' 'hb' 'fribidi' 'fontconfig' 'unigbrk' 'unilbrk' 'uninorm' 'thai'
    only_in 'src/wires/fetch' 'curl'
    only_in 'src/panel/lines_gpiod' 'gpiod'
    only_in 'src/(output/picture|display/logo)' 'png'
    only_in 'src/output/picture' 'gif_lib'
    only_in 'src/(store|output|asrun|control|serve)/' 'zlib'
    only_in "((src|include)/(control|serve|link|cli)/|src/feeds/json)" 'jansson'
    only_in 'src/serve/' 'microhttpd'
    only_in 'src/link/broker' 'mosquitto'
    only_in 'src/link/distrust' 'openssl'
    only_in 'src/feeds/xml' 'expat'
    only_in 'src/feeds/decode' 'iconv'
}

banned() {
    sources | xargs grep -nwE '(strcpy|strcat|sprintf|vsprintf|gets|strtok|gmtime|localtime|alloca) *\('
    grep -n 'sqlite3_open' src/store/*.c | grep -v '^src/store/connect.c' # connect.h says why
}

# Functions in this style end with a brace in the first column.
function_lengths() {
    # shellcheck disable=SC2016  # perl's own variables
    sources | grep -E '^(src|include|tests|fonts|firmware)/' | xargs perl -ne '
        if (/^\{/) { $start = $. }
        if (/^\}/ && $start) { push @all, [$. - $start - 1, "$ARGV:$start"]; $start = 0 }
        close ARGV if eof;
        END {
            print "$_->[1]: $_->[0] lines, 60 are allowed\n" for grep { $_->[0] > 60 } @all;
            my @sorted = sort { $a->[0] <=> $b->[0] } @all;
            my $median = $sorted[@sorted / 2][0];
            print "half of the functions must be under 15 lines; the median is $median\n" if $median >= 15;
        }'
}

gpiod_other=$(if [ "$(pkg-config --modversion libgpiod | cut -c1)" = 1 ]; then echo v2; else echo v1; fi)

tidy() {
    mkdir -p build/lint
    {
        printf '%s\n' -std=gnu17 "-I$PWD/include" "-I$PWD/tests/support" -D_GNU_SOURCE '-DMOTOGRAPH_VERSION="0"' '-DMOTOGRAPH_DATA="/"' '-DMOTOGRAPH_LANGUAGES="en"' '-DMOTOGRAPH_DATE="0"' '-DMOTOGRAPH_BUILT_WITH="0"'
        pkg-config --cflags freetype2 harfbuzz fribidi fontconfig | tr ' ' '\n' | grep .
    } >build/lint/compile_flags.txt
    # The analyzer follows each function through so many states at most. Its own limit of 225,000 takes most of the
    # time of all rules together; a third of it takes two fifths of that. TIDY_NODES=225000 looks as deep as it can.
    files src '*.c' | grep -v "lines_gpiod_$gpiod_other" |
        xargs -P "$(nproc)" -n 4 "$tool" --quiet -p build/lint --extra-arg=-Xclang --extra-arg=-analyzer-config \
            --extra-arg=-Xclang --extra-arg="max-nodes=${TIDY_NODES:-75000}" 2>/dev/null |
        grep -E "^$PWD/.*(warning|error):"
}

cppcheck_all() {
    "$tool" --quiet -j "$(nproc)" --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=0 \
        -Iinclude -Itests/support -D_GNU_SOURCE -DMOTOGRAPH_VERSION='"0"' -DMOTOGRAPH_DATA='"/"' -DMOTOGRAPH_LANGUAGES='"en"' -DMOTOGRAPH_DATE='"0"' \
        --template='{file}:{line}: {severity}: {id}: {message}' src fonts 2>&1
}

formatting() {
    sources | xargs "$tool" --dry-run 2>&1 | grep 'warning:'
}

scripts() {
    { files . '*.sh'; echo .ci/run; } | xargs "$tool" 2>&1
}

versioned clang-format 14 "Every C file has the format of .clang-format" formatting
check "No stage includes a later stage" stage_includes
check "Third-party headers stay in their rooms" third_party
check "No banned function is called" banned
check "No function is over 60 lines, half are under 15" function_lengths
circles() { perl tests/links.pl circles build/release 2>&1; }
dead() { perl tests/links.pl dead build/release 2>&1; }
faces() { perl tests/links.pl faces build/release 2>&1; }
assertions() { perl tests/links.pl assertions build/release 2>&1; }
comments() { perl tests/links.pl comments build/release 2>&1; }
check "No files need each other in a circle" circles
check "No function is public that no other file of the program calls" dead
check "Each public function stands in the header of its file" faces
check "What headers promise is asserted: 5 times in 1,000 lines of the rooms that carry the show" assertions
check "Each public prototype has its comment" comments
mutants() { perl tests/mutants.pl --apply 2>&1 | grep '^not ok'; }
check "Each mutant can still be made" mutants
# LINT_FAST=1 leaves the slow ones out.
if [ -z "${LINT_FAST:-}" ]; then
    versioned clang-tidy 14 "clang-tidy is quiet" tidy
    versioned cppcheck 2.10 "cppcheck is quiet" cppcheck_all
fi
versioned shellcheck 0.9 "shellcheck is quiet about the scripts" scripts
echo "1..$number"
exit $failed
