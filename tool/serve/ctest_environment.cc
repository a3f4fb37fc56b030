#include "tool/serve/ctest_environment.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

#include "runtime/environment.h"

namespace pf {

std::vector<std::string> without_assignments(std::vector<std::string> environment, const Texts& assignments,
                                             const std::vector<std::string>& ctest) {
    std::set<std::string_view> names;
    for (const Text assignment : assignments) {
        names.insert(variable_name(assignment));
    }
    const auto is_assigned = [&](const std::string& entry) { return names.count(variable_name(entry)) != 0; };
    environment.erase(std::remove_if(environment.begin(), environment.end(), is_assigned), environment.end());
    std::copy_if(ctest.begin(), ctest.end(), std::back_inserter(environment), is_assigned);
    return environment;
}

Texts all_assignments(const Plan& plan) {
    std::set<Text> texts;
    for (TaskId task = 0; task < plan.tasks.size(); ++task) {
        const Texts own = plan.environment(task);
        texts.insert(own.begin(), own.end());
    }
    return {texts.begin(), texts.end()};
}

}  // namespace pf
