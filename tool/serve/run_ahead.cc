#include "tool/serve/run_ahead.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace pf {
namespace {

struct Option {
    std::string_view name;
    bool takes_value;
};

// Of ctest(1): what changes neither which tests run nor how many at a time.
constexpr Option kHarmless[] = {
    {"--test-dir", true},
    {"-C", true},
    {"--build-config", true},
    {"-V", false},
    {"--verbose", false},
    {"-VV", false},
    {"--extra-verbose", false},
    {"--debug", false},
    {"--output-on-failure", false},
    {"--progress", false},
    {"-Q", false},
    {"--quiet", false},
    {"-O", true},
    {"--output-log", true},
    {"--output-junit", true},
    {"--test-output-size-passed", true},
    {"--test-output-size-failed", true},
    {"--no-label-summary", false},
    {"--no-subproject-summary", false},
    {"--no-compress-output", false},
    {"--force-new-ctest-process", false},
    {"--no-tests=error", false},
    {"--no-tests=ignore", false},
};

bool has_parallel_level(const CtestCall& call) {
    constexpr std::string_view kLevel = "CTEST_PARALLEL_LEVEL=";
    return std::any_of(call.environment.begin(), call.environment.end(),
                       [&](const std::string& entry) { return entry.compare(0, kLevel.size(), kLevel) == 0; });
}

// The text of an expression that is nothing but that, perhaps with anchors; "" for any other.
std::string_view literal(std::string_view expression) {
    if (!expression.empty() && expression.front() == '^') {
        expression.remove_prefix(1);
    }
    if (!expression.empty() && expression.back() == '$') {
        expression.remove_suffix(1);
    }
    constexpr std::string_view kSpecial = "^$.[]-*+?|()\\";
    return expression.find_first_of(kSpecial) == std::string_view::npos ? expression : "";
}

}  // namespace

std::optional<std::vector<std::string>> labels_in_turn(const CtestCall& call) {
    if (has_parallel_level(call)) {
        return std::nullopt;
    }
    std::vector<std::string> labels;
    for (std::size_t at = 1; at < call.words.size(); ++at) {
        const std::string& word = call.words[at];
        const auto* known = std::find_if(std::begin(kHarmless), std::end(kHarmless),
                                         [&](const Option& option) { return option.name == word; });
        const bool label = word == "-L" || word == "--label-regex";
        const bool takes_value = label || (known != std::end(kHarmless) && known->takes_value);
        if ((!label && known == std::end(kHarmless)) || (takes_value && at + 1 >= call.words.size())) {
            return std::nullopt;
        }
        at += takes_value ? 1 : 0;
        if (label) {
            labels.push_back(call.words[at]);
        }
    }
    return labels.empty() ? std::nullopt : std::optional(labels);
}

bool selects_group(const std::vector<std::string>& expressions, const Group& group) {
    Texts labels = group.labels;
    labels.insert(labels.end(), {"parallel", group.name});
    return std::all_of(expressions.begin(), expressions.end(), [&](const std::string& expression) {
        const std::string_view text = literal(expression);
        return !text.empty() && std::find(labels.begin(), labels.end(), text) != labels.end();
    });
}

}  // namespace pf
