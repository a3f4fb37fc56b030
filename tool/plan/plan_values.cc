#include "tool/plan/plan_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <csignal>
#include <string>
#include <utility>

#include "tool/support/number.h"
#include "tool/support/text.h"

namespace pf {

namespace {

constexpr std::array<std::pair<Text, int>, 9> kSignals{{{"SIGTERM", SIGTERM},
                                                        {"SIGINT", SIGINT},
                                                        {"SIGQUIT", SIGQUIT},
                                                        {"SIGHUP", SIGHUP},
                                                        {"SIGABRT", SIGABRT},
                                                        {"SIGKILL", SIGKILL},
                                                        {"SIGUSR1", SIGUSR1},
                                                        {"SIGUSR2", SIGUSR2},
                                                        {"SIGWINCH", SIGWINCH}}};

constexpr std::array<Text, 9> kOperations{"reset",
                                          "set",
                                          "unset",
                                          "string_append",
                                          "string_prepend",
                                          "path_list_append",
                                          "path_list_prepend",
                                          "cmake_list_append",
                                          "cmake_list_prepend"};

}  // namespace

std::optional<bool> parse_switch(Text value) {
    for (const Text on : {"1", "ON", "TRUE", "YES", "Y"}) {
        if (same_but_case(value, on)) {
            return true;
        }
    }
    for (const Text off : {"0", "OFF", "FALSE", "NO", "N"}) {
        if (same_but_case(value, off)) {
            return false;
        }
    }
    return std::nullopt;
}

std::optional<double> parse_decimal(Text value) {
    double number = 0;
    const char* const end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number, std::chars_format::fixed);
    if (error != std::errc() || stop != end || !std::isfinite(number) || number < 0 || number > kMaxSeconds) {
        return std::nullopt;
    }
    return number;
}

std::optional<int> parse_int(Text value, int least, int most) {
    const std::optional<int> number = parse_number<int>(value);
    return number && *number >= least && *number <= most ? number : std::nullopt;
}

std::optional<int> parse_signal(Text value) {
    const auto* const found = std::find_if(kSignals.begin(), kSignals.end(),
                                           [&](const auto& signal) { return same_but_case(value, signal.first); });
    return found == kSignals.end() ? std::nullopt : std::optional<int>(found->second);
}

Text signal_keyword(int signal) {
    const auto* const found =
        std::find_if(kSignals.begin(), kSignals.end(), [&](const auto& known) { return known.second == signal; });
    return found == kSignals.end() ? Text() : found->first;
}

bool is_modification(Text value) {
    const std::size_t equals = value.find('=');
    const std::size_t colon = value.find(':', equals == Text::npos ? value.size() : equals);
    if (equals == 0 || colon == Text::npos) {
        return false;
    }
    const Text operation = value.substr(equals + 1, colon - equals - 1);
    return std::find(kOperations.begin(), kOperations.end(), operation) != kOperations.end();
}

bool is_assignment(Text value) {
    const std::size_t equals = value.find('=');
    return equals != Text::npos && equals > 0;
}

bool is_name(Text value) {
    return !value.empty() && std::none_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

bool is_reserved_id(Text id) {
    return id.ends_with(".setup") || id.ends_with(".teardown") || id.ends_with(".DISCOVERY_FAILED");
}

}  // namespace pf
