#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "runtime/directory.h"
#include "tool/cli/exit_code.h"
#include "tool/command/ci_report.h"
#include "tool/command/commands.h"
#include "tool/command/run_files.h"
#include "tool/journal/run_directory.h"
#include "tool/journal/run_record.h"
#include "tool/report/write_reports.h"
#include "tool/support/file.h"
#include "tool/terminal/terminal.h"

namespace pf {
namespace {

// `latest` may name another run after the wait, so it is followed at once.
std::vector<std::string> run_paths(const ReportOptions& options) {
    std::vector<std::string> paths;
    for (const std::string& run : options.runs) {
        paths.push_back(
            real_path(run.find('/') != std::string::npos ? run : results_root(options.build_dir) + "/" + run));
    }
    if (paths.empty()) {
        paths.push_back(real_path(results_root(options.build_dir) + "/latest"));
    }
    return paths;
}

int exit_code_of(const RunRecord& record) {
    return record.counts.unreported > 0 ? kExitIncomplete : record.exit_code().value_or(kExitIncomplete);
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

// Writes all reports again and shows the end of the run.
int show_again(const ReportOptions& options, const std::string& path, const RunRecord& record) {
    const Status written = write_reports(path, report_copies(options));
    if (!written.ok()) {
        return fail(kExitIncomplete, written.error().message);
    }
    print_ci_groups(record, options.annotations);
    const int code = exit_code_of(record);
    DisplayOptions display;
    display.verbosity = Verbosity::summary;
    display.ci = options.annotations;
    Terminal terminal(STDOUT_FILENO, make_style(display, terminal_facts(STDOUT_FILENO), std::getenv));
    const auto replayed = read_journal(path + "/journal.jsonl", [&](Event& event, std::int64_t, Span) {
        if (!std::holds_alternative<RunEnded>(event)) {
            terminal.handle(event);
        }
    });
    if (!replayed.ok()) {
        return fail(kExitIncomplete, replayed.error().message);
    }
    for (const std::string& problem : record.problems) {
        terminal.handle(Message{0, MessageLevel::warning, problem});
    }
    add_missing(terminal, record, code);
    terminal.finish();
    annotate(record, options.annotations);
    return code;
}

bool is_directory(const std::string& path) {
    struct stat status {};
    return path.ends_with('/') || (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode));
}

// Writes one report of the run to a file, to a file of the run in a directory, or to stdout.
int write_one(const ReportOptions& options, const RunRecord& record) {
    const char* const workspace = std::getenv("GITHUB_WORKSPACE");  // NOLINT(concurrency-mt-unsafe): one thread.
    const FileWriter writer = [&](std::FILE* file) {
        return write_report(record, *options.format, workspace != nullptr ? workspace : "", file);
    };
    Status written = ok_status();
    if (options.output == "-") {
        written = writer(stdout);
        if (std::fflush(stdout) != 0 && written.ok()) {
            written = system_error("cannot write to stdout", errno);
        }
    } else {
        const std::string name = record.run().run_id + "." + file_ending(*options.format);
        written =
            write_file_atomically(is_directory(options.output) ? options.output + "/" + name : options.output, writer);
    }
    return written.ok() ? exit_code_of(record) : fail(kExitIncomplete, written.error().message);
}

int report_run(const ReportOptions& options, const std::string& path) {
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
    return options.format ? write_one(options, *record) : show_again(options, path, *record);
}

}  // namespace

int report_command(const ReportOptions& options) {
    const std::vector<std::string> paths = run_paths(options);
    if (paths.size() > 1 && options.format && options.output != "-" && !is_directory(options.output)) {
        return fail(kExitUsage, "report: --output " + options.output +
                                    " is one file for several runs; name a directory, such as " + options.output + "/");
    }
    int code = kExitOk;
    for (const std::string& path : paths) {
        code = first_exit_code(code, report_run(options, path));
    }
    return code;
}

}  // namespace pf
