#!/bin/sh
# checks.sh <check> <repository> <directory> <cmake>: one of the checks below. `build` leaves in the directory what the others use.
# Exits with 77 if this machine cannot do the check.
set -eu
check=$1
root=$2
work=$3/$check
built=$3/build
cmake=$4

fail() {
    echo "FAILED: $1" >&2
    exit 1
}

skip() {
    echo "skipped: $1"
    exit 77
}

needs() {
    for tool; do
        command -v "$tool" >/dev/null || skip "$tool is not installed (scripts/setup.sh package)"
    done
}

# has <file> <text>
has() {
    grep -qF -e "$2" "$1" || {
        cat "$1" >&2
        fail "$1 does not have: $2"
    }
}

# Without options a build has no tests, needs none of their libraries, and is a Release; a package is made of it.
check_build() {
    "$cmake" -S "$root" -B "$work/build" -DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON -DPARALLEL_FIXTURES_FETCH=OFF \
        -DCMAKE_CXX_FLAGS_RELEASE=-O0 >"$work/log" || fail "$(cat "$work/log")"
    has "$work/build/CMakeCache.txt" "CMAKE_BUILD_TYPE:STRING=Release"
    [ ! -e "$work/build/tests" ] || fail "there are tests"
    "$cmake" --build "$work/build" -j 2 >"$work/log" 2>&1 || fail "$(tail -n 60 "$work/log")"
    "$cmake" --install "$work/build" --prefix "$work/installed" >"$work/log"
    generators=TGZ
    ! command -v dpkg-shlibdeps >/dev/null || generators="TGZ;DEB"
    (cd "$work/build" && "${cmake%cmake}cpack" -G "$generators" -B "$work/packages") >"$work/log" 2>&1 ||
        fail "$(cat "$work/log")"
}

# run_minimal <directory> <prefix> <command>...: runs examples/minimal with an installed package. The command comes before each call.
minimal='set -e
cd "$1"
cmake -S minimal -B build >/dev/null
ctest --test-dir build --no-tests=error -L parallel >ctest
parallel-fixtures run build >run
grep -q "100% tests passed, 0 tests failed out of" ctest
grep -q "3/3 tasks run: 3 passed" run'

# The archive works wherever it is unpacked, also after a move.
check_archive() {
    mkdir "$work/first"
    tar -xf "$built"/packages/*.tar.gz -C "$work/first"
    [ "$(ls "$work/first" | wc -l)" = 1 ] || fail "the archive has no single folder"
    mv "$work/first"/* "$work/moved here"
    cp -r "$root/examples/minimal" "$work/minimal"
    PATH="$work/moved here/bin:${cmake%/*}:$PATH" sh -c "$minimal" sh "$work" || fail "$(cat "$work/ctest" "$work/run")"
    grep -q "moved here/bin/parallel-fixtures" "$work/build/CTestTestfile.cmake" || fail "not the helper of the archive"
    ! grep -rlF "$built/build" "$work/moved here/share/cmake" || fail "the package names the build tree"
    for file in share/man/man1/parallel-fixtures-run.1 share/bash-completion/completions/parallel-fixtures \
        share/zsh/site-functions/_parallel-fixtures share/fish/vendor_completions.d/parallel-fixtures.fish \
        share/cmake/ParallelFixtures/ParallelFixturesConfig.cmake share/doc/parallel-fixtures/LICENSE; do
        [ -s "$work/moved here/$file" ] || fail "the archive lacks $file"
    done
}

# Prints all files of a root except those in which dpkg keeps its own state.
list_files() {
    (cd "$1" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp \) -prune -o -print |
        grep -vE '^\./var/(lib/dpkg/(status-old|lock.*|triggers/.*)|log/dpkg\.log|cache/ldconfig/.*)$' | sort)
}

# In a root of the distribution without compilers: the .deb installs, runs the example, and goes without a trace.
check_clean_root() {
    needs mmdebstrap dpkg-deb unshare
    [ "$(id -u)" = 0 ] || skip "only root may make another root"
    [ -e "$built"/packages/*.deb ] || skip "there is no .deb, because dpkg-shlibdeps is not installed"
    unshare -m true 2>/dev/null || skip "this system lets nobody mount"
    . /etc/os-release
    deb=$(echo "$built"/packages/*.deb)
    needed=$(dpkg-deb -f "$deb" Depends | sed 's/ *([^)]*)//g; s/ *|[^,]*//g; s/ //g')
    mmdebstrap --quiet --variant=apt --include="cmake,make,$needed" "$VERSION_CODENAME" "$work/root.tar" 2>"$work/log" ||
        skip "mmdebstrap: $(grep '^E' "$work/log" | head -n 3)"
    mkdir "$work/root"
    tar -xf "$work/root.tar" -C "$work/root" --exclude=./dev/*
    rm "$work/root.tar"
    list_files "$work/root" >"$work/before"
    cp "$deb" "$work/root/tmp/package.deb"
    cp -r "$root/examples/minimal" "$work/root/tmp/minimal"
    cat >"$work/inside" <<END
mount -t proc proc "\$1/proc"
mount --rbind /dev "\$1/dev"
exec chroot "\$1" /bin/sh -ec '
dpkg -i /tmp/package.deb
[ "\$(command -v parallel-fixtures)" = /usr/bin/parallel-fixtures ]
! command -v c++
$minimal
dpkg --purge parallel-fixtures' sh /tmp
END
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin unshare -m --propagation private sh -e "$work/inside" "$work/root" >"$work/log" 2>&1 ||
        fail "$(cat "$work/log" "$work/root/tmp/ctest" "$work/root/tmp/run")"
    list_files "$work/root" >"$work/after"
    diff "$work/before" "$work/after" || fail "files are left"
    rm -r "$work/root"
}

# The manual pages have no error, and fit 80 columns.
check_manual() {
    needs mandoc groff man
    pages=$built/build/documents
    commands=$("$built/build/tool/parallel-fixtures" help | sed -n '/^Commands/,/^$/s/^  \([a-z]*\) .*/\1/p')
    for command in "" $commands; do
        page=$pages/parallel-fixtures${command:+-$command}.1
        [ -s "$page" ] || fail "cmake/Documents.cmake lacks the page of $command"
        # A page that is the same at every build has no date.
        mandoc -Tlint -W warning "$page" | grep -v "missing date" >"$work/lint" && fail "$(cat "$work/lint")"
        groff -man -Tutf8 -ww -z "$page" 2>"$work/lint"
        [ ! -s "$work/lint" ] || fail "$(cat "$work/lint")"
        MANWIDTH=80 LC_ALL=C.UTF-8 man --warnings -l "$page" 2>"$work/lint" | col -bx >"$work/text"
        [ ! -s "$work/lint" ] || fail "$(cat "$work/lint")"
        [ -s "$work/text" ] || fail "$page is empty"
        ! LC_ALL=C.UTF-8 grep -nE '^.{81}' "$work/text" || fail "$page is wider than 80 columns"
    done
    # The reference has every option of the commands.
    for command in $commands; do
        "$built/build/tool/parallel-fixtures" help "$command" | grep -oE '^  (-[A-Za-z]+, )*-[-A-Za-z]+' | grep -oE -e '-[-A-Za-z]+' |
            while read -r option; do
                grep -qE -e "(^|[^-A-Za-z])$option([^-A-Za-z]|$)" "$root"/docs/*.md || fail "the docs lack $option of $command"
            done
    done
}

# bash_completes <word>...: prints what bash offers for the last word, sorted.
bash_completes() {
    PATH="$built/build/tool:$PATH" bash --norc -c '
        source "$1"
        shift
        complete -p parallel-fixtures >/dev/null || exit 1
        COMP_WORDS=(parallel-fixtures "$@")
        COMP_CWORD=$#
        _parallel_fixtures
        printf "%s\n" "${COMPREPLY[@]}" | sort | xargs' bash "$built/build/documents/parallel-fixtures" "$@"
}

# zsh_completes <text>: prints what zsh offers when a user presses the tabulator after the text.
zsh_completes() {
    PATH="$built/build/tool:$PATH" zsh -f "$root/tests/package/complete.zsh" "$built/build/documents" "$1"
}

fish_completes() {
    HOME=$work PATH="$built/build/tool:$PATH" fish --no-config -c '
        source $argv[1]
        complete -C $argv[2]' "$built/build/documents/parallel-fixtures.fish" "$1" | cut -f 1 | sort | xargs
}

# expect <expected> <actual> <where>
expect() {
    [ "$1" = "$2" ] || fail "$3: expected \"$1\", got \"$2\""
}

# has_words <text> <word>...: the text has these words, each with blanks around it.
has_words() {
    text=" $1 "
    shift
    for word; do
        case $text in
            *" $word "*) ;;
            *) fail "\"$word\" is not in \"$text\"" ;;
        esac
    done
}

check_completion() {
    needs bash zsh fish
    cp -r "$root/examples/minimal" "$work/minimal"
    PATH="$built/build/tool:$PATH" "$cmake" -S "$work/minimal" -B "$work/build" \
        -DCMAKE_PREFIX_PATH="$built/installed" >/dev/null
    cd "$work"
    touch file
    for shell in bash zsh fish; do
        case $shell in
            bash) complete() { set -f; bash_completes ${1#parallel-fixtures} ${2+"$2"}; } ;;
            *) complete() { ${shell}_completes "$1${2+ $2}"; } ;;
        esac
        echo "$shell"
        has_words "$(complete parallel-fixtures "")" run stress completion
        expect "stop stress" "$(complete parallel-fixtures st)" $shell
        has_words "$(complete "parallel-fixtures run" --tim)" --timeout
        has_words "$(complete "parallel-fixtures run" --)" --tests-regex --label-exclude --shard
        expect "always auto never" "$(complete "parallel-fixtures run --color" "")" $shell
        expect "export" "$(complete "parallel-fixtures history" exp)" $shell
        has_words "$(complete "parallel-fixtures help" "")" run exit-codes
        has_words "$(complete "parallel-fixtures run --output-junit" "" | tr -d /)" minimal file
        has_words "$(complete "parallel-fixtures run" "" | tr -d /)" minimal build
        expect "no" "$(case $(complete "parallel-fixtures run" "") in *file*) echo yes ;; *) echo no ;; esac)" $shell
    done
    set -f
    expect "kitchen.bread kitchen.butter" "$(bash_completes run -- kitchen.b)" bash
    has_words "$(bash_completes run --color = a)" always auto
}

# A commit is named, a new one is seen by the next build, and nothing is compiled again without one.
check_commit() {
    needs git
    expect "$("$cmake" -P "$root/tests/package/version.cmake" "$root")" \
        "$("$built/build/tool/parallel-fixtures" --version)" "the checkout"
    mkdir "$work/project"
    cd "$work/project"
    export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a
    mkdir tool cmake
    cp "$root/tool/commit.h" tool
    cp "$root/cmake/Commit.cmake" "$root/cmake/WriteCommit.cmake" cmake
    cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.25)
project(commit LANGUAGES CXX)
include(cmake/Commit.cmake)
file(WRITE "${CMAKE_BINARY_DIR}/main.cc" "#include <cstdio>\n#include \"tool/commit.h\"\nint main() { std::puts(pf::commit()); }\n")
add_executable(commit "${CMAKE_BINARY_DIR}/main.cc")
target_include_directories(commit PRIVATE "${PROJECT_SOURCE_DIR}")
pf_add_commit(commit)
END
    git init -q .
    git add .
    git commit -q -m one
    "$cmake" -G Ninja -S . -B "$work/build" >/dev/null
    "$cmake" --build "$work/build" >/dev/null
    expect "$(git rev-parse --short=12 HEAD)" "$("$work/build/commit")" "the first commit"
    expect "ninja: no work to do." "$("$cmake" --build "$work/build" | tail -n 1)" "a second build"
    git commit -q --allow-empty -m two
    "$cmake" --build "$work/build" >"$work/log"
    expect "$(git rev-parse --short=12 HEAD)" "$("$work/build/commit")" "the second commit"
    ! grep -q "main.cc" "$work/log" || fail "more than the commit was compiled"
    "$cmake" -S . -B "$work/build" -DPARALLEL_FIXTURES_COMMIT=abc >/dev/null
    "$cmake" --build "$work/build" >/dev/null
    expect abc "$("$work/build/commit")" "the commit of a release"
    # A copy inside of another repository, and an archive, have no commit.
    mkdir copy
    cp -r CMakeLists.txt tool cmake copy
    "$cmake" -G Ninja -S copy -B "$work/copy" >/dev/null
    "$cmake" --build "$work/copy" >/dev/null
    expect "" "$("$work/copy/commit")" "a copy"
}

# Without its libraries, and if none may be fetched, the configuration fails once with all of them.
check_missing() {
    none="-DCMAKE_DISABLE_FIND_PACKAGE_fmt=ON -DCMAKE_DISABLE_FIND_PACKAGE_tinyxml2=ON -DCMAKE_DISABLE_FIND_PACKAGE_CLI11=ON
        -DCMAKE_DISABLE_FIND_PACKAGE_nlohmann_json=ON -DPARALLEL_FIXTURES_TOMLPLUSPLUS_INCLUDE=/none
        -DPARALLEL_FIXTURES_PCRE2_INCLUDE=/none -DPARALLEL_FIXTURES_UTF8PROC_INCLUDE=/none"
    for forbid in PARALLEL_FIXTURES_FETCH=OFF FETCHCONTENT_FULLY_DISCONNECTED=ON; do
        ! "$cmake" --fresh -S "$root" -B "$work/build" $none -D$forbid >"$work/log" 2>&1 || fail "it succeeds with $forbid"
        expect 1 "$(grep -c "CMake Error" "$work/log")" "$forbid"
        has "$work/log" "$forbid"
        for name in "fmt 9.0" tinyxml2 "CLI11 2.1" "nlohmann_json 3.11" "tomlplusplus 3.3" "pcre2 10.40" "utf8proc 2.6"; do
            has "$work/log" "  $name"
        done
        has "$work/log" "apt-get install libfmt-dev libtinyxml2-dev"
    done
}

# The sources of a library may be given. They are used although nothing may be fetched, and install nothing. With
# PARALLEL_FIXTURES_STATIC a library that is only shared does not count.
check_sources() {
    ! "$cmake" -S "$root" -B "$work/none" -DPARALLEL_FIXTURES_STATIC=ON -DPARALLEL_FIXTURES_FETCH=OFF \
        -DCMAKE_DISABLE_FIND_PACKAGE_tinyxml2=ON >"$work/log" 2>&1 || fail "it succeeds without tinyxml2"
    has "$work/log" "  static library of tinyxml2"
    mkdir "$work/tinyxml2"
    echo "int given;" >"$work/tinyxml2/given.cc"
    cat >"$work/tinyxml2/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(tinyxml2 LANGUAGES CXX)
add_library(given given.cc)
add_library(tinyxml2::tinyxml2 ALIAS given)
get_target_property(type given TYPE)
message(STATUS "given: ${type}")
install(TARGETS given)
END
    "$cmake" -S "$root" -B "$work/build" -DPARALLEL_FIXTURES_STATIC=ON -DPARALLEL_FIXTURES_FETCH=OFF -DBUILD_SHARED_LIBS=ON \
        -DCMAKE_DISABLE_FIND_PACKAGE_tinyxml2=ON -DFETCHCONTENT_SOURCE_DIR_TINYXML2="$work/tinyxml2" >"$work/log" 2>&1 ||
        fail "$(cat "$work/log")"
    has "$work/log" "given: STATIC_LIBRARY"
    ! grep -q "_deps" "$work/build/cmake_install.cmake" || fail "the library is installed, too"
}

# The recipes of package managers name the version and the libraries of the project. Nothing here can run the managers themselves.
check_recipes() {
    needs python3 jq
    version=$(sed -n 's/^project(ParallelFixtures VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
    port=$root/packaging/vcpkg/parallel-fixtures
    expect "$version" "$(jq -r '.version' "$port/vcpkg.json")" vcpkg.json
    python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$root/packaging/conan/conanfile.py"
    for library in fmt tinyxml2 cli11 nlohmann-json pcre2 utf8proc tomlplusplus; do
        jq -e --arg name $library '[.dependencies[] | if type == "object" then .name else . end] | index($name)' "$port/vcpkg.json" >/dev/null ||
            fail "vcpkg.json lacks $library"
        grep -qE "\"$(echo $library | tr - _)/|\"$library/" "$root/packaging/conan/conanfile.py" || fail "conanfile.py lacks $library"
    done
    cd "$work"
    "$cmake" -P "$root/tests/package/parse.cmake" "$port/portfile.cmake"
}

rm -rf "$work"
mkdir -p "$work"
check_"$check"
