// Makes one journal of the journals of several runs: of the shards of a run (tool/shard/), of shards that were run
// again, and of tasks that were run again elsewhere.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_MERGE_JOURNALS_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_MERGE_JOURNALS_H

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/event/event.h"

namespace pf {

// A run whose journal is merged.
struct MergeSource {
    std::string journal;    // The path of its journal.
    std::string directory;  // Its directory, with the files of outputs. Empty: there are none.
    RunStarted started;     // The first line of the journal. Set by read_sources().
    // Why the run has no end, or was ended by a signal, for people; only if it has none. Then it is closed as
    // LostRun::closing() does: what it has counts, and what it has not finished is not_run with the cause node_lost,
    // unless a later source has run it. Empty: it is not known, and the merged run has no end either.
    std::string lost = {};
};

// Reads the first line of each journal and sorts the runs by the time of their start. A run that is named twice counts
// once: the longer journal, if the other is its beginning. `paths` are directories of runs or journals. It is an error
// if there is none, if one cannot be read, or if the shards are not of one division: then the error names two that
// differ.
Result<std::vector<MergeSource>> read_sources(const std::vector<std::string>& paths);

// Writes <directory>/journal.jsonl with the events of all sources, in their order, and copies the files of their
// outputs. Each process of a source is a segment of its own. Of the results of a task those of the last run count, and
// those before are its earlier attempts. It is an error if a source has several shards, because it is merged already. A
// shard that has no run gets a segment in which its tasks are not_run with the cause shard_missing; so do tasks that a
// shard has not declared before it was killed. Tasks that a source without a shard has run are not missing. A source
// with the shard 0 of several has no tasks and names those of all shards. The time that this takes grows with the size
// of the journals, and the memory with the names of missing tasks only.
Status merge_journals(const std::vector<MergeSource>& sources, const std::string& directory);

}  // namespace pf

#endif
