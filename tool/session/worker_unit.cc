// Tests in the process of their unit. The program runs them itself, so the worker does what a supervisor does
// otherwise.
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/directory.h"
#include "tool/session/worker_run.h"

namespace pf {

void WorkerRun::run_in_unit(const RunTest& test) {
    remove_tree(test.discard_dir);
    if (mkdir(private_dir_.c_str(), S_IRWXU) != 0) {
        finish({Outcome::failed, Cause::failed_to_start, system_error("cannot make " + private_dir_, errno).message},
               0);
        return;
    }
    unit_->ask(*this, test);
}

void WorkerRun::unit_answered(const FromProgram& message) {
    if (const auto* said = std::get_if<TestEnded>(&message)) {
        static_cast<ForkedTest&>(*run_).set_report(said->report);
    }
    Ended ended;  // As of a test with a process of its own.
    const std::optional<parallel_fixtures::Report> report = run_->report();
    ended.exit_code = report && report->verdict == parallel_fixtures::Verdict::failed ? 1 : 0;
    unit_test_ended(ended);
}

void WorkerRun::unit_ended(const Ended* ended, const std::string& how) {
    if (ended != nullptr) {
        unit_test_ended(*ended);
        return;
    }
    remove_tree(private_dir_);
    finish({Outcome::crashed, Cause::worker_died, how}, context_.clock.now() - started_);
}

void WorkerRun::unit_test_ended(Ended ended) {
    constexpr double kMicrosecondsPerSecond = 1e6;
    ended.microseconds = static_cast<std::uint64_t>((context_.clock.now() - started_) * kMicrosecondsPerSecond);
    ended.leaked.clear();  // Processes belong to the unit and not to one test.
    ended.private_dir_left = !is_untouched(private_dir_) || rmdir(private_dir_.c_str()) != 0;
    task_process_ended(ended);
}

}  // namespace pf
