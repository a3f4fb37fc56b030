// A run in the steps of an allocation.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/slurm_lead.h"
#include "tool/process/reader_child.h"
#include "tool/support/file.h"
#include "tool/support/number.h"
#include "tool/support/text.h"
#include "tool/terminal/format.h"

namespace pf {
namespace {

constexpr std::uint32_t kMostRounds = 3;  // The first one, and two more for what lost nodes have not finished.
constexpr std::size_t kShownLines = 20;   // Of what srun has printed.
constexpr double kQuiet = 10;      // Seconds without an event after which Slurm is asked whether the step is there.
constexpr double kStepLimit = 10;  // Seconds for srun to end.

std::string step_variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread.
    return value == nullptr ? "" : value;
}

// Returns the number of CPUs in "2(x4),1", as SLURM_JOB_CPUS_PER_NODE has it, for the first `nodes` nodes; 0: unknown.
int cpus_in(const std::string& text, std::uint32_t nodes) {
    int sum = 0;
    std::string_view rest = text;
    while (!rest.empty() && nodes > 0) {
        const std::string one(rest.substr(0, rest.find(',')));
        rest.remove_prefix(std::min(rest.size(), one.size() + 1));
        const std::size_t times = one.find("(x");
        const auto cpus = parse_number<int>(one.substr(0, times));
        const auto count = times == std::string::npos
                               ? std::optional<std::uint32_t>(1)
                               : parse_number<std::uint32_t>(one.substr(times + 2, one.size() - times - 3));
        if (!cpus || !count) {
            return 0;
        }
        sum += *cpus * static_cast<int>(std::min(*count, nodes));
        nodes -= std::min(*count, nodes);
    }
    return sum;
}

class StepsOfAllocation {
public:
    explicit StepsOfAllocation(SlurmLead& lead) : lead_(lead) {}

    int run() {
        const auto all = parse_number<std::uint32_t>(step_variable("SLURM_JOB_NUM_NODES"));
        const SlurmOptions& options = lead_.options();
        const std::uint32_t nodes = options.nodes != 0 ? options.nodes : all.value_or(1);
        if (nodes > all.value_or(1)) {
            return fail(kExitUsage, fmt::format("--nodes: the allocation has {}", counted(all.value_or(1), "node")));
        }
        if (options.shards != 0 && options.shards != nodes) {
            return fail(kExitUsage, fmt::format("--shards: in an allocation each of {} runs one shard; use --nodes",
                                                counted(nodes, "node")));
        }
        const int jobs = options.run.jobs ? *options.run.jobs * static_cast<int>(nodes)
                                          : cpus_in(step_variable("SLURM_JOB_CPUS_PER_NODE"), nodes);
        if (const Status opened = lead_.open(nodes, jobs); !opened.ok()) {
            return fail(kExitIncomplete, opened.error().message);
        }
        if (const Status same = check(nodes); !same.ok()) {
            return lead_.give_up(same.error().message);
        }
        lead_.announce();
        run_rounds();
        return lead_.conclude(true, kExitOk);
    }

private:
    // Starts a step on these nodes; empty: on `count` of the allocation.
    std::unique_ptr<ReaderChild> start(const std::string& what, std::uint32_t round, std::uint32_t count,
                                       const std::vector<std::string>& nodes, const std::string& log) {
        std::vector<std::string> words{"srun",
                                       fmt::format("--nodes={}", count),
                                       fmt::format("--ntasks={}", count),
                                       "--ntasks-per-node=1",
                                       "--overlap",             // Steps beside ours do not keep it waiting.
                                       "--no-kill",             // The other nodes go on without one that is lost,
                                       "--kill-on-bad-exit=0",  // and without one whose tasks have failed,
                                       "--wait=0",              // and without one that has nothing more to do.
                                       "--immediate=20",        // A node that was lost just before may keep it waiting.
                                       "--input=all",
                                       "--cpu-bind=none",
                                       "--mpi=none"};  // The helpers are no ranks of MPI.
        words.insert(words.end(), lead_.options().engine.begin(), lead_.options().engine.end());
        if (!nodes.empty()) {
            words.push_back(fmt::format("--nodelist={}", fmt::join(nodes, ",")));
        }
        words.push_back(fmt::format("--job-name={}", kName));  // By which has_gone() finds the step.
        const std::vector<std::string> command = lead_.node_command(what, round);
        words.insert(words.end(), command.begin(), command.end());
        // The shell outlives SIGTERM, so that it ends only when srun has ended, and both are killed if srun does not.
        auto child = ReaderChild::start("trap : TERM; " + shell_line(words) + " >" + shell_quoted(log) + " 2>&1");
        if (!child.ok()) {
            lead_.say(MessageLevel::error, child.error().message);
            return nullptr;
        }
        return std::move(*child);
    }

    // Waits until the step has ended. Requests to end are passed to the helpers through the stdin of srun, because
    // signals of Slurm reach services and tasks too.
    void wait(ReaderChild& step) {
        events_ = lead_.view().events();
        quiet_since_ = lead_.now();
        times_missing_ = 0;
        lead_.wait([&] { return step.ended() || has_gone(step); },
                   [&](int signal, int requests) {
                       if (requests <= 2) {
                           const std::string line = std::to_string(signal) + "\n";
                           static_cast<void>(write_all(step.pipe(), line));
                       } else {
                           step.terminate();
                       }
                   });
        static_cast<void>(step.finish(kStepLimit));  // Its exit code proves nothing: the journals do.
    }

    // Returns whether Slurm knows nothing of the step any more, although srun waits for it. Slurm is asked when nothing
    // has happened for a while, and twice. Ends srun then.
    bool has_gone(const ReaderChild& step) {
        if (lead_.view().events() != events_) {
            events_ = lead_.view().events();
            quiet_since_ = lead_.now();
            times_missing_ = 0;
        }
        if (lead_.now() - quiet_since_ < kQuiet) {
            return false;
        }
        quiet_since_ = lead_.now();
        const Result<std::string> steps =
            lead_.ask({"squeue", "--noheader", "--steps", "--jobs=" + step_variable("SLURM_JOB_ID"), "--format=%j"});
        const bool missing = steps.ok() && steps->find(kName) == std::string::npos;
        times_missing_ = missing ? times_missing_ + 1 : 0;
        if (times_missing_ < 2) {
            return false;
        }
        lead_.say(MessageLevel::warning, "srun waits for a step that Slurm does not have any more, and is ended");
        step.terminate();
        return true;
    }

    // Returns what srun has printed, without what the nodes answer.
    static std::vector<std::string> printed(const std::string& log) {
        std::vector<std::string> lines;
        const Result<std::string> text = read_file(log);
        for (const std::string_view line : split_lines(text.ok() ? std::string_view(*text) : std::string_view())) {
            if (!line.empty() && !line.starts_with(kAnswer) && lines.size() < kShownLines) {
                lines.emplace_back(line);
            }
        }
        return lines;
    }

    // Asks each node for the digest of the build tree that it sees.
    Status check(std::uint32_t count) {
        const std::string log = lead_.files().file("check.log");
        const auto step = start("check", 1, count, {}, log);
        if (!step) {
            return Error{"cannot start srun"};
        }
        wait(*step);
        if (lead_.signal() != 0) {
            return Error{"interrupted before the nodes had answered"};
        }
        const Result<std::string> text = read_file(log);
        if (!text.ok()) {
            return text.error();
        }
        std::vector<std::string> problems;
        for (const std::string_view line : split_lines(*text)) {
            read_answer(line, problems);
        }
        if (!problems.empty()) {
            return Error{
                fmt::format("the nodes do not have the same build tree: {}; it must be on a file system that "
                            "all nodes share",
                            fmt::join(problems, "; "))};
        }
        if (nodes_.size() != count) {
            return Error{fmt::format("srun: {} of {} answered: {}", nodes_.size(), counted(count, "node"),
                                     fmt::join(printed(log), "; "))};
        }
        return ok_status();
    }

    // Takes "parallel-fixtures-node <number> <name> <digest>".
    void read_answer(std::string_view line, std::vector<std::string>& problems) {
        if (!line.starts_with(kAnswer)) {
            return;
        }
        line.remove_prefix(kAnswer.size());
        const auto number = parse_number<std::uint32_t>(std::string(line.substr(0, line.find(' '))));
        line.remove_prefix(std::min(line.size(), line.find(' ') + 1));
        const std::string name(line.substr(0, line.find(' ')));
        line.remove_prefix(std::min(line.size(), line.find(' ') + 1));
        if (!number) {
            return;
        }
        nodes_[*number] = name;
        if (line.starts_with("! ")) {
            problems.push_back(fmt::format("{} {}", name, line.substr(2)));
        } else if (line != lead_.digest()) {
            problems.push_back(fmt::format("{} sees another build tree in {}", name, lead_.selected().plan.build_dir));
        }
    }

    void run_rounds() {
        Partition shares = lead_.whole().partition;
        std::vector<std::string> left;
        for (const auto& [number, name] : nodes_) {
            left.push_back(name);
        }
        for (std::uint32_t round = 1; round <= kMostRounds && !shares.empty(); ++round) {
            run_round(round, shares, left);
            shares = what_is_left(round, left);
        }
    }

    // Runs each share on one of these nodes.
    void run_round(std::uint32_t round, const Partition& shares, const std::vector<std::string>& nodes) {
        for (std::uint32_t number = 1; number <= shares.size(); ++number) {
            const SlurmPart part{round, number};
            prepare(part);
            lead_.view().follow(part, nodes[number - 1], shares[number - 1]);
            if (round > 1) {
                write_list(part, shares[number - 1]);
            }
        }
        const auto count = static_cast<std::uint32_t>(shares.size());
        const std::string log = lead_.files().file(fmt::format("srun-{}.log", round));
        const std::vector<std::string> used(nodes.begin(), nodes.begin() + count);
        const auto step = start("step", round, count, used, log);
        if (step) {
            wait(*step);
        }
        const bool lost =
            std::any_of(lead_.view().parts().begin(), lead_.view().parts().end(),
                        [&](const FollowedPart& part) { return part.part.round == round && part.is_lost(); });
        for (const std::string& line : lost ? printed(log) : std::vector<std::string>()) {
            lead_.say(MessageLevel::note, line);
        }
    }

    // Makes the files of the part before its journal is looked for. NFS remembers for up to a minute that a file was
    // not there, and a node that is done by then would be taken for lost.
    void prepare(SlurmPart part) {
        if (const Status made = RunDirectory::prepare_part(lead_.files().part(part)); !made.ok()) {
            lead_.say(MessageLevel::error, made.error().message);
        }
    }

    void write_list(SlurmPart part, const std::vector<TaskId>& tasks) {
        std::string lines;
        for (const TaskId task : tasks) {
            lines += lead_.selected().plan.task_id(task) + "\n";
        }
        if (const Status written = write_file_atomically(lead_.files().list(part), lines); !written.ok()) {
            lead_.say(MessageLevel::error, written.error().message);
        }
    }

    // Returns what the nodes that were lost in this round have not finished, divided among those that are left.
    Partition what_is_left(std::uint32_t round, std::vector<std::string>& left) {
        std::set<TaskId> tasks;
        std::vector<std::string> lost;
        for (FollowedPart& part : lead_.view().parts()) {
            if (part.part.round == round && part.is_lost()) {
                const std::set<TaskId> own = lead_.view().unfinished(part);
                tasks.insert(own.begin(), own.end());
                lost.push_back(part.node);
                lead_.view().close(part, lead_.now());
            }
        }
        if (lost.empty() || lead_.signal() != 0) {
            return {};
        }
        // One node that is lost while the step starts ends it on all of them, so the others may be as good as before.
        erase_down(left);
        std::vector<std::string> others = left;
        std::erase_if(others, [&](const std::string& node) { return std::count(lost.begin(), lost.end(), node) > 0; });
        left = others.empty() ? left : others;
        const bool again = !tasks.empty() && !left.empty() && round < kMostRounds;
        lead_.say(MessageLevel::warning,
                  fmt::format("lost: {}, with {} unfinished; {}", fmt::join(lost, ", "), counted(tasks.size(), "task"),
                              again           ? "run again on the nodes that are left"
                              : tasks.empty() ? "nothing is to be run again"
                                              : "not run again"));
        if (!again) {
            return {};
        }
        const std::vector<TaskId> all = with_inseparable(lead_.selected(), tasks);
        Partition shares = divide_again(lead_.selected(), all, static_cast<std::uint32_t>(left.size()));
        std::erase_if(shares, [](const std::vector<TaskId>& share) { return share.empty(); });
        return shares;
    }

    // Leaves the nodes that Slurm can start something on. A step that asks for another one would wait for it.
    void erase_down(std::vector<std::string>& nodes) {
        const Result<std::string> answer = lead_.ask(
            {"sinfo", "--noheader", "--Node", "--format=%N %t", fmt::format("--nodes={}", fmt::join(nodes, ","))});
        if (!answer.ok() || nodes.empty()) {
            return;
        }
        std::set<std::string> down;
        for (const std::string_view line : split_lines(*answer)) {
            const std::size_t blank = line.find(' ');
            const std::string_view state = line.substr(std::min(line.size(), blank + 1));
            const bool usable = state.starts_with("alloc") || state.starts_with("mix") || state.starts_with("idle") ||
                                state.starts_with("drng") || state.starts_with("comp");
            if (!usable || state.find('*') != std::string_view::npos) {  // '*': it does not answer.
                down.emplace(line.substr(0, blank));
            }
        }
        std::erase_if(nodes, [&](const std::string& node) { return down.count(node) != 0; });
    }

    static constexpr const char* kName = "parallel-fixtures";
    static constexpr std::string_view kAnswer = "parallel-fixtures-node ";

    SlurmLead& lead_;
    std::map<std::uint32_t, std::string> nodes_;  // By number in the step: their names.
    // Of the step that runs:
    std::uint64_t events_ = 0;  // Of the view, when something happened last.
    double quiet_since_ = 0;
    int times_missing_ = 0;
};

}  // namespace

int run_in_allocation(SlurmLead& lead) { return StepsOfAllocation(lead).run(); }

}  // namespace pf
