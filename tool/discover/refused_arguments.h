// Arguments of a framework that make no sense where each test runs in a process of its own.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_REFUSED_ARGUMENTS_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_REFUSED_ARGUMENTS_H

#include <string>
#include <string_view>

#include "tool/plan/plan.h"

namespace pf {

// Why one of the program's EXTRA_ARGS cannot be given to a test of `framework` ("gtest", "catch2", "doctest"), and what
// to do; "": all can. Those that are literal words are refused at configure time by
// cmake/ParallelFixturesPrograms.cmake, which has the same rules.
std::string refused_argument(std::string_view framework, const TestProgram& program);

}  // namespace pf

#endif
