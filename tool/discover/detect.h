// Finds out which framework a test program uses, from the bytes of its file.
//
// THREADS: no shared state.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_DETECT_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_DETECT_H

#include <string>
#include <string_view>

#include "runtime/result.h"

namespace pf {

enum class Framework { gtest, catch2_v2, catch2_v3, doctest, boost_test, qt5_test, qt6_test };

struct Detected {
    bool linked = false;  // The program has our runtime, which lists its cases. `framework` is then not set.
    Framework framework = Framework::gtest;
};

// `wanted` is the value of FRAMEWORK, a word of the plan (plan_word()). If it is empty, the framework is recognized by
// texts and symbol names in the program, which may be stripped and may use a shared library. It is an error if the
// program has none or several of the frameworks; the message says for a person what to do.
Result<Detected> detect(const std::string& file, std::string_view wanted);
Result<Detected> detect_in(std::string_view bytes, std::string_view wanted);

// Returns gtest, catch2, doctest, boost_test or qt_test, the word of the plan.
const char* plan_word(Framework framework);

}  // namespace pf

#endif
