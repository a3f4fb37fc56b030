// Journals of shards, for the tests of merged runs.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_JOURNAL_SHARDS_H
#define PARALLEL_FIXTURES_TESTS_UNIT_JOURNAL_SHARDS_H

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/unit/journal/events.h"
#include "tests/unit/support/folder.h"
#include "tool/journal/merge_journals.h"
#include "tool/journal/run_record.h"
#include "tool/support/file.h"

namespace pf::test {

using Ids = std::vector<std::string>;

// Journals of shards of one division in a folder of their own.
class Shards {
public:
    // Returns the events of a run of shard `number` of three until its tasks are declared.
    static std::vector<Event> begin(std::uint32_t number, const Ids& names, double at = 100) {
        RunStarted run = run_started(at + number);
        run.run_id = "run-" + std::to_string(at + number);
        run.shard = number;
        run.shards = 3;
        run.digest = "d";
        run.hostname = "host" + std::to_string(number);
        std::vector<Event> events{run};
        for (std::uint32_t other = 1; other <= 3; ++other) {
            if (other != number) {
                events.push_back(
                    ShardDeclared{other, "g", {"g.a" + std::to_string(other), "g.b" + std::to_string(other)}});
            }
        }
        for (const std::string& name : names) {
            events.push_back(declared("g", name));
        }
        return events;
    }

    // The whole run of a shard, whose tasks are a<number> and b<number>.
    static std::vector<Event> whole(std::uint32_t number, Outcome outcome = Outcome::passed, double at = 100) {
        const std::string n = std::to_string(number);
        std::vector<Event> events = begin(number, {"a" + n, "b" + n}, at);
        events.push_back(PlanEnded{2});
        for (const std::string& id : {"g.a" + n, "g.b" + n}) {
            events.push_back(started(id));
            events.push_back(ended(id, outcome));
        }
        events.push_back(run_ended(outcome == Outcome::passed ? 0 : 1));
        return events;
    }

    void write(const std::string& name, const std::vector<Event>& events) {
        std::filesystem::create_directories(folder / name);
        REQUIRE(write_file_atomically(folder / (name + "/journal.jsonl"), lines(events, 7)).ok());
        paths.push_back(folder / name);
    }

    Result<RunRecord> merge() {
        auto sources = read_sources(paths);
        if (!sources) {
            return sources.error();
        }
        for (MergeSource& source : *sources) {
            source.lost = source.started.shard == 2 ? lost : "";
        }
        std::filesystem::create_directories(folder / "merged");
        REQUIRE(merge_journals(*sources, folder / "merged").ok());
        return build_run_record(folder / "merged/journal.jsonl");
    }

    Folder folder;
    Ids paths;
    std::string lost;  // Of each source: why it has no end, if it has none.
};

// A run of tasks that a lost node has not finished. It belongs to no shard.
inline std::vector<Event> elsewhere(const Ids& names, double at = 300) {
    RunStarted run = run_started(at);
    run.run_id = "elsewhere-" + std::to_string(at);
    std::vector<Event> events{run};
    for (const std::string& name : names) {
        events.push_back(declared("g", name));
    }
    events.push_back(PlanEnded{names.size()});
    for (const std::string& name : names) {
        events.push_back(started("g." + name));
        events.push_back(ended("g." + name));
    }
    events.push_back(run_ended());
    return events;
}

// Returns the task of the record, which must have it.
inline const TaskRecord& task_of(const RunRecord& record, const std::string& id) {
    const auto found =
        std::find_if(record.tasks.begin(), record.tasks.end(), [&id](const TaskRecord& one) { return one.id == id; });
    REQUIRE(found != record.tasks.end());
    return *found;
}

}  // namespace pf::test

#endif
