// Prepares the words of a command line for CLI11, which supports neither options with several letters after one dash
// (ctest's -LE and -VV) nor suggestions for unknown options.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_ARGUMENTS_H
#define PARALLEL_FIXTURES_TOOL_CLI_ARGUMENTS_H

#include <string>
#include <string_view>
#include <vector>

#include "runtime/result.h"

namespace pf {

struct OptionWords {
    std::vector<std::string> names;  // For example "-LE" and "--label-exclude"; CLI11 knows the last one.
    bool takes_value = false;
    std::string fallback{};  // The value if the next word is not a number; "": the value must be given.
};

// The words of a command line, and those after the first "--" that is not the value of an option.
struct Arguments {
    std::vector<std::string> words;
    std::vector<std::string> rest;
};

// Replaces each option with the name that CLI11 knows, followed by its value as a separate word. The value is the next
// word whatever it looks like (as in ctest; but see OptionWords::fallback), the text after '=', or the digits of -j4.
// It is an error if an option is unknown (the message suggests the nearest one), if a value is missing, or if an option
// takes no value.
Result<Arguments> normalise(const std::vector<std::string>& words, const std::vector<OptionWords>& options);

}  // namespace pf

#endif
