#!/bin/sh
# format.sh [--check]: formats every C++ file that git knows or does not ignore, or says which are not formatted. The
# version is fixed: another one would format otherwise.
set -eu
cd "$(dirname "$0")/.."

mode=-i
case "${1:-}" in
    "") ;;
    --check) mode="--dry-run -Werror" ;;
    *)
        echo "format.sh: not understood: $1 (--check)" >&2
        exit 2
        ;;
esac
command -v clang-format-14 >/dev/null || {
    echo "format.sh: clang-format-14 is missing: scripts/setup.sh test" >&2
    exit 1
}
git ls-files -z --cached --others --exclude-standard '*.h' '*.cc' | xargs -0 -r ls -d 2>/dev/null |
    xargs -r -d '\n' clang-format-14 $mode
