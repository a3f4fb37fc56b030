#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>

#include "parallel_fixtures/doctest.h"

int main(int argc, char** argv) {
    doctest::Context context(argc, argv);
    std::puts("<own main>");
    return parallel_fixtures::run_doctest(context);
}
