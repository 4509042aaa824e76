#!/bin/bash
# test.sh: everything the build machine does. Every part runs even when one before it failed.
set -uo pipefail
unset PYTHONDONTWRITEBYTECODE # every process that a test starts would compile everything again
pytest=".venv/bin/python -m pytest"
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
failed=()

part() { # part NAME COMMAND...
    local name=$1
    shift
    echo
    echo "==== $name"
    "$@" 2>&1 | tee "$reports/$name"
    local code=${PIPESTATUS[0]}
    [ "$code" -eq 0 ] || [ "$code" -eq 5 ] || failed+=("$name") # 5: pytest found no test of this kind
}

part checks scripts/check.sh
part tests $pytest -q -n 2 --dist loadscope -m "not journey and not peer and not slow"
part slow $pytest -q -n 2 --dist loadscope -m "slow and not journey and not peer"
part peers $pytest -q -m peer
part journeys $pytest -q -m journey

echo
echo "==== skipped, and why"
grep -hE '^SKIPPED' "$reports"/* || echo "nothing"
if [ ${#failed[@]} -gt 0 ]; then
    echo
    echo "failed: ${failed[*]}"
    exit 1
fi
