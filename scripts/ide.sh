#!/bin/sh
# ide.sh [--installed <prefix>] [<folder>]: tries ParallelFixtures in Qt Creator on a virtual display. Opens a project with a fixture
# and a linked Catch2 program, builds it, lists its tests, runs some one at a time, stops one, goes to the line of one and debugs
# it. Compares what the IDE shows, and the results of each run, with what is expected. Writes screenshots and all other files to the
# folder, by default build/ide. Exits with 1 if something differs.
#   --installed <prefix>   the install prefix of ParallelFixtures; without it, ParallelFixtures is built, which takes minutes
# The script takes five minutes, needs Debian or Ubuntu, and is not part of CI.
set -eu
cd "$(dirname "$0")/.."

usage() {
    echo "ide.sh: unknown argument $1; use [--installed <prefix>] [<folder>]" >&2
    exit 2
}

installed=
folder=
while [ $# -gt 0 ]; do
    case $1 in
        --installed)
            installed=${2:-}
            [ -d "$installed" ] || usage "$1 $installed"
            installed=$(realpath "$installed")
            shift
            ;;
        -*) usage "$1" ;;
        *)
            [ -z "$folder" ] || usage "$1"
            folder=$1
            ;;
    esac
    shift
done
folder=$(realpath -m "${folder:-build/ide}")

step() {
    echo "== $1"
    shift
    "$@" >"$folder/log" 2>&1 || {
        cat "$folder/log" >&2
        exit 1
    }
}

write_project() {
    cp -r examples/minimal examples/catch2 "$folder/project"
    cat >"$folder/project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(shop LANGUAGES CXX)
enable_testing()
find_package(ParallelFixtures 1.0 REQUIRED)
add_subdirectory(minimal)
add_subdirectory(catch2)

add_parallel_fixture_tests(bakery FIXTURE pantry TIMEOUT 600)
add_parallel_fixture_task(bakery cake COMMAND sh -c [[echo "there is no flour"; exit 1]])
add_parallel_fixture_task(bakery dough COMMAND sh -c [[echo $$ >"$DOUGH"; exec sleep 600]]
  ENVIRONMENT "DOUGH=${CMAKE_BINARY_DIR}/dough")
END
}

# Qt Creator asks nothing at its first start and shows the tests, also those of CTest, at the side.
write_settings() {
    mkdir -p "$folder/home/.config/QtProject"
    cat >"$folder/home/.config/QtProject/QtCreator.ini" <<'END'
[General]
SuppressedWarnings=LinkWithQtInstallation, TakeUITour

[NavigationLeft]
Version=2
Views=AutoTest.ATP
Visible=true
Width=430

[Autotest]
AutoTest.Framework.CTest=true
END
}

scripts/setup.sh build ide
# The folder may hold other files, which stay.
rm -rf "$folder/project" "$folder/build" "$folder/home" "$folder"/[1-9]-*.png "$folder"/failed-*.png
mkdir -p "$folder/project"
if [ -z "$installed" ]; then
    installed=$folder/installed
    step "Configuring ParallelFixtures" cmake --preset install -B "$folder/parallel-fixtures"
    step "Building it, which takes minutes the first time" cmake --build "$folder/parallel-fixtures"
    step "Installing it" cmake --install "$folder/parallel-fixtures" --prefix "$installed"
fi
write_project
write_settings
step "Configuring the project" cmake -G Ninja -S "$folder/project" -B "$folder/build" \
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_PREFIX_PATH="$installed"

# The names of sockets must be short, so they are not in the folder.
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
export HOME="$folder/home" LC_ALL=C.UTF-8 XDG_RUNTIME_DIR="$temporary" TMPDIR="$temporary"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME DBUS_SESSION_BUS_ADDRESS WAYLAND_DISPLAY
# Only the python of Debian finds its pyatspi. The output of the session's services goes to the log.
echo "== Qt Creator"
status=0
xvfb-run -a -s "-screen 0 1280x800x24 -nolisten tcp" dbus-run-session -- \
    sh -c 'exec /usr/bin/python3 scripts/ide.py "$0" >&9 2>&9' "$folder" 9>&1 >"$folder/log" 2>&1 || status=$?
exit $status
