#!/bin/sh
# check-edges.sh says exactly what planted/expected.txt says about the page and the tests in planted/, and fails.
set -u
cd "$(dirname "$0")/planted" || exit
said=$(../check-edges.sh states.md unit)
status=$?
if [ $status -ne 1 ]; then
    echo "expected exit code 1, got $status"
    exit 1
fi
printf '%s\n' "$said" | diff expected.txt -
