// Which fixtures each task requires, and what the fixtures cost and saved.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_ECONOMICS_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_ECONOMICS_H

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "tool/event/event.h"

namespace pf {

// Its size grows with the numbers of fixtures and groups, not with that of tasks.
class Economics {
public:
    void declare(const FixtureDeclared& fixture);
    void declare(const TaskDeclared& task);

    [[nodiscard]] std::size_t groups() const { return groups_.size(); }

    // Returns the innermost fixtures that the task requires, such as "db, broker", or "" if it requires none.
    [[nodiscard]] std::string_view fixtures_of(std::string_view task_id) const;

    // Returns "run", "worker" or "task", or "" if the fixture is unknown.
    [[nodiscard]] std::string_view scope_of(std::string_view fixture) const;

    // Returns a sentence like "2 set-ups in 3.1 s; one per task would have been 60 set-ups, 3 min 2 s: saved 2 min 59
    // s".
    [[nodiscard]] std::string sentence(const RunEnded& end) const;

private:
    std::map<std::string, std::string, std::less<>> fixtures_;  // The scope of each fixture.
    std::map<std::string, std::string, std::less<>> groups_;    // The fixtures of each group's first task.
    std::map<std::string, std::string, std::less<>> others_;    // The fixtures of tasks that require other ones.
};

}  // namespace pf

#endif
