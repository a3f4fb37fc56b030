// The files of a run: its directory, its journal, the reports made of it.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_RUN_FILES_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_RUN_FILES_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tool/event/event.h"
#include "tool/journal/journal_writer.h"
#include "tool/journal/run_directory.h"
#include "tool/plan/plan.h"

namespace pf {

class RunFiles : public EventSink {
public:
    // `run_id` as RunDirectory::create has it. What cannot be done is problem().
    void open(const std::string& build_dir, const std::string& run_id);

    // The event that begins the run, but for what only its caller knows: jobs, seed, order.
    [[nodiscard]] RunStarted started(const Plan& plan, const std::vector<std::string>& command_line) const;

    void handle(const Event& event) override;
    void flush();

    // Writes the reports of everything so far. Returns what went wrong; empty: nothing. May be called again.
    std::string finish(const RunEnded& ended);

    // Why there are no results; empty: there are.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] std::string warning() const { return directory_ ? directory_->warning() : ""; }
    [[nodiscard]] std::string path() const { return directory_ ? directory_->path() : ""; }
    [[nodiscard]] std::string output_path() const { return directory_ ? directory_->output_path() : ""; }

private:
    std::unique_ptr<RunDirectory> directory_;
    std::unique_ptr<JournalWriter> journal_;
    std::string problem_;
};

// Short enough to be typed again.
std::uint64_t random_seed();

}  // namespace pf

#endif
