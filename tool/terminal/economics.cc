#include "tool/terminal/economics.h"

#include <fmt/format.h>

#include "tool/terminal/format.h"

namespace pf {

void Economics::declare(const FixtureDeclared& fixture) {
    const auto parent = fixtures_.find(fixture.parent);
    fixtures_[fixture.name] = {fixture.scope, 1 + (parent == fixtures_.end() ? 0 : parent->second.depth)};
}

void Economics::declare(const TaskDeclared& task) {
    const auto [group, is_new] = groups_.try_emplace(task.group, task.fixture);
    if (!is_new && group->second != task.fixture) {
        others_.emplace(task.id, task.fixture);
    }
}

std::string_view Economics::fixture_of(std::string_view task_id) const {
    const auto other = others_.find(task_id);
    if (other != others_.end()) {
        return other->second;
    }
    // Both parts of "<group>.<name>" may hold dots.
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
    return found == fixtures_.end() ? std::string_view() : std::string_view(found->second.scope);
}

void Economics::add(const SetupEnded& ended) { setups_ += ended.kept ? 0 : 1; }

void Economics::add(const TaskEnded& ended) {
    const auto fixture = fixtures_.find(ended.attempt > 0 ? fixture_of(ended.id) : std::string_view());
    setups_one_per_task_ += fixture == fixtures_.end() ? 0 : fixture->second.depth;
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
