// Regular expressions of PCRE2 over raw bytes, with bounded time and memory. Expressions in CMake's syntax are
// translated to PCRE2's (cmake_regex.h).
//
// A search is unanchored. As in CMake's expressions, "." also matches a newline, and "^" and "$" match at the ends of
// the whole text only; (?-s) and (?m) change that. If the pattern is UTF-8, characters are matched, and bytes of the
// text that are not UTF-8 match nothing.
//
// THREADS: one thread only, because all searches share one stack.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_REGEX_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_REGEX_H

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/result.h"

namespace pf {

struct RegexMatch {
    std::size_t begin = 0;  // In bytes from the beginning of the text.
    std::size_t end = 0;
    std::vector<std::pair<std::string, std::string>> groups;  // Names and values of the named groups that matched.
};

class Regex {
public:
    // The error says in one line what is wrong, and shows where in the pattern.
    static Result<Regex> compile(std::string_view pattern);

    // Compiles a pattern in CMake's syntax, which always matches bytes.
    static Result<Regex> compile_cmake(std::string_view pattern);

    Regex(Regex&&) noexcept;
    Regex& operator=(Regex&&) noexcept;
    Regex(const Regex&) = delete;
    Regex& operator=(const Regex&) = delete;
    ~Regex();

    // Returns the first match in `text`, if there is one. It is an error if the search exceeds 10 million steps (as a
    // pattern that backtracks exponentially does), 256 MiB of memory, or one second.
    [[nodiscard]] Result<std::optional<RegexMatch>> search(std::string_view text) const;

    // Returns whether search() finds a match.
    [[nodiscard]] Result<bool> matches(std::string_view text) const;

    // Returns the pattern as it was written.
    [[nodiscard]] const std::string& pattern() const;

private:
    struct Impl;
    explicit Regex(std::unique_ptr<Impl> impl);
    static Result<Regex> compile_as(std::string_view shown, std::string_view pattern, bool utf);

    std::unique_ptr<Impl> impl_;
};

// Returns a pattern that matches `text` literally. `text` must not contain a newline.
std::string regex_quote(std::string_view text);

}  // namespace pf

#endif
