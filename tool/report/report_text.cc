#include "tool/report/report_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <limits>

namespace pf {

std::int64_t whole_seconds(double seconds) {
    constexpr double kLast = 253402300799;  // The last second of the year 9999.
    return std::isnan(seconds) ? 0 : static_cast<std::int64_t>(std::clamp(seconds, 0.0, kLast));
}

std::tm date_of(double seconds) {
    const std::time_t whole = whole_seconds(seconds);
    std::tm utc{};
    ::gmtime_r(&whole, &utc);
    return utc;
}

std::string iso_time(double seconds) {
    const std::tm utc = date_of(seconds);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                       utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string decimal_seconds(double seconds) {
    return decimal(std::isfinite(seconds) ? std::max(seconds, 0.0) : 0.0, std::chars_format::fixed, 3);
}

// std::to_chars takes a third of the instructions of fmt, and these numbers are in reports once or more for each task.
std::string decimal(double number, std::chars_format format, int precision) {
    std::array<char, std::numeric_limits<double>::max_exponent10 + 20> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number, format, precision);
    return {digits.data(), written.ptr};
}

std::string shown_output(const Output& output) {
    if (output.file.empty()) {
        return output.text;
    }
    const char* newline = output.text.empty() || output.text.back() == '\n' ? "" : "\n";
    return fmt::format("{}{}[more of its {} bytes: {}]\n", output.text, newline, output.bytes, output.file);
}

std::string why(Outcome outcome, const std::string& reason) { return reason.empty() ? to_text(outcome) : reason; }

std::string leak_note(const std::vector<std::string>& leaked) {
    return leaked.empty() ? "" : fmt::format("left running, killed: {}\n", fmt::join(leaked, ", "));
}

std::string notes_on(const TaskEnded& ended) {
    std::string notes = leak_note(ended.leaked);
    if (!ended.kept_dir.empty()) {
        notes += fmt::format("its directory was kept: {}\n", ended.kept_dir);
    }
    notes += ended.services;
    notes += ended.stacks;
    if (ended.slow) {
        notes += fmt::format("slow: {} s\n", decimal_seconds(ended.seconds));
    }
    return notes;
}

std::string trouble_of(const RunRecord& record) {
    std::string trouble;
    for (const SegmentRecord& segment : record.segments) {
        if (!segment.superseded() && !segment.stopping.empty()) {
            trouble += segment.stopping + "\n";
        }
    }
    for (const std::string& problem : record.problems) {
        trouble += problem + "\n";
    }
    const int code = record.exit_code().value_or(0);
    if (trouble.empty() && code != 0) {
        trouble = fmt::format("the run ended with exit code {}\n", code);
    }
    return trouble;
}

}  // namespace pf
