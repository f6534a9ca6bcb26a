#!/bin/sh
# shellcheck disable=SC1091,SC2086,SC2154  # `case` is made by check.sh; settings are to be split
# Runs the jobs that `case` names, each a section or more of its own.
. ./common.sh
./motograph import article.txt $SETS || exit 1
for job in $JOBS; do
    case $job in
    show) . ./show.sh ;;
    *) section "$job" sh "./$job.sh" ;;
    esac
done
exit 0
