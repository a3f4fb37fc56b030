#include "tool/plan/plan_properties.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "tool/plan/plan_values.h"

namespace pf {

namespace {

// Returns the number at the beginning of a value, or 0 if there is none, as CTest does with atof() and atoi().
double leading_number(Text value) {
    const double number = std::strtod(std::string(value).c_str(), nullptr);
    return std::isfinite(number) ? std::clamp(number, -kMaxSeconds, kMaxSeconds) : 0;
}

int leading_int(Text value) { return static_cast<int>(std::strtol(std::string(value).c_str(), nullptr, 10)); }

// Returns whether CMake takes the value for true: it is a word for true, or a number other than 0.
bool is_on(Text value) { return parse_switch(value).value_or(leading_number(value) != 0); }

std::optional<int> skip_code(Text value) {
    const int code = leading_int(value);
    return value.empty() || code < 0 || code > 255 ? std::nullopt : std::optional<int>(code);
}

struct TextsProperty {
    Text name;
    Texts TaskOptions::*texts;
};

constexpr TextsProperty kLists[] = {
    {"PASS_REGULAR_EXPRESSION", &TaskOptions::pass_regex},
    {"FAIL_REGULAR_EXPRESSION", &TaskOptions::fail_regex},
    {"SKIP_REGULAR_EXPRESSION", &TaskOptions::skip_regex},
    {"REQUIRED_FILES", &TaskOptions::required_files},
    {"ENVIRONMENT_MODIFICATION", &TaskOptions::environment_modification},
};

bool set_time_limit(TaskOptions& options, Text name, Text value) {
    if (name == "TIMEOUT") {
        options.timeout = std::max(0.0, leading_number(value));
    } else if (name == "TIMEOUT_SIGNAL_NAME") {
        options.timeout_signal = parse_signal(value).value_or(0);
    } else if (name == "TIMEOUT_SIGNAL_GRACE_PERIOD") {
        // CTest has the same bounds.
        options.timeout_grace = value.empty() ? -1 : std::clamp(leading_number(value), 0.0, kMaxGrace);
    } else {
        return false;
    }
    return true;
}

}  // namespace

Texts split_cmake_list(Plan& plan, Text list) {
    Texts items;
    std::string item;
    int nesting = 0;
    const auto take = [&] {
        if (!item.empty()) {
            items.push_back(plan.keep(item));
        }
        item.clear();
    };
    for (std::size_t i = 0; i < list.size(); ++i) {
        const char c = list[i];
        nesting += c == '[' ? 1 : c == ']' ? -1 : 0;
        if (c == ';' && nesting == 0) {
            take();
        } else if (c == '\\' && list.substr(i + 1, 1) == ";") {
            item += list[++i];
        } else {
            item += c;
        }
    }
    take();
    return items;
}

Texts foreign_fixtures(Plan& plan, Text list) {
    constexpr Text kOwn = "ParallelFixtures.";
    Texts fixtures = split_cmake_list(plan, list);
    std::erase_if(fixtures, [&](Text name) {
        return name.substr(0, kOwn.size()) == kOwn ||
               std::any_of(plan.fixtures.begin(), plan.fixtures.end(),
                           [&](const PlannedFixture& fixture) { return fixture.name == name; });
    });
    return fixtures;
}

bool set_case_property(Plan& plan, TaskOptions& options, Text name, Text value) {
    for (const TextsProperty& list : kLists) {
        if (list.name == name) {
            options.*list.texts = split_cmake_list(plan, value);
            return true;
        }
    }
    if (name == "WILL_FAIL") {
        options.will_fail = is_on(value);
    } else if (name == "DISABLED") {
        options.disabled = is_on(value);
    } else if (name == "SKIP_RETURN_CODE") {
        options.skip_return_code = skip_code(value);
    } else if (name == "PROCESSORS") {
        options.processors = std::max(1, leading_int(value));
    } else if (name == "RESOURCE_GROUPS") {
        options.resource_groups = plan.keep(value);
    } else if (name == "COST") {
        options.cost = value.empty() ? -1 : std::max(0.0, leading_number(value));
    } else {
        return name != "TIMEOUT" && set_time_limit(options, name, value);
    }
    return true;
}

bool set_test_property(Plan& plan, TaskOptions& options, Text name, Text value) {
    if (name == "ENVIRONMENT") {
        options.environment = split_cmake_list(plan, value);
        options.replaces.environment = true;
    } else if (name == "LABELS") {
        options.labels = split_cmake_list(plan, value);
        options.replaces.labels = true;
    } else if (name == "RESOURCE_LOCK") {
        options.locks = split_cmake_list(plan, value);
        options.replaces.locks = true;
    } else if (name == "RUN_SERIAL") {
        options.run_serial = is_on(value);
        options.replaces.run_serial = true;
    } else if (name == "DEPENDS") {
        options.depends = split_cmake_list(plan, value);
    } else if (name == "WORKING_DIRECTORY") {
        options.working_directory = value;
    } else {
        return set_case_property(plan, options, name, value) || set_time_limit(options, name, value);
    }
    return true;
}

}  // namespace pf
