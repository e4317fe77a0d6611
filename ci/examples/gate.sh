#!/usr/bin/env bash
# A release gate in a plain shell: any CI system, or a desk.
#
#   ci/examples/gate.sh CANDIDATE BASELINE [further arguments of `tribunal gate run`]
set -euo pipefail

candidate=$1 baseline=$2
shift 2
[ -f gate.toml ] || tribunal gate plan --new quick
code=0
tribunal gate run --model "$candidate" --baseline "$baseline" "$@" || code=$?
case $code in
    0) echo "ship it" ;;
    1) echo "it got worse: don't ship it" ;;
    3) echo "not enough evidence: raise items.max in gate.toml, or the margin" ;;
    4) echo "the run may not be used: see above, then run the same command again" ;;
    5) echo "the budget is reached before a decision" ;;
    *) echo "it could not be carried out" ;;
esac
exit "$code"
