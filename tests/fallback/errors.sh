#!/bin/sh
# errors.sh <cmake> <repository> <folder>: with the fallback, the module must tell of the same mistakes as with the helper
# (tests/cmake/errors), but for those that only a use of the helper can be.
set -u
cmake=$1 root=$2 folder=$3
failed=0 count=0
for case in "$root"/tests/cmake/errors/*.cmake; do
    name=$(basename "$case" .cmake)
    case $name in no_helper) continue ;; esac
    count=$((count + 1))
    if ! "$cmake" -D "CASE=$name" -D "ROOT=$root" -D "WORK=$folder/$name" -D FALLBACK=ON -P "$root/tests/cmake/run_error.cmake" \
        >"$folder.log" 2>&1; then
        echo "$name:"
        cat "$folder.log"
        failed=$((failed + 1))
    fi
done
echo "$count mistakes, $failed with another message"
[ $failed = 0 ] && [ $count -gt 100 ]
