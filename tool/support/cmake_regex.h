// CMake's regular expressions, which CTest holds against the output of tests (KWSys' RegularExpression, CMake 3.25).
//
// They know ^ $ . [] [^] * + ? | () and a backslash, which takes away the meaning of the character after it and has no
// other use: \d is the letter d, {2} is the text "{2}". They work on bytes, "." matches a newline too, and ^ and $ are
// the ends of the whole text.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_CMAKE_REGEX_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_CMAKE_REGEX_H

#include <string>
#include <string_view>

#include "runtime/result.h"

namespace pf {

// Returns the expression of PCRE2 that matches the same texts, for a search over bytes. The error says what CMake would
// refuse, and where, in one line.
Result<std::string> pcre2_from_cmake(std::string_view pattern);

}  // namespace pf

#endif
