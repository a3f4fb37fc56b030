#!/bin/sh
# ParallelFixturesFallbackRun.sh <group file> <token> <id> <number> <worker> <attempts> <names> -- <command>...
#
# Becomes a task where there is no helper (docs/design/fallback.md): sets the variables that its fixtures hand down and those of a
# task, and runs the command. Variables whose names are in <names>, "-" for none, keep the values that ctest has given them. Prints
# PARALLEL_FIXTURES_SKIPPED(<token>) if a fixture is not available here; with the token "exec" ends with 77 instead. <id> is "-" for the cases of a program, which have their
# variables from ctest.
set -u
group_file=$1 token=$2 id=$3 number=$4 worker=$5 attempts=$6 names=$7
shift 8
[ "$names" != - ] || names=''
state=${group_file%/*}
chain='' narrow='' private_tmpdir=OFF known="$names PARALLEL_FIXTURES_TASK PARALLEL_FIXTURES_GROUP PARALLEL_FIXTURES_TMPDIR \
PARALLEL_FIXTURES_SLOT PARALLEL_FIXTURES_WORKER PARALLEL_FIXTURES_WORKERS PARALLEL_FIXTURES_ATTEMPT PARALLEL_FIXTURES_SEED"
while read -r key value; do
    case $key in
        chain) chain=$value ;;
        narrow) narrow=$value ;;
        cmake) cmake=$value ;;
        scripts) scripts=$value ;;
        private_tmpdir) private_tmpdir=$value ;;
        workers) export PARALLEL_FIXTURES_WORKERS="$value" ;;
        name) export PARALLEL_FIXTURES_GROUP="$value" ;;
    esac
done <"$group_file"

if [ "$id" = - ]; then
    id=${PARALLEL_FIXTURES_TASK:-} number=${PARALLEL_FIXTURES_SLOT:-0} worker=${PARALLEL_FIXTURES_WORKER:-0}
fi
# A framework's own discovery lists the cases with the same words before the program.
for word; do
    case $word in
        --gtest_list_tests* | --list-tests | --list-test* | --list-reporters | -ltc) listing=yes ;;
    esac
done
if [ "${listing:-}" = yes ]; then
    chain='' narrow=''
fi

# load <file>: takes the variables of the lines KEY=VALUE.
load() {
    while IFS= read -r line || [ -n "$line" ]; do
        name=${line%%=*}
        case " $names " in
            *" $name "*) ;;
            *) export "$line" ;;
        esac
        known="$known $name"
    done <"$1"
}

# skip_if <fixture>: ends the test as skipped if the fixture is.
skip_if() {
    if [ -e "$1/skipped" ]; then
        echo "ParallelFixtures: $(cat "$1/skipped")"
        end_narrow
        [ "$token" != exec ] || exit 77
        echo "PARALLEL_FIXTURES_SKIPPED($token)"
        exit 0
    elif [ "$token" = exec ] && [ ! -e "$1/set-up" ]; then
        echo "ParallelFixtures: the fixture is not set up; give the test the property FIXTURES_REQUIRED" >&2
        kill -ABRT $$
    fi
}

# Tears down what was set up for this task.
set_up=''
end_narrow() {
    for fixture in $set_up; do
        "$cmake" -P "$scripts/ParallelFixturesFallbackFixture.cmake" tear-down "$state/fixture-$fixture.cmake" "-" "$own" || failed=yes
    done
    set_up=''
}

# replace <text>: sets `text` to it with the values of known variables in place of @NAME@.
replace() {
    rest=$1 text=''
    while :; do
        case $rest in *@*@*) ;; *) break ;; esac
        text=$text${rest%%@*} rest=${rest#*@}
        name=${rest%%@*}
        case $name in
            '' | [0-9]* | *[!A-Za-z0-9_]*) text=$text@ ;;
            *)
                case " $known " in
                    *" $name "*) eval "text=\$text\${$name-}" && rest=${rest#*@} ;;
                    *) text=$text@ ;;
                esac
                ;;
        esac
    done
    text=$text$rest
}

own=$state/task-$number
for fixture in $chain; do
    skip_if "$state/fixture-$fixture"
    [ ! -e "$state/fixture-$fixture/env" ] || load "$state/fixture-$fixture/env"
done
if [ "${listing:-}" != yes ]; then
    rm -rf "$own"
    mkdir -p "$own/tmp"
fi
for fixture in $narrow; do
    "$cmake" -P "$scripts/ParallelFixturesFallbackFixture.cmake" set-up "$state/fixture-$fixture.cmake" "-" "$own"
    result=$?
    set_up="$fixture $set_up"
    skip_if "$own/fixture-$fixture"
    if [ $result != 0 ]; then
        end_narrow
        kill -ABRT $$  # No property of the test turns this into a pass.
    fi
    [ ! -e "$own/fixture-$fixture/env" ] || load "$own/fixture-$fixture/env"
done
export PARALLEL_FIXTURES_TASK="$id" PARALLEL_FIXTURES_TMPDIR="$own/tmp" PARALLEL_FIXTURES_SLOT="$number"
export PARALLEL_FIXTURES_WORKER="$worker" PARALLEL_FIXTURES_ATTEMPT=1 PARALLEL_FIXTURES_RUN_ID="ctest-$PPID"
export PARALLEL_FIXTURES_SEED="$((number * 2654435761 % 4294967296))"
if [ "$private_tmpdir" = ON ]; then
    export TMPDIR="$own/tmp" TEST_TMPDIR="$own/tmp" TMP="$own/tmp" TEMP="$own/tmp" TEMPDIR="$own/tmp"
fi
for name in $names; do
    eval "value=\${$name-}"
    case $value in
        *@*@*)
            variable=$name
            replace "$value"
            export "$variable=$text"
            ;;
    esac
done
left=$#
while [ $left -gt 0 ]; do
    word=$1
    shift
    case $word in
        *@*@*)
            replace "$word"
            word=$text
            ;;
    esac
    set -- "$@" "$word"
    left=$((left - 1))
done

# Ends as the last attempt did. A teardown that fails, fails the task.
leave() {
    failed=no
    end_narrow
    [ "$failed" = no ] || exit 1
    [ "$1" -le 128 ] || kill -$(($1 - 128)) $$
    exit "$1"
}
attempt=1
while [ $attempt -lt "$attempts" ]; do
    if "$@"; then
        leave 0
    fi
    attempt=$((attempt + 1))
    export PARALLEL_FIXTURES_ATTEMPT="$attempt"
done
if [ -z "$set_up" ]; then
    command -v "$1" >/dev/null || {
        echo "ParallelFixtures: there is no program $1" >&2
        kill -ABRT $$  # WILL_FAIL does not turn this into a pass.
    }
    exec "$@"
fi
"$@"
leave $?
