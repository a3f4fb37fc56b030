#!/bin/sh
# coverage_check.sh <compiler> <root> <work>: a process that ends with _exit writes its coverage through a weak
# reference in a library without coverage, when entry_of_library.cc is in the program; without coverage the program links all the
# same.
set -eu
root=$2
work=$3
rm -rf "$work"
mkdir -p "$work"
cd "$work"
cat >library.cc <<'END'
#include <unistd.h>
extern "C" void __gcov_dump() __attribute__((weak));
extern "C" void __gcov_reset() __attribute__((weak));
void finish() {
    if (__gcov_reset != nullptr && __gcov_dump != nullptr) {
        __gcov_reset();
        __gcov_dump();
    }
    _exit(0);
}
END
cat >main.cc <<'END'
void finish();
int main() { finish(); }
END

# expect <yes|no> <file or flag>...: whether coverage is written.
expect() {
    expected=$1
    shift
    rm -f ./*.gcda ./*.gcno program
    "$compiler" -I"$root" "$@" main.cc library.a -o program
    ./program
    written=no
    ! ls ./*.gcda >/dev/null 2>&1 || written=yes
    [ "$written" = "$expected" ] || { echo "$compiler $*: coverage written: $written"; exit 1; }
}

for compiler in "$1" g++ clang++; do
    command -v "$compiler" >/dev/null || continue
    rm -f library.a
    "$compiler" -c library.cc -o library.o
    "$compiler" -I"$root" -c "$root/runtime/abi.cc" -o abi.o
    ar rc library.a library.o abi.o
    expect no "$root/runtime/adapters/entry_of_library.cc"
    expect yes --coverage "$root/runtime/adapters/entry_of_library.cc"
    expect yes --coverage -std=c++17 "$root/runtime/adapters/entry_of_library.cc"
    expect yes --coverage -O2 -ffunction-sections -Wl,--gc-sections "$root/runtime/adapters/entry_of_library.cc"
    case $("$compiler" --version) in
        *"Free Software Foundation"*) expect no --coverage ;;
    esac
done
