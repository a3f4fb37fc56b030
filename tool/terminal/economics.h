// What the fixtures cost and saved, in words, and which task stands on which.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_ECONOMICS_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_ECONOMICS_H

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "tool/event/event.h"

namespace pf {

// Its size is that of the fixtures and groups, not of the tasks.
class Economics {
public:
    void declare(const FixtureDeclared& fixture);
    void declare(const TaskDeclared& task);

    [[nodiscard]] std::size_t groups() const { return groups_.size(); }

    // The innermost fixture under a task; empty: none.
    [[nodiscard]] std::string_view fixture_of(std::string_view task_id) const;

    // "run", "worker" or "task".
    [[nodiscard]] std::string_view scope_of(std::string_view fixture) const;

    // "2 set-ups in 3.1 s; one per task would have been 60 set-ups, 3 min 2 s: saved 2 min 59 s"
    [[nodiscard]] std::string sentence(const RunEnded& end) const;

private:
    std::map<std::string, std::string, std::less<>> fixtures_;  // Name to scope.
    std::map<std::string, std::string, std::less<>> groups_;    // Name to the fixture of its first task.
    std::map<std::string, std::string, std::less<>> others_;    // Tasks that stand on another: id to fixture.
};

}  // namespace pf

#endif
