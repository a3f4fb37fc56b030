// Provides main() for doctest programs without their own, and the implementation of doctest.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "parallel_fixtures/doctest.h"

int main(int argc, char** argv) { return parallel_fixtures::run_doctest(argc, argv); }
