#!/bin/sh
# adopt_checks.sh <installed package> <work> <check>: programs of project/ that are linked by one line each, built with the
# compilers, flags and linters of different projects.
set -eu
package=$1 work=$2
source=$(cd "$(dirname "$0")/project" && pwd)
rm -rf "$work"
mkdir -p "$work"

fail() {
    echo "FAILED: $1"
    cat "$work/output"
    exit 1
}

# build [<argument of cmake>...]: configures and builds project/.
build() {
    cmake -S "$source" -B "$work/build" -G Ninja -D CMAKE_PREFIX_PATH="$package" "$@" >"$work/output" 2>&1 ||
        fail "not configured"
    cmake --build "$work/build" >"$work/output" 2>&1 || fail "not built"
}

# passes <number of tasks>: all tasks pass with `run` and with ctest.
passes() {
    "$package/bin/parallel-fixtures" run "$work/build" >"$work/output" 2>&1 || fail "run failed"
    grep -q "$1/$1 tasks run: $1 passed" "$work/output" || fail "not $1 tasks"
    ctest --test-dir "$work/build" -j2 >"$work/output" 2>&1 || fail "ctest failed"
}

# compiles <number> <pattern>: so many commands of the build have the pattern.
compiles() {
    ninja -C "$work/build" -t commands >"$work/output"
    [ "$(grep -cE -e "-c .*($2)" "$work/output")" = "$1" ] || fail "$2 is not compiled $1 times"
}

the_installed_runtime_is_used() {
    build
    passes 14
    compiles 0 'runtime/[a-z_]+\.cc|/Unity/'
    compiles 1 'runtime/adapters/gtest_adapter\.cc'
    "$work/build/vendored" --version >"$work/output"
    grep -q '\.77"' "$work/output" || fail "the adapter was compiled with another doctest"
}

a_different_standard_library() {
    echo '#include <version>' | clang++-14 -stdlib=libc++ -std=c++20 -x c++ -c - -o "$work/probe.o" || exit 77
    build -D CMAKE_CXX_COMPILER=clang++-14 -D CMAKE_CXX_FLAGS=-stdlib=libc++ -D HEADERS_ONLY=ON
    passes 4
    compiles 1 '/Unity/'
}

a_sanitizer() {
    build -D CMAKE_CXX_FLAGS=-fsanitize=address
    passes 14
    compiles 1 '/Unity/'
}

warnings_and_linters_of_a_project() {
    cat >"$work/tidy" <<'END'
#!/bin/sh
# Checks only the sources of ParallelFixtures, which are not the project's.
case "$*" in
    *sources/runtime*) exec clang-tidy-14 --checks='*' --warnings-as-errors='*' --quiet "$@" ;;
esac
END
    chmod +x "$work/tidy"
    build -D CMAKE_CXX_FLAGS="-Wall -Wextra -Wpedantic -Werror -Wuseless-cast -Wold-style-cast -Wzero-as-null-pointer-constant" \
        -D CMAKE_CXX_CLANG_TIDY="$work/tidy" -D CMAKE_COMPILE_WARNING_AS_ERROR=ON
    passes 14
}

a_program_of_another_mode_does_not_link() {
    cat >"$work/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project(mode LANGUAGES CXX)
enable_testing()
find_package(ParallelFixtures REQUIRED)
find_package(GTest REQUIRED)
add_executable(mode "$source/gtest.cc")
target_compile_definitions(mode PRIVATE _GLIBCXX_DEBUG)
target_link_libraries(mode PRIVATE GTest::gtest_main)
parallel_fixtures_link(mode)
add_parallel_fixture_tests(mode TARGET mode)
END
    cmake -S "$work" -B "$work/build" -G Ninja -D CMAKE_PREFIX_PATH="$package" >"$work/output" 2>&1 || fail "not configured"
    ! cmake --build "$work/build" >"$work/output" 2>&1 || fail "built"
    grep -q 'undefined reference to .parallel_fixtures_runtime_compiled_with_GLIBCXX_DEBUG' "$work/output" ||
        fail "no error of the linker"
}

a_main_of_the_project_is_not_replaced() {
    ! cmake -S "$source" -B "$work/build" -G Ninja -D CMAKE_PREFIX_PATH="$package" -D MISTAKE=ON >"$work/output" 2>&1 ||
        fail "configured"
    tr '\n' ' ' <"$work/output" | tr -s ' ' >"$work/said"
    grep -q 'parallel_fixtures_link(mistake): .*/mistake.cc has a main of the project.s own' "$work/said" || fail "another error"
    grep -q 'Call parallel_fixtures::run_all_tests there' "$work/said" || fail "no advice"
}

"$3"
