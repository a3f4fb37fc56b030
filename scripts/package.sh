#!/bin/sh
# package.sh [<option of cmake>...]: makes the packages of the checkout in build/packages: a .deb, whose dependencies are those of this system, and a
# .tar.gz with a helper that is linked statically. Debian has no static tinyxml2, so its sources are fetched.
set -eu
cd "$(dirname "$0")/.."

scripts/setup.sh build package
rm -rf build/packages
for kind in deb archive; do
    static=OFF
    generator=DEB
    [ $kind = deb ] || static=ON generator=TGZ
    echo "== $kind"
    cmake --preset install -B "build/package-$kind" -DPARALLEL_FIXTURES_STATIC=$static "$@" --log-level=WARNING >/dev/null
    cmake --build "build/package-$kind" -- --quiet
    (cd "build/package-$kind" && cpack -G $generator -B package >/dev/null)
    mkdir -p build/packages
    cp "build/package-$kind"/package/parallel-fixtures[-_]*.[dt]* build/packages
done
ls -l build/packages
