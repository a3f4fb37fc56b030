// The files of a run: its directory, its journal, and its reports.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_RUN_FILES_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_RUN_FILES_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/platform.h"
#include "tool/event/event.h"
#include "tool/journal/journal_writer.h"
#include "tool/journal/run_directory.h"
#include "tool/plan/plan.h"
#include "tool/report/report_format.h"
#include "tool/session/session.h"

namespace pf {

// Returns the further files that these options name: junit.xml in one flavour or the other.
template <typename Options>
std::vector<ReportCopy> report_copies(const Options& options) {
    std::vector<ReportCopy> copies;
    if (!options.output_junit.empty()) {
        copies.push_back({ReportFormat::junit, options.output_junit});
    }
    if (!options.output_junit_ci.empty()) {
        copies.push_back({ReportFormat::junit_ci, options.output_junit_ci});
    }
    return copies;
}

class RunFiles : public EventSink {
public:
    // Creates the directory and the journal. `run_id` is that of RunDirectory::create(). `owner` is the process that
    // the run belongs to (earlier_runs.h). An error is kept as problem().
    void open(const std::string& build_dir, const std::string& run_id, const platform::ProcessIdentity& owner);

    // Likewise for a part of a run, whose directory `path` must not exist. It has no reports: those are of the whole.
    void open_part(const std::string& path, const std::string& run_id);

    // Returns the first event of the run, without the jobs, the seed and the order.
    [[nodiscard]] RunStarted started(const Plan& plan, const std::vector<std::string>& command_line);

    void handle(const Event& event) override;
    void flush();

    // Ends the journal with `ended` and writes the reports, with `copies` elsewhere. If something cannot be written,
    // the journal and the reports that can be written get the exit code `code_if_incomplete`, and no report with
    // another exit code remains. Returns the problem; "": none.
    std::string finish(RunEnded ended, int code_if_incomplete, const std::vector<ReportCopy>& copies = {});

    // Adds the commands that ran after finish(), and writes the reports again. If `ended` has another exit code than
    // before, it ends the run once more. Returns the problem as finish() does.
    std::string add_finishes(const std::vector<FinishEnded>& finishes, const RunEnded& ended, int code_if_incomplete,
                             const std::vector<ReportCopy>& copies = {});

    // Returns why the journal could not be written so far; "": it was.
    [[nodiscard]] std::string journal_problem() const;

    // Returns why there are no results; "": there are.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] std::string warning() const { return directory_ ? directory_->warning() : ""; }
    [[nodiscard]] std::string run_id() const { return run_id_; }
    [[nodiscard]] std::string path() const { return directory_ ? directory_->path() : ""; }
    [[nodiscard]] std::string output_path() const { return directory_ ? directory_->output_path() : ""; }

private:
    void open_journal();
    Status write_end(const RunEnded& ended, const std::vector<ReportCopy>& copies);

    bool is_part_ = false;
    std::unique_ptr<RunDirectory> directory_;
    std::unique_ptr<JournalWriter> journal_;
    std::string problem_;
    std::string run_id_;
    std::optional<int> exit_code_;  // That of the last end of the run in the journal.
};

// Returns the last event of a run with the result of its session.
RunEnded make_run_ended(const SessionResult& result, int exit_code);

// Returns a random number of at most six digits, which is short enough to type.
std::uint64_t random_seed();

}  // namespace pf

#endif
