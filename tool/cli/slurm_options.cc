#include "tool/cli/slurm_options.h"

#include <array>
#include <string>
#include <utility>

#include "tool/cli/option_values.h"
#include "tool/cli/shared_options.h"
#include "tool/shard/shard.h"

namespace pf {
namespace {

Result<std::uint32_t> parse_number_of_parts(const std::string& text) {
    const Result<int> number = parse_count(text);
    if (!number.ok()) {
        return number.error();
    }
    if (static_cast<std::uint32_t>(*number) > kMaxShards) {
        return Error{fmt::format("{} is more than {}", *number, kMaxShards)};
    }
    return static_cast<std::uint32_t>(*number);
}

Result<SlurmNodeOptions::What> parse_what(const std::string& text) {
    using What = SlurmNodeOptions::What;
    constexpr std::array<std::pair<const char*, What>, 4> kWords{
        {{"check", What::check}, {"step", What::step}, {"array", What::array}, {"merge", What::merge}}};
    for (const auto& [word, value] : kWords) {
        if (text == word) {
            return value;
        }
    }
    return Error{"it is check, step, array or merge"};
}

}  // namespace

void add_slurm(CommandLine& line, SlurmOptions& slurm) {
    line.group("Nodes of Slurm");
    line.rest(slurm.engine, "<option>...", "Options of srun in an allocation, and otherwise of sbatch");
    line.value({"--nodes"}, into(parse_number_of_parts, slurm.nodes), "<n>",
               "Use this many nodes at a time; default in an allocation: all");
    line.value({"--shards"}, into(parse_number_of_parts, slurm.shards), "<n>",
               "Divide the tasks into this many parts; default: one for each node");
}

void add_slurm_node(CommandLine& line, SlurmNodeOptions& node) {
    line.value({"--what"}, into(parse_what, node.what), "check|step|array|merge", "What the node is to do");
    line.value({"--slurm-dir"}, into(parse_text, node.directory), "<dir>", "The directory of the run");
    line.value({"--round"}, into(parse_number_of_parts, node.round), "<n>",
               "How often nodes were started for this run");
    line.value({"--shards"}, into(parse_number_of_parts, node.shards), "<n>", "The number of shards");
    line.value({"--digest"}, into(parse_text, node.digest), "<digest>", "The digest of the build tree");
}

void settle_slurm(CommandLine& line, SlurmOptions& slurm) {
    const RunOptions& run = slurm.run;
    const char* const refused = run.shard                ? "--shard"
                                : run.no_fork            ? "--no-fork"
                                : !run.events.empty()    ? "--events"
                                : !run.on_finish.empty() ? "--on-finish"
                                : run.join_ctest         ? "--join-ctest"
                                                         : nullptr;
    if (refused != nullptr) {
        line.refuse(std::string(refused) + ": it is for a run on one machine; omit it");
    }
    slurm.passed = line.options_without({"--nodes", "--shards", "--test-dir", "--output-junit", "--output-junit-ci",
                                         "--annotations", "--slowest", "--progress", "--color", "--no-color",
                                         "--verbose", "--extra-verbose", "--quiet", "--output-on-failure"});
}

}  // namespace pf
