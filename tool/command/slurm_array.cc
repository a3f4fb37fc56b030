// A run in an array of jobs, and a job that merges its results.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/slurm_lead.h"
#include "tool/support/file.h"
#include "tool/support/number.h"
#include "tool/support/text.h"
#include "tool/terminal/format.h"

namespace pf {
namespace {

constexpr double kBetweenQuestions = 2;  // Seconds between questions to Slurm's controller.
constexpr double kResultLimit = 5;       // Seconds for the result of a merge job that has left the queue.

// Returns the option of sbatch that the command cannot work with, of those that the user has written; "": there is
// none.
std::string refused(const std::vector<std::string>& options) {
    for (const std::string& option : options) {
        std::string name = option.substr(0, option.find('='));
        // It would block sbatch, would leave out the cluster when Slurm is asked, or is what the command itself says.
        for (const char* long_name : {"--wait", "--clusters", "--cluster", "--array"}) {
            if (name == long_name) {
                return name;
            }
        }
        for (const char* short_name : {"-W", "-M", "-a"}) {
            if (option.starts_with(short_name)) {
                return short_name;
            }
        }
    }
    return "";
}

// Returns a path as --output has it, where % begins a pattern.
std::string without_patterns(const std::string& path) {
    std::string text;
    for (const char c : path) {
        text += c == '%' ? "%%" : std::string(1, c);
    }
    return text;
}

class Array {
public:
    explicit Array(SlurmLead& lead) : lead_(lead) {}

    int run() {
        const SlurmOptions& options = lead_.options();
        shards_ = options.shards != 0 ? options.shards : options.nodes;
        nodes_ = options.nodes != 0 ? options.nodes : shards_;
        if (shards_ == 0) {
            return fail(kExitUsage, "slurm: this is no allocation of Slurm; write --nodes or --shards");
        }
        if (const std::string option = refused(options.engine); !option.empty()) {
            return fail(kExitUsage, "slurm: " + option + " of sbatch is not for an array of its jobs; omit it");
        }
        if (const Status opened =
                lead_.open(shards_, options.run.jobs ? *options.run.jobs * static_cast<int>(nodes_) : 0);
            !opened.ok()) {
            return fail(kExitIncomplete, opened.error().message);
        }
        if (const Status submitted = submit(); !submitted.ok()) {
            return lead_.give_up(submitted.error().message);
        }
        lead_.announce();
        lead_.end_journal(kExitOk);  // The merge job does not need this process.
        lead_.say(MessageLevel::note, fmt::format("job {} runs {}, {} at a time, and job {} merges their results",
                                                  array_, counted(shards_, "shard"), nodes_, merge_));
        for (std::uint32_t number = 1; number <= shards_; ++number) {
            lead_.view().follow({1, number}, fmt::format("shard {}", number), lead_.whole().partition[number - 1]);
        }
        lead_.leave_on_hangup();
        lead_.wait([this] { return is_over(); }, [this](int signal, int requests) { stop(signal, requests); });
        if (lead_.has_left()) {
            return lead_.leave(
                fmt::format("the connection broke; job {} goes on, and job {} merges its results", array_, merge_));
        }
        tell_not_begun();
        return lead_.conclude(!merged_, kExitOk);
    }

private:
    // Returns the name of a job, which no job of another run has.
    [[nodiscard]] std::string job_name(const std::string& name) const {
        return "parallel-fixtures-" + name + "-" + lead_.run_id();
    }

    // Submits a job that executes a command. Returns its number. The user's options take the place of `options`, and
    // `last` that of the user's.
    Result<std::string> submit(const std::string& name, const std::vector<std::string>& options,
                               const std::string& last, const std::vector<std::string>& command) {
        const std::string script = lead_.files().file(name + ".sh");
        const Status written =
            write_file_atomically(script, "#!/bin/sh\nexec " + shell_line(command) + " </dev/null\n");
        if (!written.ok()) {
            return written.error();
        }
        std::vector<std::string> words{"sbatch", "--parsable", "--nodes=1", "--ntasks=1", "--open-mode=append"};
        words.insert(words.end(), options.begin(), options.end());
        words.insert(words.end(), lead_.options().engine.begin(), lead_.options().engine.end());
        words.insert(words.end(), {last, "--job-name=" + job_name(name), script});
        const Result<std::string> answer = lead_.ask(words);
        const std::vector<std::string_view> lines = split_lines(answer.ok() ? std::string_view(*answer) : "");
        for (const std::string_view line : lines) {  // "12" or "12;cluster"
            const std::string number(line.substr(0, line.find(';')));
            if (parse_number<std::uint64_t>(number)) {
                return number;
            }
        }
        // If sbatch had no answer in time, Slurm may have the job nevertheless.
        static_cast<void>(lead_.ask({"scancel", "--name=" + job_name(name)}));
        return answer.ok() ? Error{"sbatch has not printed the number of a job: " + one_line(*answer)} : answer.error();
    }

    Status submit() {
        const RunOptions& run = lead_.options().run;
        const std::string size = run.jobs ? fmt::format("--cpus-per-task={}", *run.jobs) : "--exclusive";
        auto array =
            submit("array", {"--requeue", size, "--output=" + without_patterns(lead_.files().nodes()) + "/%a.log"},
                   fmt::format("--array=1-{}%{}", shards_, nodes_), lead_.node_command("array", 1));
        if (!array.ok()) {
            return array.error();
        }
        array_ = *std::move(array);
        std::vector<std::string> command = lead_.node_command("merge", 1);
        for (const auto& [option, file] :
             {std::pair{"--output-junit", run.output_junit}, std::pair{"--output-junit-ci", run.output_junit_ci}}) {
            if (!file.empty()) {
                command.insert(command.end(), {option, file});
            }
        }
        auto merge = submit("merge", {"--output=" + without_patterns(lead_.files().file("merge.log"))},
                            "--dependency=afterany:" + array_, command);
        if (!merge.ok()) {
            static_cast<void>(lead_.ask({"scancel", array_}));
            return merge.error();
        }
        merge_ = *std::move(merge);
        return ok_status();
    }

    // Returns whether the results can be shown.
    bool is_over() {
        follow_attempts();
        if (access(lead_.files().merged().c_str(), F_OK) == 0) {
            merged_ = true;
            return true;
        }
        if (gone_since_) {
            return lead_.now() - *gone_since_ > kResultLimit;
        }
        if (lead_.now() < next_question_) {
            return false;
        }
        next_question_ = lead_.now() + kBetweenQuestions;
        if (lead_.signal() != 0) {
            cancel_pending();  // Slurm may have put a job whose node was lost into its queue again.
        }
        if (lead_.signal() != 0 && !is_queued(array_)) {
            static_cast<void>(lead_.ask({"scancel", merge_}));  // It may wait long for a node.
            return true;
        }
        if (!is_queued(merge_)) {
            gone_since_ = lead_.now();
        }
        return false;
    }

    bool is_queued(const std::string& job) {
        const Result<std::string> answer = lead_.ask({"squeue", "--noheader", "--jobs=" + job, "--format=%F"});
        if (!answer.ok()) {  // A controller that does not answer says nothing about the job.
            return answer.error().message.find("Invalid job id") == std::string::npos;
        }
        // There may be warnings too.
        const std::vector<std::string_view> lines = split_lines(*answer);
        return std::any_of(lines.begin(), lines.end(), [&](std::string_view line) { return line == job; });
    }

    // Says where to look if a shard has done nothing, because its node refused it or Slurm has not run it.
    void tell_not_begun() {
        std::vector<std::uint32_t> shards;
        for (const FollowedPart& part : lead_.view().parts()) {
            if (!part.begun && !part.repeated && lead_.signal() == 0) {
                shards.push_back(part.part.number);
            }
        }
        if (!shards.empty()) {
            lead_.say(MessageLevel::warning,
                      fmt::format("shard {} has not begun{}; {} says why if its node sees this file", shards.front(),
                                  shards.size() == 1 ? "" : fmt::format(", nor have {} more", shards.size() - 1),
                                  lead_.files().file(fmt::format("{}.log", shards.front()))));
        }
    }

    // Slurm may run a part again if its node is lost or its job is requeued, whether it has begun or not.
    void follow_attempts() {
        for (std::size_t i = 0; i < lead_.view().parts().size(); ++i) {
            FollowedPart& part = lead_.view().parts()[i];
            for (SlurmPart next = part.part; part.is_lost() && !part.repeated && next.round < kMostAttempts;) {
                ++next.round;
                if (access(lead_.files().journal(next).c_str(), F_OK) == 0) {
                    follow_instead(part, next);
                }
            }
        }
    }

    void follow_instead(FollowedPart& part, SlurmPart next) {
        const std::string& node = part.node;
        const std::string ended = part.open.interrupted() ? "the helper on " + node + " was ended" : node + " was lost";
        const std::string what =
            part.begun ? ended + "; Slurm runs its shard again" : node + " had not begun; Slurm runs it again";
        part.repeated = true;
        lead_.view().close(part, lead_.now());
        lead_.view().follow(next, part.node, part.tasks);
        lead_.say(MessageLevel::warning, what);
    }

    void cancel_pending() { static_cast<void>(lead_.ask({"scancel", "--state=PENDING", array_})); }

    // Only the helpers get the signal, so that they tear their fixtures down.
    void stop(int signal, int requests) {
        if (requests == 1) {
            cancel_pending();
        }
        if (requests <= 2) {
            static_cast<void>(lead_.ask({"scancel", "--batch", fmt::format("--signal={}", signal), array_}));
        } else {
            static_cast<void>(lead_.ask({"scancel", array_}));
        }
    }

    SlurmLead& lead_;
    std::uint32_t shards_ = 0;
    std::uint32_t nodes_ = 0;
    std::string array_;
    std::string merge_;
    bool merged_ = false;
    double next_question_ = kBetweenQuestions;
    std::optional<double> gone_since_;
};

}  // namespace

int run_in_array(SlurmLead& lead) { return Array(lead).run(); }

}  // namespace pf
