#!/bin/bash
# check.sh: formatting, lint, types, direction of imports, translations. Runs all of them, fails if one fails.
set -uo pipefail
bin=.venv/bin failed=()

run() {
    echo "== $1"
    shift
    "$@" || failed+=("$*")
}

run "format" $bin/ruff format --check --quiet .
run "lint" $bin/ruff check --quiet .
run "types" $bin/mypy --no-error-summary
run "imports point downwards" $bin/lint-imports --no-cache
run "translations" $bin/answerable messages check

if [ ${#failed[@]} -gt 0 ]; then
    printf 'failed: %s\n' "${failed[@]}"
    exit 1
fi
