#include "tool/plan/plan.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace pf {

namespace {

constexpr std::size_t kChunkSize = 64U << 10U;

void sort_unique(Texts& texts) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

}  // namespace

const TaskOptions& Task::options() const {
    static const TaskOptions defaults;
    return own_options ? *own_options : defaults;
}

Text Plan::keep(std::string_view text) {
    if (chunks_.empty() || chunks_.back().capacity() - chunks_.back().size() < text.size()) {
        chunks_.emplace_back().reserve(std::max(kChunkSize, text.size()));
    }
    std::string& chunk = chunks_.back();
    const std::size_t begin = chunk.size();
    chunk.append(text);
    return Text(chunk).substr(begin);
}

Text Plan::adopt(std::string bytes) { return adopted_.emplace_back(std::move(bytes)); }

TaskId Plan::find(std::string_view id) const {
    index_tasks();
    const auto [first, last] = by_hash_.equal_range(std::hash<std::string_view>()(id));
    const auto found = std::find_if(first, last, [&](const auto& entry) { return task_id(entry.second) == id; });
    return found == last ? kNone : found->second;
}

void Plan::index_tasks() const {
    if (indexed_ == 0) {
        by_hash_.reserve(tasks.size());
    }
    for (; indexed_ < tasks.size(); ++indexed_) {
        const auto task = static_cast<TaskId>(indexed_);
        by_hash_.emplace(std::hash<std::string_view>()(task_id(task)), task);
    }
}

std::string Plan::task_id(TaskId task) const { return case_id(tasks[task].group, tasks[task].name); }

std::string Plan::case_id(GroupId id, Text name) const {
    const Group& group = groups[id];
    const Text prefix = group.names.prefix.value_or(group.name);
    std::string text;
    text.reserve(prefix.size() + 1 + name.size() + group.names.suffix.size());
    text.append(prefix).append(group.names.prefix ? 0 : 1, '.').append(name).append(group.names.suffix);
    return text;
}

std::string Plan::name_in_group(TaskId task) const {
    const Text group = groups[tasks[task].group].name;
    std::string id = task_id(task);
    const bool has_group = id.size() > group.size() && id[group.size()] == '.' && id.starts_with(group);
    return has_group ? id.substr(group.size() + 1) : id;
}

bool Plan::is_ctest_fixture(FixtureId fixture) const {
    const PlannedFixture& one = fixtures[fixture];
    return one.scope == FixtureScope::run && (one.program == kNone || one.name == groups[one.program].name);
}

std::vector<FixtureId> Plan::ctest_fixtures(const std::vector<FixtureId>& innermost) const {
    std::vector<FixtureId> known;
    std::vector<FixtureId> unknown;  // The parents of those that ctest does not know.
    for (const FixtureId fixture : innermost) {
        const std::vector<FixtureId>& parents = fixtures[fixture].parents;
        if (is_ctest_fixture(fixture)) {
            known.push_back(fixture);
        } else {
            unknown.insert(unknown.end(), parents.begin(), parents.end());
        }
    }
    if (!unknown.empty()) {
        const std::vector<FixtureId> outer = ctest_fixtures(unknown);
        known.insert(known.end(), outer.begin(), outer.end());
    }
    return known;
}

FixtureId Plan::ctest_program(const std::vector<FixtureId>& innermost) const {
    const std::vector<FixtureId> known = ctest_fixtures(innermost);
    const auto program = std::find_if(known.begin(), known.end(),
                                      [this](FixtureId fixture) { return fixtures[fixture].program != kNone; });
    return program == known.end() ? kNone : *program;
}

Text Plan::unit_of(FixtureId fixture) const {
    const FixtureId outermost = ctest_program({fixture});
    const GroupId program = outermost == kNone ? kNone : fixtures[outermost].program;
    return program != kNone && groups[program].dispatch == Dispatch::unit ? groups[program].name : Text();
}

std::vector<GroupId> Plan::groups_called(Text name) const {
    std::vector<GroupId> ids;
    for (GroupId id = 0; id < groups.size(); ++id) {
        if (groups[id].is_called(name)) {
            ids.push_back(id);
        }
    }
    return ids;
}

std::vector<FixtureId> Plan::chain(const std::vector<FixtureId>& innermost) const {
    std::vector<FixtureId> chain = innermost;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        for (const FixtureId parent : fixtures[chain[i]].parents) {
            if (std::find(chain.begin(), chain.end(), parent) == chain.end()) {
                chain.push_back(parent);
            }
        }
    }
    std::sort(chain.begin(), chain.end(), [this](FixtureId a, FixtureId b) {
        return std::pair(fixtures[a].scope, a) < std::pair(fixtures[b].scope, b);
    });
    return chain;
}

Texts Plan::labels(TaskId task) const {
    const Group& group = groups[tasks[task].group];
    const Texts& own = tasks[task].options().labels;
    Texts labels;
    if (!tasks[task].options().replaces.labels) {
        labels = {"parallel"};
        if (group.names.by == NamedBy::itself) {
            labels.push_back(group.name);
        }
        if (!group.shared_name.empty()) {
            labels.push_back(group.shared_name);
        }
        labels.insert(labels.end(), group.labels.begin(), group.labels.end());
    }
    labels.insert(labels.end(), own.begin(), own.end());
    sort_unique(labels);
    return labels;
}

double Plan::timeout(TaskId task) const {
    const double own = tasks[task].options().timeout;
    return own >= 0 ? own : groups[tasks[task].group].timeout;
}

double Plan::timeout_grace(TaskId task) const {
    const TaskOptions& options = tasks[task].options();
    return options.timeout_grace < 0 && options.timeout_signal != 0 ? 1 : options.timeout_grace;
}

int Plan::retries(TaskId task) const {
    const int own = tasks[task].options().retries;
    return own >= 0 ? own : groups[tasks[task].group].retries;
}

Texts Plan::locks(TaskId task) const {
    const Texts& own = tasks[task].options().locks;
    Texts locks = tasks[task].options().replaces.locks ? Texts() : groups[tasks[task].group].locks;
    locks.insert(locks.end(), own.begin(), own.end());
    sort_unique(locks);
    return locks;
}

bool Plan::run_serial(TaskId task) const {
    const TaskOptions& options = tasks[task].options();
    return options.run_serial || (!options.replaces.run_serial && groups[tasks[task].group].run_serial);
}

Texts Plan::environment(TaskId task) const {
    const TaskOptions& options = tasks[task].options();
    Texts environment = options.replaces.environment ? Texts() : groups[tasks[task].group].environment;
    environment.insert(environment.end(), options.environment.begin(), options.environment.end());
    return environment;
}

Text Plan::binary_dir(TaskId task) const {
    const Text own = tasks[task].options().binary_dir;
    return own.empty() ? groups[tasks[task].group].binary_dir : own;
}

const Texts& Plan::launcher(TaskId task) const {
    const Texts& own = tasks[task].options().launcher;
    return own.empty() ? groups[tasks[task].group].launcher : own;
}

Text Plan::source(TaskId task) const {
    const Text own = tasks[task].options().source;
    return own.empty() ? groups[tasks[task].group].source : own;
}

}  // namespace pf
