#include "tool/terminal/economics.h"

#include <fmt/format.h>

#include "tool/terminal/format.h"

namespace pf {

void Economics::declare(const FixtureDeclared& fixture) { fixtures_[fixture.name] = {fixture.parent, fixture.scope}; }

void Economics::declare(const TaskDeclared& task) {
    const auto [group, is_new] = groups_.try_emplace(task.group);
    if (!is_new) {
        return;
    }
    group->second.fixture = task.fixture;
    auto fixture = fixtures_.find(task.fixture);
    while (fixture != fixtures_.end()) {
        ++group->second.depth;
        fixture = fixtures_.find(fixture->second.parent);
    }
}

const Economics::Group* Economics::group_of(std::string_view task_id) const {
    // Both parts of "<group>.<name>" may hold dots.
    for (std::size_t dot = task_id.find('.'); dot != std::string_view::npos; dot = task_id.find('.', dot + 1)) {
        const auto group = groups_.find(task_id.substr(0, dot));
        if (group != groups_.end()) {
            return &group->second;
        }
    }
    return nullptr;
}

std::string_view Economics::fixture_of(std::string_view task_id) const {
    const Group* group = group_of(task_id);
    return group == nullptr ? std::string_view() : std::string_view(group->fixture);
}

std::string_view Economics::scope_of(std::string_view fixture) const {
    const auto found = fixtures_.find(fixture);
    return found == fixtures_.end() ? std::string_view() : std::string_view(found->second.scope);
}

void Economics::add(const SetupEnded& /*ended*/) { ++setups_; }

void Economics::add(const TaskEnded& ended) {
    const Group* group = ended.attempt > 0 ? group_of(ended.id) : nullptr;
    setups_one_per_task_ += group == nullptr ? 0 : group->depth;
}

std::string Economics::sentence(const RunEnded& end) const {
    if (fixtures_.empty()) {
        return "none";
    }
    if (setups_ == 0) {
        return "no set-up was run";
    }
    const std::string spent = fmt::format("{} in {}", counted(setups_, "set-up"), duration(end.setup_seconds));
    if (setups_one_per_task_ <= setups_ || end.setup_seconds_saved <= 0) {
        return spent + "; one per task would have been no more: nothing saved";
    }
    return fmt::format("{}; one per task would have been {}, {}: saved {}", spent,
                       counted(setups_one_per_task_, "set-up"), duration(end.setup_seconds + end.setup_seconds_saved),
                       duration(end.setup_seconds_saved));
}

}  // namespace pf
