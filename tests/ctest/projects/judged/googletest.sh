#!/bin/sh
# Plays a GoogleTest program: lists its tests, or runs the one of the filter. # gtest_list_tests
for word; do
    case $word in
        --gtest_output=json:*) file=${word#*json:} ;;
        --gtest_filter=*) test=${word#*=} ;;
        --gtest_list_tests) list=yes ;;
    esac
done
if [ -n "${list:-}" ]; then
    {
        echo '{"tests":1,"name":"AllTests","testsuites":[{"name":"S","tests":1,"testsuite":['
        for name in Passes Passes2 Fails Fails2 Says SaysError SaysSkip Skips Needs Modified; do
            printf '%s{"name":"%s","file":"s.cc","line":1}' "${comma:-}" "$name"
            comma=,
        done
        echo ']}]}'
    } >"$file"
    exit 0
fi
status=0
case $test in
    S.Fails*) status=1 ;;
    S.Says) echo "it is done" && status=1 ;;
    S.SaysError) echo "runtime error: overflow" ;;
    S.SaysSkip) echo "not supported here" ;;
    S.Skips) status=77 ;;
    S.Modified) [ "$P" = basex ] || status=1 ;;
esac
printf '{"testsuites":[{"name":"S","testsuite":[{"name":"x",\n"status": "RUN",\n"result": "COMPLETED"}]}]}\n' >"$file"
exit $status
