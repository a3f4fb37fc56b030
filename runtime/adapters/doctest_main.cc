// Provides main() for doctest programs without their own, and the implementation of doctest.
#if !defined(DOCTEST_LIBRARY_INCLUDED)  // Otherwise the project has a copy of its own.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#endif

#include "parallel_fixtures/doctest.h"

int main(int argc, char** argv) { return parallel_fixtures::run_doctest(argc, argv); }
