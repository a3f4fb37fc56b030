#!/bin/sh
# security_checks.sh <helper> <root of the sources> <work> <ctest> <check>: what another user of the machine can do to a run.
# That user is real, so this needs root.
set -eu
. "$(dirname "$0")/support.sh"
other=65534

is_root() { [ "$(id -u)" = 0 ]; }
is_root || {
    echo "skipped: only root can be another user"
    exit 77
}
# as_other <command>...
as_other() { setpriv --reuid "$other" --regid "$other" --clear-groups "$@"; }
talk_as_other() { python3 "$here/talk_as.py" "$other" "$socket" >"$work/answer" 2>&1 || fail "$(cat "$work/answer")"; }

another_user_reaches_no_session() {
    hanging
    chmod 755 "$XDG_RUNTIME_DIR"
    talk_as_other
    [ "$(cat "$work/answer")" = unreachable ] || fail "he gets to the socket: $(cat "$work/answer")"
    ! as_other ls "$(dirname "$socket")" 2>/dev/null || fail "he sees what is there"
    # Somebody has opened all doors: the credentials are still looked at.
    chmod 755 "$(dirname "$socket")"
    chmod 666 "$socket"
    talk_as_other
    [ "$(cat "$work/answer")" = "turned away" ] || fail "he is listened to: $(cat "$work/answer")"
    python3 "$here/talk.py" "$socket" unknown >"$work/answer" 2>&1 || fail "we are not any more: $(cat "$work/answer")"
    chmod 700 "$(dirname "$socket")"
    end_hanging
}

another_user_reaches_no_private_directory() {
    temporary=$(mktemp -d /tmp/pf-check.XXXXXX)
    chmod 777 "$temporary"
    export TMPDIR="$temporary"
    hanging
    trap 'rm -rf "$XDG_RUNTIME_DIR" "$temporary"' EXIT
    own=$(find "$temporary" -mindepth 1 -maxdepth 1 -name 'pf-*')
    [ -d "$own" ] || fail "there is not one temporary directory: $own"
    ! as_other ls "$own" 2>/dev/null || fail "he sees what is there"
    ! as_other touch "$own/planted" 2>/dev/null || fail "he can put something there"
    end_hanging
    [ -z "$(ls "$temporary")" ] || fail "left: $(ls "$temporary")"
}

# What he planted where the session is looked for is not taken for it.
a_planted_directory_is_refused() {
    project chain
    XDG_RUNTIME_DIR=$(mktemp -d /tmp/pf-check.XXXXXX)
    export XDG_RUNTIME_DIR
    trap 'rm -rf "$XDG_RUNTIME_DIR" "$work/his"' EXIT
    chmod 777 "$XDG_RUNTIME_DIR"
    mkdir -m 777 "$work/his"
    chown "$other" "$work/his"
    for planted in "mkdir -m 700 $XDG_RUNTIME_DIR/pf-0" "ln -s $work/his $XDG_RUNTIME_DIR/pf-0" "touch $XDG_RUNTIME_DIR/pf-0"; do
        rm -rf "$XDG_RUNTIME_DIR/pf-0"
        as_other $planted
        : >"$log"
        run 0 -R '^(db|schema|sql.t1)'
        [ -z "$(ls -A "$work/his")" ] || fail "something was put into his directory"
        [ -z "$(find "$XDG_RUNTIME_DIR" -name '*.socket' -o -name '*.lock')" ] || fail "something is in the planted one"
        gone_soon
    done
}

another_users_plan_is_refused() {
    project chain
    chown -R "$other" "$build/ParallelFixtures"
    for words in "run $build" "list $build"; do
        status=0
        "$helper" $words >"$output" 2>&1 || status=$?
        [ "$status" = 2 ] || fail "the status is $status: $words"
        says "ParallelFixtures/default/plan belongs to "
        says "set PARALLEL_FIXTURES_TRUST_OWNER="
    done
    run 8
    logged 0 "up db"
    "$ctest" --test-dir "$build" -V -R db.setup >"$output" 2>&1 || true
    says "and its commands would run as you"
    [ ! -e "$results" ] || fail "there are results"
}

a_user_who_is_trusted_has_his_plan_run() {
    project chain
    chown -R "$other" "$build/ParallelFixtures"
    PARALLEL_FIXTURES_TRUST_OWNER=$other "$helper" run "$build" -E fails >"$output" 2>&1 || fail "it is not run"
    SUDO_UID=$other "$helper" run "$build" -E fails >"$output" 2>&1 || fail "it is not run by sudo"
    logged 2 "up db"
    complete_account
}

# No matter how open the files of this user are otherwise.
another_user_cannot_write_to_results() {
    project chain
    (umask 022 && "$helper" run "$build" -E fails >"$output" 2>&1) || fail "the run"
    found=$(find "$results/" "$build/Testing/ParallelFixtures" -perm /022 ! -type l)
    [ -z "$found" ] || fail "others may write to: $found"
}

"$check"
