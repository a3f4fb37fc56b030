#!/bin/sh
# format.sh [--check]: formats every C++ file of the repository that git does not ignore. With --check it changes nothing and fails
# if a file is not formatted. The version of the formatter is fixed, because other versions format otherwise.
set -eu
cd "$(dirname "$0")/.."

mode=-i
case "${1:-}" in
    "") ;;
    --check) mode="--dry-run -Werror" ;;
    *)
        echo "format.sh: unknown option $1; use --check or none" >&2
        exit 2
        ;;
esac
command -v clang-format-14 >/dev/null || {
    echo "format.sh: clang-format-14 is missing; run scripts/setup.sh test" >&2
    exit 1
}
git ls-files -z --cached --others --exclude-standard '*.h' '*.cc' | xargs -0 -r ls -d 2>/dev/null |
    xargs -r -d '\n' clang-format-14 $mode
