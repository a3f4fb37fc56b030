// What the command `slurm` does in an allocation and outside of one alike: its plan, its journal, its terminal, its
// signals and its end.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_SLURM_LEAD_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_SLURM_LEAD_H

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/signals.h"
#include "tool/command/selected_plan.h"
#include "tool/command/shard_selection.h"
#include "tool/command/slurm_files.h"
#include "tool/command/slurm_view.h"
#include "tool/journal/journal_writer.h"
#include "tool/journal/run_directory.h"
#include "tool/session/clock.h"
#include "tool/session/repeated_signals.h"
#include "tool/terminal/terminal.h"

namespace pf {

// Returns the words as one command line for a shell.
std::string shell_line(const std::vector<std::string>& words);

class SlurmLead {
public:
    SlurmLead(const SlurmOptions& options, SelectedPlan& selected, std::vector<std::string> command_line);

    // Makes the files of the run, which has so many shards. `jobs` is how many tasks run at a time; 0: unknown.
    Status open(std::uint32_t shards, int jobs);
    // Shows the beginning of the run.
    void announce();

    // Returns the command that a node runs.
    [[nodiscard]] std::vector<std::string> node_command(const std::string& what, std::uint32_t round) const;

    // Runs a command of Slurm and returns what it prints. Blocks, for at most a minute.
    Result<std::string> ask(const std::vector<std::string>& words) const;

    // Calls `done` again and again until it returns true, and meanwhile shows what the nodes do and takes signals.
    // `stop` is called for each request to end, with the signal for the helpers and the number of requests so far.
    void wait(const std::function<bool()>& done, const std::function<void(int signal, int requests)>& stop);
    // From now on SIGHUP, by which a connection breaks, is no request to end: wait() returns, and has_left() is true.
    void leave_on_hangup() { may_leave_ = true; }
    [[nodiscard]] bool has_left() const { return left_; }
    // Ends this process, while the run goes on without it. Returns its exit code.
    int leave(const std::string& why);

    // Says something on the terminal and in the journal.
    void say(MessageLevel level, const std::string& text);

    // Ends the journal of this process with what it has to say itself; a later call replaces an earlier one.
    void end_journal(int code);

    // Merges the results unless the merge job has done so, shows the end of the run, and returns its exit code. `code`
    // is what the command itself has to say; 0: nothing.
    int conclude(bool merge, int code);
    // Ends the run before any node has run a task.
    int give_up(const std::string& why);

    [[nodiscard]] const SlurmFiles& files() const { return *files_; }
    [[nodiscard]] SelectedPlan& selected() { return selected_; }
    [[nodiscard]] const SlurmOptions& options() const { return options_; }
    [[nodiscard]] const WholeDivision& whole() const { return whole_; }
    [[nodiscard]] const std::string& digest() const { return digest_; }  // Of the build tree.
    [[nodiscard]] const std::string& run_id() const { return started_.run_id; }
    [[nodiscard]] SlurmView& view() { return *view_; }
    [[nodiscard]] double now() const { return clock_.now(); }
    [[nodiscard]] int signal() const { return signal_; }  // The first request to end; 0: none.

private:
    void declare();
    void note_merged(int code) const;
    void take_signals(const std::function<void(int signal, int requests)>& stop);
    void on_request(int number, const std::function<void(int signal, int requests)>& stop);

    const SlurmOptions& options_;
    SelectedPlan& selected_;
    std::vector<std::string> command_line_;
    BlockedSignals blocked_{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH};
    Clock clock_;
    Terminal terminal_;
    std::optional<RunDirectory> directory_;
    std::optional<SlurmFiles> files_;
    std::unique_ptr<JournalWriter> journal_;
    std::unique_ptr<SlurmView> view_;
    RunStarted started_;
    WholeDivision whole_;
    std::string digest_;
    Descriptor signals_;
    RepeatedSignals repeated_;
    int signal_ = 0;
    int requests_ = 0;
    bool may_leave_ = false;
    bool left_ = false;
};

// Run the tasks in a step of the allocation that this process is in, and in an array of jobs.
int run_in_allocation(SlurmLead& lead);
int run_in_array(SlurmLead& lead);

}  // namespace pf

#endif
