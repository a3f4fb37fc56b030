#!/bin/sh
# fuzz.sh [--seconds <n>] [--seed <n>] [<target>...]: builds the targets of tests/fuzz with libFuzzer (preset `fuzz`) and
# runs those that are named, or all, one after the other, each for n seconds of CPU (600). New inputs go to
# build/fuzz/corpus/<target>, what fails to build/fuzz/findings. One line for each; exits 1 if anything was found.
set -eu
cd "$(dirname "$0")/.."

seconds=600
seed=$(date +%s)
targets=
while [ $# -gt 0 ]; do
    case $1 in
        --seconds | --seed)
            [ $# -gt 1 ] || set -- "$1" ""
            case $2 in
                "" | *[!0-9]*)
                    echo "fuzz.sh: $1 wants a number" >&2
                    exit 2
                    ;;
            esac
            [ "$1" = --seed ] && seed=$2 || seconds=$2
            shift
            ;;
        -*)
            echo "fuzz.sh: not understood: $1 (--seconds, --seed)" >&2
            exit 2
            ;;
        *)
            [ -e "tests/fuzz/$1_fuzz.cc" ] || {
                echo "fuzz.sh: no such target: $1" >&2
                exit 2
            }
            targets="$targets $1"
            ;;
    esac
    shift
done
if [ -z "$targets" ]; then
    for file in tests/fuzz/*_fuzz.cc; do
        targets="$targets $(basename "$file" _fuzz.cc)"
    done
fi

scripts/setup.sh build test fuzz
cmake --preset fuzz --log-level=WARNING >/dev/null
cmake --build --preset fuzz -- --quiet

findings=build/fuzz/findings
mkdir -p "$findings"
found=0
export TMPDIR="$PWD/build/fuzz/tmp"  # What a target that is ended leaves there is removed.

# The last value of a word in libFuzzer's output: value_of <word> <log>
value_of() {
    sed -n "s/.*[ :]$1: \([0-9]*\).*/\1/p" "$2" | tail -n 1
}

# Seconds of CPU that a process has had; 0: it has ended.
cpu_of() {
    awk -v ticks="$(getconf CLK_TCK)" '{ print int(($14 + $15) / ticks) }' "/proc/$1/stat" 2>/dev/null || echo 0
}

fuzz() {
    corpus=build/fuzz/corpus/$1
    log=build/fuzz/$1.log
    words=
    [ ! -e "tests/fuzz/dictionaries/$1.dict" ] || words=-dict=tests/fuzz/dictionaries/$1.dict
    mkdir -p "$corpus" "$TMPDIR"
    build/fuzz/tests/fuzz/"$1"_fuzz -seed="$seed" -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=512 \
        -print_final_stats=1 -artifact_prefix="$findings/$1-" $words "$corpus" "tests/fuzz/corpus/$1" >"$log" 2>&1 &
    pid=$!
    # -max_total_time would count what other processes take. SIGUSR1 ends it in good order.
    while kill -0 $pid 2>/dev/null && [ "$(cpu_of $pid)" -lt "$seconds" ]; do
        sleep 1
    done
    kill -USR1 $pid 2>/dev/null || true
    result="nothing found"
    wait $pid || {
        found=1
        result="FAILED: $(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1), $log"
    }
    rm -rf "$TMPDIR"
    printf '%s: seed %s, %s executions, coverage %s, features %s, %s\n' "$1" "$seed" \
        "$(sed -n 's/^#\([0-9]*\).*/\1/p' "$log" | tail -n 1)" "$(value_of cov "$log")" "$(value_of ft "$log")" "$result"
}

for target in $targets; do
    fuzz "$target"
done
exit $found
