// The files of a run on nodes of Slurm, which all nodes see: they are in the directory of the run, below nodes/.
//
// THREADS: values.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_SLURM_FILES_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_SLURM_FILES_H

#include <cstdint>
#include <string>

#include "runtime/result.h"
#include "tool/cli/options.h"
#include "tool/command/selected_plan.h"

namespace pf {

// A part of such a run: what one node runs at a time. In a step the round is 1, or more if it runs what lost nodes have
// not finished. In an array it is the number of the attempt.
struct SlurmPart {
    std::uint32_t round = 1;
    std::uint32_t number = 1;  // That of the node in the round; in the first one, of the shard.
};

// More attempts of an array's task than this are no node's fault any more.
inline constexpr std::uint32_t kMostAttempts = 3;

class SlurmFiles {
public:
    explicit SlurmFiles(std::string run_directory) : run_(std::move(run_directory)) {}

    [[nodiscard]] const std::string& run() const { return run_; }
    [[nodiscard]] std::string nodes() const { return run_ + "/nodes"; }
    [[nodiscard]] std::string file(const std::string& name) const { return nodes() + "/" + name; }
    // The journal of the command itself, which names the tasks of all shards.
    [[nodiscard]] std::string own() const { return file("0.0"); }
    [[nodiscard]] std::string history() const { return file("history"); }
    [[nodiscard]] std::string part(SlurmPart part) const;
    [[nodiscard]] std::string journal(SlurmPart of) const { return part(of) + "/journal.jsonl"; }
    // The ids of the tasks of a part after the first round.
    [[nodiscard]] std::string list(SlurmPart of) const { return part(of) + ".tasks"; }
    // The exit code of the merged run, once the merge job of an array is done, or the command has merged.
    [[nodiscard]] std::string merged() const { return file("merged"); }

    // Returns the id of the part, for the id of the run.
    [[nodiscard]] std::string part_id(SlurmPart part) const;

private:
    std::string run_;
};

// Says why what ran on the node has no result.
std::string lost_text(const std::string& node);

// Returns a hash of what the selected tasks and their fixtures are, and of how they are divided.
std::string tree_digest(const SelectedPlan& selected, std::uint32_t shards);

// Makes the journal of the run of those of its parts, and extends the history of the build tree. A part without an end
// was lost with its node.
Status merge_slurm(const SlurmFiles& files, const std::string& build_dir);

}  // namespace pf

#endif
