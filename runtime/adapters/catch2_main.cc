// Provides main() for Catch2 programs without their own, and with Catch2 2 the implementation of Catch2.
#if !defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED)  // Otherwise the project has a copy of its own.
#define CATCH_CONFIG_RUNNER
#endif
#include "parallel_fixtures/catch2.h"

int main(int argc, char** argv) { return parallel_fixtures::run_catch2(argc, argv); }
