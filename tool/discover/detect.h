// Which framework a test program is made with, from the bytes of its file.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_DETECT_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_DETECT_H

#include <string>
#include <string_view>

#include "runtime/result.h"

namespace pf {

enum class Framework { gtest, catch2_v2, catch2_v3, doctest };

struct Detected {
    bool linked = false;  // With our runtime: the program itself says what it has; the framework is not looked for.
    Framework framework = Framework::gtest;
};

// `wanted` is gtest, catch2, doctest (FRAMEWORK), or empty: it is then told from texts and from names of symbols that
// are in such programs whether the framework is linked statically or not, stripped or not. The error is for a person:
// none, or several, and what to do.
Result<Detected> detect(const std::string& file, std::string_view wanted);
Result<Detected> detect_in(std::string_view bytes, std::string_view wanted);

// gtest, catch2, doctest: as the plan has it.
const char* plan_word(Framework framework);

}  // namespace pf

#endif
