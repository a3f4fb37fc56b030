#include "tool/session/printed_failures.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>

#include "tool/support/number.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::size_t kMostPrinted = 50;
constexpr std::size_t kLongestPrinted = 4096;
constexpr std::size_t kLongestPlaceLine = 4096;  // No framework begins a longer one with the place of a failure.

// Returns whether the name has an extension that a source file may have. "2026-01-01 12:00" has none.
bool is_source_file(std::string_view file) {
    constexpr std::size_t kLongest = 5;
    const std::size_t dot = file.rfind('.');
    if (dot == std::string_view::npos || file.find('/', dot) != std::string_view::npos) {
        return false;
    }
    const std::string_view extension = file.substr(dot + 1);
    const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
    return !extension.empty() && extension.size() <= kLongest && is_letter(extension.front());
}

// Reads "file:line", or "file(line)" with `open` '(' and without the closing parenthesis.
std::optional<AssertionFailure> place(std::string_view text, char open) {
    const std::size_t at = text.rfind(open);
    const auto line = parse_number<int>(at == std::string_view::npos ? "" : text.substr(at + 1));
    if (!line || *line < 1 || !is_source_file(text.substr(0, at))) {
        return std::nullopt;
    }
    return AssertionFailure{std::string(text.substr(0, at)), *line, ""};
}

std::optional<AssertionFailure> place_before(std::string_view line, std::string_view mark, char open = ':') {
    const std::size_t at = line.find(mark);
    return at == std::string_view::npos ? std::nullopt : place(line.substr(0, at), open);
}

// "program: file.c:12: int main(): Assertion `x > 0' failed."
std::optional<AssertionFailure> assertion(std::string_view line) {
    const std::size_t at = line.find(": Assertion `");
    if (at == std::string_view::npos || !trimmed(line).ends_with("' failed.")) {
        return std::nullopt;
    }
    const std::size_t name = line.find(": ");
    const std::string_view rest = line.substr(name + 2, at - std::min(at, name + 2));
    const std::size_t end = rest.find(": ");
    std::optional<AssertionFailure> failure = place(rest.substr(0, end), ':');
    if (failure) {
        failure->message = trimmed(line.substr(at + 2));
    }
    return failure;
}

struct Mark {
    std::string_view text;
    char open;
    enum { next_lines, this_line, this_and_next_lines } message;  // Where the message is.
};
constexpr Mark kMarks[] = {
    {": Failure", ':', Mark::next_lines},                 // GoogleTest
    {": FAILED:", ':', Mark::next_lines},                 // Catch2
    {": failed: ", ':', Mark::this_line},                 // Catch2, compact
    {": ERROR: ", ':', Mark::this_and_next_lines},        // doctest
    {": FATAL ERROR: ", ':', Mark::this_and_next_lines},  // doctest
    {"): error: in ", '(', Mark::this_line},              // Boost.Test
    {"): fatal error: in ", '(', Mark::this_line},        // Boost.Test
};

// Returns the failure that the line begins in the form of the mark, without the lines that follow.
std::optional<AssertionFailure> failure_at(const std::string& line, const Mark& mark) {
    if (mark.message == Mark::next_lines && !line.ends_with(mark.text)) {
        return std::nullopt;
    }
    std::optional<AssertionFailure> failure = place_before(line, mark.text, mark.open);
    if (failure && mark.message != Mark::next_lines) {
        failure->message = trimmed(std::string_view(line).substr(line.find(mark.text)), "): ");
    }
    return failure;
}

std::string without_colors(std::string_view line) {
    std::string plain;
    for (std::size_t escape = line.find("\x1b["); escape != std::string_view::npos; escape = line.find("\x1b[")) {
        const std::size_t end = line.find('m', escape);
        plain += line.substr(0, escape);
        line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    }
    return plain.append(line);
}

class PrintedFailures {
public:
    explicit PrintedFailures(std::string_view output) : lines_(split_lines(output)) {}

    Failures read() {
        while (at_ < lines_.size() && failures_.size() < kMostPrinted) {
            take(line(at_++));
        }
        return std::move(failures_);
    }

private:
    [[nodiscard]] std::string line(std::size_t index) const {
        const std::string_view text = trimmed(lines_[index].substr(0, kLongestPlaceLine), "\r");
        return text.find('\x1b') == std::string_view::npos ? std::string(text) : without_colors(text);
    }

    void take(const std::string& line) {
        for (const Mark& mark : kMarks) {
            if (auto failure = failure_at(line, mark)) {
                if (mark.message != Mark::this_line) {
                    add_lines(failure->message);
                }
                failures_.push_back(*std::move(failure));
                return;
            }
        }
        if (auto failure = assertion(line)) {
            failures_.push_back(*std::move(failure));
        }
    }

    static bool begins_failure(const std::string& line) {
        return std::any_of(std::begin(kMarks), std::end(kMarks),
                           [&](const Mark& mark) { return failure_at(line, mark).has_value(); });
    }

    // Adds the lines up to an empty one, to the next failure, or to a line that GoogleTest begins with "[".
    void add_lines(std::string& message) {
        for (; at_ < lines_.size() && message.size() < kLongestPrinted; ++at_) {
            const std::string next = line(at_);
            if (trimmed(next).empty() || next.starts_with("[ ") || begins_failure(next)) {
                break;
            }
            message += (message.empty() ? "" : "\n") + next;
        }
    }

    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;
    Failures failures_;
};

}  // namespace

Failures printed_failures(std::string_view output) { return PrintedFailures(output).read(); }

}  // namespace pf
