#!/bin/sh
# setup.sh [build] [example] [test] [package] [qt5] [fuzz] [ide] [bench] [browser] [slurm]: installs the missing packages for
# building ParallelFixtures, for its PostgreSQL example, for its tests, for its packages and their tests, for tests with Qt 5, for
# fuzzing, for the check with an IDE, for the benchmarks, for the tests in a browser, and for those with Slurm; without arguments,
# for the first four. The packages have the same names in Debian and Ubuntu;
# for the browser, npm installs one more into build/browser. If nothing is missing, the script does nothing and needs no rights.
set -eu

[ $# -gt 0 ] || set -- build example test package
packages=
missing=
browser=no
for purpose; do
    case $purpose in
        build)
            more="cmake ninja-build g++ libfmt-dev libtinyxml2-dev libcli11-dev nlohmann-json3-dev libpcre2-dev"
            more="$more libutf8proc-dev libtomlplusplus-dev"
            ;;
        example) more=postgresql ;;
        test)
            more="catch2 doctest-dev libgmock-dev libgtest-dev googletest libboost-test-dev libbz2-dev unicode-data"
            more="$more qt6-base-dev"
            more="$more clang-14 libc++-14-dev libc++abi-14-dev"
            more="$more make python3 libxml2-utils jq procps gdb elfutils valgrind clang-format-14 clang-tidy-14 git ccache"
            ;;
        package) more="dpkg-dev file fakeroot mmdebstrap zsh fish man-db mandoc groff" ;;
        qt5) more=qtbase5-dev ;;
        fuzz) more="clang-14 libclang-rt-14-dev" ;;
        ide)
            more="qtcreator xvfb xauth openbox xdotool imagemagick fonts-dejavu-core dbus-daemon at-spi2-core"
            more="$more python3-pyatspi catch2 gdb cmake ninja-build g++"
            ;;
        bench)
            more="cmake ninja-build g++ libgtest-dev googletest catch2 postgresql"
            more="$more python3 python3-pytest python3-pytest-xdist parallel valgrind strace"
            ;;
        browser)
            more="chromium fonts-dejavu-core python3"
            # Another Node.js than Debian's brings its own npm.
            command -v node >/dev/null || more="$more nodejs"
            command -v npm >/dev/null || more="$more npm"
            browser=yes
            ;;
        slurm) more="slurm-wlm munge" ;;
        *)
            echo "setup.sh: unknown purpose $purpose; use build, example, test, package, qt5, fuzz, ide, bench, browser or slurm" >&2
            exit 2
            ;;
    esac
    packages="$packages $more"
done

fail() {
    echo "setup.sh: $1" >&2
    echo "Install these packages, or those of your system that correspond to them:${missing:-$packages}" >&2
    exit 1
}

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    for tool in cmake ninja c++; do
        command -v $tool >/dev/null || fail "$tool is missing, and there is no apt-get to install it"
    done
    echo "setup.sh: there is no apt-get; continuing with the tools that are installed" >&2
    exit 0
fi

for package in $packages; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done

# What drives the browser, without a browser of its own.
install_driver() {
    folder=$(cd "$(dirname "$0")/.." && pwd)/build/browser
    [ "$browser" = no ] || [ -d "$folder/node_modules/puppeteer-core" ] && return
    mkdir -p "$folder"
    npm install --prefix "$folder" --no-save --no-audit --no-fund --silent puppeteer-core@24 >&2 ||
        fail "npm could not install puppeteer-core in $folder"
}
if [ -z "$missing" ]; then
    install_driver
    exit 0
fi

# sudo can ask for a password only on a terminal.
root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "needs root, and there is no sudo"
    root=sudo
    [ -t 0 ] || root="sudo -n"
    $root true || fail "needs root, and sudo refuses"
fi

echo "Installing:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() {
    $root env DEBIAN_FRONTEND=noninteractive "$@" </dev/null >>"$log" 2>&1
}
if ! run apt-get update -qq || ! run apt-get install -y -qq --no-install-recommends $missing; then
    tail -n 20 "$log" >&2
    fail "apt-get could not install the missing packages"
fi
install_driver
