#!/bin/sh
# versions.sh <name>...: gets versions of test frameworks and of CMake that Debian bookworm does not have, unpacks each into
# build/versions/<name>, unless it is there, and prints this folder. Installs nothing and needs no rights.
#   googletest-1.16   the sources, from trixie
#   catch2-3.7        built, from bookworm-backports
#   boost-1.88        the headers, from trixie
#   cmake-3.31        built, from bookworm-backports
# Exits with 77, and prints the reason to stderr, if a version cannot be had, as without Debian or without a network.
set -eu
cd "$(dirname "$0")/.."
all=$PWD/build/versions

# Sets the suite, the packages and the version of a name.
describe() {
    case $1 in
        googletest-1.16) suite=trixie packages=googletest ;;
        boost-1.88) suite=trixie packages=libboost1.88-dev ;;
        catch2-3.7) suite=bookworm-backports packages=libcatch2-dev ;;
        cmake-3.31) suite=bookworm-backports packages="cmake cmake-data" ;;
        *)
            echo "versions.sh: unknown version \"$1\"; use googletest-1.16, catch2-3.7, boost-1.88 or cmake-3.31" >&2
            exit 2
            ;;
    esac
    version=${1##*-}
}

cannot() {
    echo "versions.sh: $name cannot be had: $1" >&2
    exit 77
}

# Prints the address of the archive from which this machine has Debian.
archive() {
    apt-get update --print-uris 2>/dev/null |
        sed -n "s|^'\(.*\)/dists/${VERSION_CODENAME:-none}/InRelease'.*|\1|p" | head -n 1
}

# Writes a configuration of apt that uses only the network settings of the system, and none of its sources and packages.
write_configuration() {
    mkdir -p "$work/apt/lists/partial" "$work/apt/archives/partial"
    : >"$work/apt/none"
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    signed=
    [ ! -e $keyring ] || signed="[signed-by=$keyring]"
    echo "deb $signed $1 $suite main" >"$work/apt/sources.list"
    cat >"$work/apt.conf" <<EOF
Dir::State "$work/apt";
Dir::State::lists "$work/apt/lists";
Dir::State::status "$work/apt/none";
Dir::Cache "$work/apt";
Dir::Cache::archives "$work/apt/archives";
Dir::Etc::sourcelist "$work/apt/sources.list";
Dir::Etc::sourceparts "$work/apt/none";
Dir::Etc::preferences "$work/apt/none";
Dir::Etc::preferencesparts "$work/apt/none";
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "30";
EOF
}

quietly() {
    APT_CONFIG="$work/apt.conf" "$@" >"$work/log" 2>&1 || cannot "$(grep -E '^(E|W|dpkg)' "$work/log" || tail -n 1 "$work/log")"
}

get() {
    for tool in apt-get dpkg-deb; do
        command -v $tool >/dev/null || cannot "there is no $tool here"
    done
    from=$(archive)
    [ -n "$from" ] || cannot "apt has no source of Debian ${VERSION_CODENAME:-} here"
    write_configuration "$from"
    quietly apt-get update
    (cd "$work" && quietly apt-get download $packages) || exit $?
    for package in "$work"/*.deb; do
        case $(dpkg-deb -f "$package" Version) in
            "$version".*) ;;
            *) cannot "$suite has another version now, $(dpkg-deb -f "$package" Version)" ;;
        esac
        quietly dpkg-deb -x "$package" "$work/root"
    done
}

if [ $# -gt 1 ]; then
    status=0
    for name; do
        scripts/versions.sh "$name" || status=$?
    done
    exit $status
fi
name=${1:-}
describe "$name"
if [ ! -d "$all/$name" ]; then
    [ ! -r /etc/os-release ] || . /etc/os-release
    mkdir -p "$all"
    work=$(mktemp -d "$all/.$name.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    get
    # The folder appears complete or not at all. Another run may have made it meanwhile.
    mv -T "$work/root" "$all/$name" 2>/dev/null || [ -d "$all/$name" ]
fi
echo "$all/$name"
