// CMake's regular expressions (KWSys' RegularExpression of CMake 3.25), which CTest searches for in the output of
// tests.
//
// The syntax has ^ $ . [] [^] * + ? | () and the backslash, which only removes the special meaning of the character
// after it: \d is the letter d, and {2} is the text "{2}". Expressions work on bytes, "." also matches a newline, and ^
// and $ match at the ends of the whole text only.
//
// THREADS: pure function.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_CMAKE_REGEX_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_CMAKE_REGEX_H

#include <string>
#include <string_view>

#include "runtime/result.h"

namespace pf {

// Returns the PCRE2 expression that matches the same texts when bytes are searched. The error says in one line what
// CMake would refuse, and where.
Result<std::string> pcre2_from_cmake(std::string_view pattern);

}  // namespace pf

#endif
