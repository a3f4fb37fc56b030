#!/bin/sh
# check-layers.sh says exactly what planted/expected.txt says about the tree planted/, and fails.
set -u
cd "$(dirname "$0")/planted" || exit
said=$(../check-layers.sh . layers.txt)
status=$?
if [ $status -ne 1 ]; then
    echo "expected exit code 1, got $status"
    exit 1
fi
printf '%s\n' "$said" | sed "s|^$PWD/||" | diff expected.txt -
