// Regular expressions: PCRE2, over raw bytes, never without an end. PCRE2 also searches for what is written as CMake's
// (cmake_regex.h).
//
// A search is unanchored. As in CMake's own expressions, which the properties of tests are written in, "." matches a
// newline and "^" and "$" are the ends of the whole text; (?m) and (?-s) give the other meaning. UTF-8 is understood
// where it is valid; bytes that are not are matched by nothing but skipped over.
//
// THREADS: none; all searches share one stack.
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
    std::size_t begin = 0;  // Bytes from the beginning of the text.
    std::size_t end = 0;
    std::vector<std::pair<std::string, std::string>> groups;  // Named groups that took part: name, value.
};

class Regex {
public:
    // On failure: what is wrong and where, with the pattern, in one line.
    static Result<Regex> compile(std::string_view pattern);

    // The same for a pattern in CMake's syntax, which works on bytes.
    static Result<Regex> compile_cmake(std::string_view pattern);

    Regex(Regex&&) noexcept;
    Regex& operator=(Regex&&) noexcept;
    Regex(const Regex&) = delete;
    Regex& operator=(const Regex&) = delete;
    ~Regex();

    // The first match in `text`, or none. An error when the search was given up: too many steps (a pattern that
    // backtracks without end), too much memory, or more than one second.
    [[nodiscard]] Result<std::optional<RegexMatch>> search(std::string_view text) const;

    // search() without the details.
    [[nodiscard]] Result<bool> matches(std::string_view text) const;

    // As it was given.
    [[nodiscard]] const std::string& pattern() const;

private:
    struct Impl;
    explicit Regex(std::unique_ptr<Impl> impl);
    static Result<Regex> compile_as(std::string_view shown, std::string_view pattern, bool utf);

    std::unique_ptr<Impl> impl_;
};

// A pattern that matches `text` and nothing else where it is put. `text` holds no newline.
std::string regex_quote(std::string_view text);

}  // namespace pf

#endif
