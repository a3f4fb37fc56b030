// main() of a Catch2 program that has none of its own; with Catch2 2 the library itself too.
#define CATCH_CONFIG_RUNNER
#include "parallel_fixtures/catch2.h"

int main(int argc, char** argv) { return parallel_fixtures::run_catch2(argc, argv); }
