// The words of a command line, before CLI11 sees them: CLI11 knows neither ctest's words of several letters after one
// dash (-LE, -VV) nor a suggestion for a word that it does not know.
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
    std::vector<std::string> names;  // "-LE", "--label-exclude"; the last is the one that CLI11 knows.
    bool takes_value = false;
};

// Every option as the name that CLI11 knows, its value as a word of its own behind it, whatever that looks like: the
// next word as in ctest, what follows '=', or the digits of -j4. On failure: an unknown option with the nearest known
// one, a value that is missing or not taken.
Result<std::vector<std::string>> normalise(const std::vector<std::string>& words,
                                           const std::vector<OptionWords>& options);

// The candidate that is the likeliest to have been meant; empty: none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace pf

#endif
