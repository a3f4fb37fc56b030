#include "tool/terminal/economics.h"

#include <fmt/format.h>

#include "tool/terminal/format.h"

namespace pf {

void Economics::declare(const FixtureDeclared& fixture) { fixtures_[fixture.name] = fixture.scope; }

void Economics::declare(const TaskDeclared& task) {
    const std::string fixtures = fmt::format("{}", fmt::join(task.fixtures, ", "));
    const auto [group, is_new] = groups_.try_emplace(task.group, fixtures);
    const bool begins_with_group = task.id.compare(0, task.group.size() + 1, task.group + ".") == 0;
    if ((!is_new && group->second != fixtures) || !begins_with_group) {
        others_.emplace(task.id, fixtures);
    }
}

std::string_view Economics::fixtures_of(std::string_view task_id) const {
    const auto other = others_.find(task_id);
    if (other != others_.end()) {
        return other->second;
    }
    // Both parts of "<group>.<name>" may contain dots, so the group's name may end at any of them. The ids of other
    // tasks are in others_.
    for (std::size_t dot = task_id.find('.'); dot != std::string_view::npos; dot = task_id.find('.', dot + 1)) {
        const auto group = groups_.find(task_id.substr(0, dot));
        if (group != groups_.end()) {
            return group->second;
        }
    }
    return {};
}

std::string_view Economics::scope_of(std::string_view fixture) const {
    const auto found = fixtures_.find(fixture);
    return found == fixtures_.end() ? std::string_view() : std::string_view(found->second);
}

std::string Economics::sentence(const RunEnded& end) const {
    if (fixtures_.empty()) {
        return "none";
    }
    const std::string spent = end.setups == 0
                                  ? "no set-up was run"
                                  : fmt::format("{} in {}", counted(end.setups, "set-up"), duration(end.setup_seconds));
    if (end.setups_one_per_task <= end.setups || end.setup_seconds_saved <= 0) {
        return end.setups == 0 ? spent : spent + "; one per task would have been no more: nothing saved";
    }
    return fmt::format("{}; one per task would have been {}, {}: saved {}", spent,
                       counted(end.setups_one_per_task, "set-up"),
                       duration(end.setup_seconds + end.setup_seconds_saved), duration(end.setup_seconds_saved));
}

}  // namespace pf
