// Command lines, a word a line, and the values of options.
#include <cmath>

#include "tests/fuzz/support/fuzz.h"
#include "tool/cli/option_values.h"
#include "tool/cli/options.h"
#include "tool/select/index_range.h"

using namespace pf;

namespace {

template <typename Value>
void hold_message(const Result<Value>& value) {
    PF_HOLDS(value.ok() || fuzz::is_message(value.error().message));
}

// Only strides of sixteenths, which are exact: the numbers one after the other, as ctest counts them.
void hold_range(const std::string& text) {
    constexpr std::uint64_t kMost = 64;
    const auto range = IndexRange::parse(text);
    hold_message(range);
    const auto parts = fuzz::split(text, ',');
    const double stride = range.ok() && parts.size() == 3 ? std::strtod(std::string(parts[2]).c_str(), nullptr) : 0;
    if (stride < 0.0625 || stride * 16 != std::floor(stride * 16)) {
        return;
    }
    const double start = parts[0].empty() ? 1 : std::strtod(std::string(parts[0]).c_str(), nullptr);
    const double end = parts[1].empty() ? kMost : std::strtod(std::string(parts[1]).c_str(), nullptr);
    for (std::uint64_t number = 0; number < kMost; ++number) {
        bool expected = false;
        for (double k = 0; !expected && std::floor(k * stride) + start <= static_cast<double>(number); ++k) {
            expected = std::floor(k * stride) + start == static_cast<double>(number);
        }
        PF_HOLDS_WITH(range->contains(number) == (expected && static_cast<double>(number) <= end), text);
    }
}

void hold_values(const std::string& text) {
    const auto jobs = parse_jobs(text);
    hold_message(jobs);
    PF_HOLDS(!jobs.ok() || (*jobs >= 1 && *jobs <= kMaxJobs));
    const auto seconds = parse_seconds(text);
    hold_message(seconds);
    PF_HOLDS(!seconds.ok() || (*seconds >= 0 && std::isfinite(*seconds)));
    const auto repeat = parse_repeat(text);
    hold_message(repeat);
    PF_HOLDS(!repeat.ok() || repeat->second >= 1);
    const auto seed = parse_seed(text);
    hold_message(seed);
    PF_HOLDS(!seed.ok() || parse_seed(std::to_string(*seed)).value() == *seed);
    hold_message(parse_color(text));
    hold_message(parse_no_tests(text));
    const auto debugger = parse_debugger(text);
    hold_message(debugger);
    PF_HOLDS(!debugger.ok() || !debugger->front().empty());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::string> words;
    for (const std::string_view word : fuzz::split(fuzz::text_of(data, size), '\n')) {
        words.emplace_back(word.substr(0, word.find('\0')));
    }
    for (const std::string& word : words) {
        hold_range(word);
        hold_values(word);
    }
    const Command command = parse_command_line(
        words, [](const char*) { return nullptr; }, "1");
    if (const auto* answer = std::get_if<Answer>(&command)) {
        PF_HOLDS(!answer->text.empty() && answer->text.back() == '\n');
    }
    return 0;
}
