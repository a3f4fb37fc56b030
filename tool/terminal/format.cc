#include "tool/terminal/format.h"

#include <fmt/format.h>
#include <string.h>  // NOLINT(modernize-deprecated-headers): sigabbrev_np is not in <cstring>.

#include <cctype>
#include <cmath>
#include <filesystem>

#include "tool/support/text.h"

namespace pf {
namespace {

const char* escape_of(Paint paint) {
    switch (paint) {
        case Paint::plain:
            return "";
        case Paint::bold:
            return "\x1b[1m";
        case Paint::good:
            return "\x1b[32;1m";
        case Paint::bad:
            return "\x1b[31;1m";
        case Paint::warning:
            return "\x1b[33;1m";
        case Paint::retry:
            return "\x1b[35;1m";
        case Paint::fixture:
            return "\x1b[34;1m";
        case Paint::faint:
            return "\x1b[2m";
    }
    return "";
}

std::string full_word(const TaskEnded& ended) {
    switch (ended.outcome) {
        case Outcome::passed:
            return ended.leaked.empty() ? "PASS" : "LEAK";
        case Outcome::failed:
            return "FAIL";
        case Outcome::timeout:
            return "TIMEOUT";
        case Outcome::crashed:
            return ended.signal ? signal_word(*ended.signal) : "CRASH";
        case Outcome::skipped:
            return "SKIP";
        case Outcome::not_run:
            return "NOT RUN";
    }
    return "";
}

}  // namespace

std::string painted(Paint paint, std::string_view text, bool color) {
    if (!color || paint == Paint::plain) {
        return std::string(text);
    }
    return fmt::format("{}{}\x1b[0m", escape_of(paint), text);
}

std::string status_word(Paint paint, std::string_view word, bool color) {
    const std::size_t columns = kWordColumns;
    const std::size_t spaces = word.size() < columns ? columns - word.size() : 0;
    return std::string(spaces, ' ') + painted(paint, word, color);
}

std::string bracketed(double seconds) { return fmt::format("[{:8.3f}s]", seconds); }

std::string bracketed(const TaskEnded& ended) { return ended.attempt > 0 ? bracketed(ended.seconds) : "[         ]"; }

std::string bracketed_above(double seconds) { return fmt::format("[>{:7.3f}s]", seconds); }

std::string bracketed_clock(double seconds) {
    const auto whole = static_cast<long>(seconds);
    return fmt::format("[ {:02}:{:02}:{:02}]", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string duration(double seconds) {
    if (seconds < 0.9995) {
        return fmt::format("{:.3f} s", seconds);
    }
    if (seconds < 59.95) {
        return fmt::format("{:.1f} s", seconds);
    }
    const long whole = std::lround(seconds);
    if (whole < 3600) {
        return fmt::format("{} min {} s", whole / 60, whole % 60);
    }
    return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

std::string counted(std::uint64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string signal_word(int signal) {
    const char* name = sigabbrev_np(signal);
    return name != nullptr ? fmt::format("SIG{}", name) : fmt::format("SIG{}", signal);
}

std::string outcome_word(const TaskEnded& ended, bool tried) {
    std::string word = full_word(ended);
    if (!tried) {
        return word;
    }
    if (ended.outcome == Outcome::timeout) {
        word = "TMT";
    } else if (ended.outcome == Outcome::crashed && ended.signal) {
        word.erase(0, 3);
    }
    return fmt::format("TRY {} {}", ended.attempt, word);
}

Paint outcome_paint(const TaskEnded& ended) {
    switch (ended.outcome) {
        case Outcome::passed:
            return ended.leaked.empty() ? Paint::good : Paint::warning;
        case Outcome::failed:
        case Outcome::timeout:
        case Outcome::crashed:
            return ended.final ? Paint::bad : Paint::retry;
        case Outcome::skipped:
        case Outcome::not_run:
            return Paint::warning;
    }
    return Paint::plain;
}

std::string first_line(std::string_view text) {
    std::string line = printable(text.substr(0, text.find('\n')));
    return line.substr(0, line.find('\n'));
}

std::string shown_path(const std::string& path, const std::string& directory) {
    if (directory.empty() || path.empty() || path.front() != '/') {
        return path;
    }
    const std::string relative = std::filesystem::path(path).lexically_relative(directory).string();
    return !relative.empty() && relative.size() < path.size() ? relative : path;
}

std::string shell_quoted(std::string_view word) {
    bool safe = !word.empty();
    for (const char c : word) {
        const bool harmless = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                              std::string_view("_-./:=+,@%").find(c) != std::string_view::npos;
        safe = safe && harmless;
    }
    if (safe) {
        return std::string(word);
    }
    std::string quoted = "'";
    for (const char c : word) {
        if (c == '\'') {
            quoted += "'\\''";
        } else {
            quoted += c;
        }
    }
    return quoted + "'";
}

}  // namespace pf
