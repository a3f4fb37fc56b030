#pragma once
#include <parallel_fixtures/fixture.h>

// Loses a block.
inline void leak() {
    static char* volatile block = nullptr;
    block = new char[10];
    block = nullptr;
}

// Has a block at the end that is still reachable.
inline void keep() {
    static char* volatile block = nullptr;
    block = new char[10];
}

struct Store {
    int* entries = new int[3]{};
    Store() = default;
    ~Store() { delete[] entries; }
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
};
