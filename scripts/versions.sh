#!/bin/sh
# versions.sh <name>...: gets versions of test frameworks that Debian bookworm does not have, and unpacks them beside the
# system, into build/versions/<name>. Nothing is installed, and no rights are needed. Prints that folder for each. Does
# nothing for one that is there.
#   googletest-1.16   the sources, from trixie
#   catch2-3.7        built, from bookworm-backports
#   cmake-3.31        built, from bookworm-backports
# Exit code 77, with the reason on stderr, where one cannot be had: no Debian, no network.
set -eu
cd "$(dirname "$0")/.."
all=$PWD/build/versions

# Sets what belongs to a name: the suite, and packages; the version has to begin as the name ends.
describe() {
    case $1 in
        googletest-1.16) suite=trixie packages=googletest ;;
        catch2-3.7) suite=bookworm-backports packages=libcatch2-dev ;;
        cmake-3.31) suite=bookworm-backports packages="cmake cmake-data" ;;
        *)
            echo "versions.sh: no such version: \"$1\" (googletest-1.16, catch2-3.7, cmake-3.31)" >&2
            exit 2
            ;;
    esac
    version=${1##*-}
}

cannot() {
    echo "versions.sh: $name cannot be had: $1" >&2
    exit 77
}

# Where this machine has Debian from: what stands before /dists/<its release>.
archive() {
    apt-get update --print-uris 2>/dev/null |
        sed -n "s|^'\(.*\)/dists/${VERSION_CODENAME:-none}/InRelease'.*|\1|p" | head -n 1
}

# apt with nothing of the system's but how it reaches the network: no sources, no packages, no preferences.
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
    # Whole or not at all; another one may have been faster.
    mv -T "$work/root" "$all/$name" 2>/dev/null || [ -d "$all/$name" ]
fi
echo "$all/$name"
