// main() of a doctest program that has none of its own, and doctest itself.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "parallel_fixtures/doctest.h"

int main(int argc, char** argv) { return parallel_fixtures::run_doctest(argc, argv); }
