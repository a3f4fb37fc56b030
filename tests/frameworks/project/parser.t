#!/bin/sh
# parser.t [--list] [--only <test>]: three tests in the Test Anything Protocol, of which `bad` fails and `odd` is skipped.
# The exit code says nothing.
if [ "${1:-}" = --list ]; then
    printf '%s\n' good bad odd
    exit 0
fi
for test in good bad odd; do
    [ "${1:-}" != --only ] || [ "$2" = "$test" ] || continue
    case $test in
        good) echo "ok 1 - good" ;;
        bad) echo "not ok 2 - bad" ;;
        odd) echo "ok 3 - odd # SKIP no printer" ;;
    esac
done
