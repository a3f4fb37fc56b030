#include "tool/command/run_files.h"

#include <unistd.h>

#include <climits>
#include <ctime>
#include <random>
#include <utility>

#include "tool/command/commands.h"
#include "tool/command/earlier_runs.h"
#include "tool/report/write_reports.h"

namespace pf {
namespace {

double seconds_since_epoch() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    constexpr double kNano = 1e-9;
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * kNano;
}

std::string host_name() {
    char name[HOST_NAME_MAX + 1] = "";
    gethostname(name, sizeof name - 1);
    return name;
}

}  // namespace

std::uint64_t random_seed() {
    constexpr unsigned kLargest = 999999;
    return std::random_device()() % (kLargest + 1);
}

RunEnded make_run_ended(const SessionResult& result, int exit_code) {
    RunEnded ended;
    ended.at = result.seconds;
    ended.exit_code = exit_code;
    ended.setup_seconds = result.setup_seconds;
    ended.setup_seconds_saved = result.setup_seconds_saved;
    ended.setups = result.setups;
    ended.setups_one_per_task = result.setups_one_per_task;
    return ended;
}

void RunFiles::open(const std::string& build_dir, const std::string& run_id, const platform::ProcessIdentity& owner) {
    auto directory = RunDirectory::create(build_dir, run_id);
    if (!directory.ok()) {
        problem_ = directory.error().message;
        return;
    }
    directory_ = std::make_unique<RunDirectory>(std::move(*directory));
    note_owner(directory_->path(), owner);
    open_journal();
}

void RunFiles::open_part(const std::string& path, const std::string& run_id) {
    is_part_ = true;
    auto directory = RunDirectory::create_part(path, run_id);
    if (!directory.ok()) {
        problem_ = directory.error().message;
        return;
    }
    directory_ = std::make_unique<RunDirectory>(std::move(*directory));
    open_journal();
}

void RunFiles::open_journal() {
    auto journal = JournalWriter::open(directory_->journal_path(), getpid());
    if (journal.ok()) {
        journal_ = std::move(*journal);
    } else {
        problem_ = journal.error().message;
    }
}

RunStarted RunFiles::started(const Plan& plan, const std::vector<std::string>& command_line) {
    RunStarted event;
    event.run_id = run_id_ = directory_ ? directory_->run_id() : make_run_id(std::time(nullptr), getpid());
    event.version = version();
    event.started = seconds_since_epoch();
    event.command = command_line;
    event.build_dir = plan.build_dir;
    event.source_dir = plan.source_dir;
    event.config = plan.config;
    event.hostname = host_name();
    return event;
}

void RunFiles::handle(const Event& event) {
    if (journal_) {
        journal_->handle(event);
    }
}

void RunFiles::flush() {
    if (journal_) {
        journal_->flush();
    }
}

std::string RunFiles::journal_problem() const {
    return journal_ && journal_->error() ? journal_->error()->message : problem_;
}

Status RunFiles::write_end(const RunEnded& ended, const std::vector<ReportCopy>& copies) {
    const PendingEnd ending{getpid(), ended, [&] {
                                journal_->handle(ended);
                                journal_->flush();
                                return journal_->waiting_bytes() == 0 ? ok_status() : Status(*journal_->error());
                            }};
    exit_code_ = ended.exit_code;
    Status written = is_part_ ? ending.write() : write_reports(directory_->path(), copies, &ending);
    if (!written.ok()) {
        journal_->drop_waiting();
    }
    return written;
}

std::string RunFiles::add_finishes(const std::vector<FinishEnded>& finishes, const RunEnded& ended,
                                   int code_if_incomplete, const std::vector<ReportCopy>& copies) {
    for (const FinishEnded& finish : finishes) {
        handle(finish);
    }
    if (!journal_ || ended.exit_code != exit_code_) {
        return finish(ended, code_if_incomplete, copies);
    }
    journal_->flush();
    const Status written = write_reports(directory_->path(), copies);
    return written.ok() ? journal_problem() : written.error().message;
}

std::string RunFiles::finish(RunEnded ended, int code_if_incomplete, const std::vector<ReportCopy>& copies) {
    if (!journal_) {
        return "";
    }
    journal_->flush();
    if (journal_->error()) {
        ended.exit_code = code_if_incomplete;
    }
    const Status written = write_end(ended, copies);
    if (written.ok()) {
        return journal_problem();
    }
    journal_->handle(Message{ended.at, MessageLevel::error, "results are not complete: " + written.error().message});
    ended.exit_code = code_if_incomplete;
    if (!write_end(ended, {}).ok()) {
        journal_->handle(ended);
        journal_->flush();
    }
    return written.error().message;
}

}  // namespace pf
