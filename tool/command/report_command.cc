#include <unistd.h>

#include "runtime/directory.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/terminal_style.h"
#include "tool/journal/run_directory.h"
#include "tool/journal/run_record.h"
#include "tool/report/write_reports.h"
#include "tool/support/file.h"
#include "tool/terminal/terminal.h"

namespace pf {
namespace {

std::string run_path(const ReportOptions& options) {
    if (options.run.find('/') != std::string::npos) {
        return options.run;
    }
    return results_root(options.build_dir) + "/" + (options.run.empty() ? "latest" : options.run);
}

// Shows what the journal lacks if the run was killed: the tasks without a result, and the end of the run.
void add_missing(Terminal& terminal, const RunRecord& record, int exit_code) {
    RunEnded ended;
    ended.at = record.ended() - record.started();
    ended.exit_code = exit_code;
    for (const TaskRecord& task : record.tasks) {
        if (!task.reported) {
            TaskEnded missing;
            missing.at = ended.at;
            missing.id = task.id;
            missing.attempt = task.attempts;
            missing.outcome = task.outcome;
            missing.cause = task.cause;
            missing.reason = task.reason;
            terminal.handle(missing);
        }
    }
    for (const SegmentRecord& segment : record.segments) {
        ended.setup_seconds += segment.ended ? segment.ended->setup_seconds : 0;
        ended.setup_seconds_saved += segment.ended ? segment.ended->setup_seconds_saved : 0;
        ended.setups += segment.ended ? segment.ended->setups : 0;
        ended.setups_one_per_task += segment.ended ? segment.ended->setups_one_per_task : 0;
    }
    terminal.handle(ended);
}

}  // namespace

int report_command(const ReportOptions& options) {
    const std::string path = real_path(run_path(options));  // `latest` may name another run after the wait.
    const std::string journal = path + "/journal.jsonl";
    if (access(journal.c_str(), R_OK) != 0) {
        return fail(kExitUsage,
                    "report: there is no run in " + path + ": journal.jsonl cannot be read; name a run with --run");
    }
    if (const Status over = options.wait ? wait_until_unused(path) : ok_status(); !over.ok()) {
        return fail(kExitUsage, over.error().message);
    }
    const Result<RunRecord> record = build_run_record(journal);
    if (!record.ok()) {
        return fail(kExitUsage, record.error().message);
    }
    const Status written = write_reports(path, options.output_junit);
    if (!written.ok()) {
        return fail(kExitIncomplete, written.error().message);
    }
    const int code = record->counts.unreported > 0 ? kExitIncomplete : record->exit_code().value_or(kExitIncomplete);
    DisplayOptions display = options.display;
    display.verbosity = Verbosity::summary;
    Terminal terminal(STDOUT_FILENO, style_for(display, STDOUT_FILENO, record->run().build_dir));
    const auto replayed = read_journal(journal, [&](Event& event, std::int64_t, Span) {
        if (!std::holds_alternative<RunEnded>(event)) {
            terminal.handle(event);
        }
    });
    if (!replayed.ok()) {
        return fail(kExitIncomplete, replayed.error().message);
    }
    for (const std::string& problem : record->problems) {
        terminal.handle(Message{0, MessageLevel::warning, problem});
    }
    add_missing(terminal, *record, code);
    terminal.finish();
    return code;
}

}  // namespace pf
