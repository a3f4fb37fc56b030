#!/bin/sh
# check-words.sh <root> <table>: prints each line of the folders of the table that has a forbidden word, as file:line: text.
# Exits with 1 if there is one, or if a folder is missing. words.txt describes the table.
set -u
root=$1
table=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
cd "$root" || exit

folders=$(sed -n 's/^folder //p' "$table")
for folder in $folders; do
    [ -d "$folder" ] || {
        echo "$table: there is no folder $folder; remove its line"
        exit 1
    }
done
words=$(sed -n 's/^word //p' "$table" | paste -s -d '|')
! grep -rnIwiE --exclude-dir=__pycache__ --exclude-dir=words --exclude='*.sql' "$words" $folders | LC_ALL=C sort -t : -k 1,1 -k 2,2n | grep .
