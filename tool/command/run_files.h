// The files of a run: its directory, its journal, the reports made of it.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_RUN_FILES_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_RUN_FILES_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/platform.h"
#include "tool/event/event.h"
#include "tool/journal/journal_writer.h"
#include "tool/journal/run_directory.h"
#include "tool/plan/plan.h"
#include "tool/session/session.h"

namespace pf {

class RunFiles : public EventSink {
public:
    // `run_id` as RunDirectory::create has it; `owner`: the process that the run is for (earlier_runs.h). What cannot
    // be done is problem().
    void open(const std::string& build_dir, const std::string& run_id, const platform::ProcessIdentity& owner);

    // The event that begins the run, but for what only its caller knows: jobs, seed, order.
    [[nodiscard]] RunStarted started(const Plan& plan, const std::vector<std::string>& command_line) const;

    void handle(const Event& event) override;
    void flush();

    // Ends the journal with `ended` and writes the reports, junit.xml also as `junit_copy` unless that is empty. Where
    // something cannot be written, the run ends with `code_if_incomplete`: the journal and the reports say so, as far
    // as they can be written at all, and nothing is left that says otherwise. Returns what went wrong; empty: nothing.
    std::string finish(RunEnded ended, int code_if_incomplete, const std::string& junit_copy = "");

    // What could not be written to the journal so far; empty: nothing.
    [[nodiscard]] std::string journal_problem() const;

    // Why there are no results; empty: there are.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] std::string warning() const { return directory_ ? directory_->warning() : ""; }
    [[nodiscard]] std::string path() const { return directory_ ? directory_->path() : ""; }
    [[nodiscard]] std::string output_path() const { return directory_ ? directory_->output_path() : ""; }

private:
    Status write_end(const RunEnded& ended, const std::string& junit_copy);

    std::unique_ptr<RunDirectory> directory_;
    std::unique_ptr<JournalWriter> journal_;
    std::string problem_;
};

// The event that ends the run of a session.
RunEnded run_ended(const SessionResult& result, int exit_code);

// Short enough to be typed again.
std::uint64_t random_seed();

}  // namespace pf

#endif
