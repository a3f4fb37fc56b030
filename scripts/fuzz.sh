#!/bin/sh
# fuzz.sh [--seconds <n>] [--seed <n>] [<target>...]: builds the targets of tests/fuzz with libFuzzer (preset `fuzz`) and runs the
# named ones, or all, one after the other, each for n seconds of CPU; the default is 600. Writes new inputs to
# build/fuzz/corpus/<target> and inputs that fail to build/fuzz/findings. Prints one line for each target. Exits with 1 if an
# input failed.
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
                    echo "fuzz.sh: $1 needs a number" >&2
                    exit 2
                    ;;
            esac
            [ "$1" = --seed ] && seed=$2 || seconds=$2
            shift
            ;;
        -*)
            echo "fuzz.sh: unknown option $1; use --seconds or --seed" >&2
            exit 2
            ;;
        *)
            [ -e "tests/fuzz/$1_fuzz.cc" ] || {
                echo "fuzz.sh: there is no target $1; tests/fuzz has them" >&2
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
export TMPDIR="$PWD/build/fuzz/tmp"  # A target that is stopped leaves files there.

# value_of <word> <log>: prints the last value of a word in the output of libFuzzer.
value_of() {
    sed -n "s/.*[ :]$1: \([0-9]*\).*/\1/p" "$2" | tail -n 1
}

# cpu_of <pid>: prints the seconds of CPU that a process has used, or 0 if it has ended.
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
    # -max_total_time would count the time of other processes too. SIGUSR1 stops a target and lets it print its results.
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
