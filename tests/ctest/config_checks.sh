#!/bin/sh
# config_checks.sh <helper> <repository> <work directory> <ctest> <check>: the configuration file under ctest.
set -eu
. "$(dirname "$0")/support.sh"

# configured <text>: configures a copy of a project with this configuration file.
configured () {
    mkdir "$work/projects"
    cp -R "$here/projects/chain" "$work/projects"
    cp "$here/begin.cmake" "$work"
    here=$work
    printf "$1" >"$work/projects/chain/.parallel-fixtures.toml"
    project chain
}

settings_for_ctest_hold() {
    configured 'slow = 0.000001\nretries = 7\noutput-junit = "out.xml"\n[profile.ci]\noutput-junit = "ci.xml"\n'
    run 0 -R '^sql.t1$'
    [ -s "$build/out.xml" ] || fail "there is no copy of junit.xml"
    jq -e '.tasks[] | select(.id == "sql.t1") | .slow' "$results/summary.json" >/dev/null || fail "it is not slow"
    PARALLEL_FIXTURES_PROFILE=ci
    export PARALLEL_FIXTURES_PROFILE
    run 0 -R '^sql.t1$'
    [ -s "$build/ci.xml" ] || fail "the profile does not hold"
}

a_mistake_fails_every_test() {
    configured '\nslwo = 1\n'
    run 8 -R '^sql.t1$|^alone.one$' --output-on-failure
    shows "***Failed" db.setup
    shows "***Exception" alone.one
    says "chain/.parallel-fixtures.toml:2: unknown key 'slwo', did you mean 'slow'?"
    gone_soon
}

"$check"
