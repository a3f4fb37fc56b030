#!/bin/sh
# Checks that check-words.sh prints exactly planted/expected.txt for the tree planted/, and fails.
set -u
cd "$(dirname "$0")/planted" || exit
printed=$(../check-words.sh . ../planted/words.txt)
status=$?
if [ $status -ne 1 ]; then
    echo "expected exit code 1, got $status"
    exit 1
fi
printf '%s\n' "$printed" | diff expected.txt -
