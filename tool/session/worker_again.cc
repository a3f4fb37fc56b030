// A second run of a GoogleTest case whose process was not allowed to write the file that GoogleTest reports in: it has
// changed its user, its root or its limits. GoogleTest aborts then, after the test, so its exit code is not to be had
// from the first run.
#include <utility>

#include "tool/session/framework_report.h"
#include "tool/session/worker_run.h"

namespace pf {

// False: there is no reason to, or it cannot be done.
bool WorkerRun::run_again_without_file(const Ended& ended) {
    if (end_mark_ || context_.foreground || !could_not_report(framework(), ended.signal, output_, result_file_)) {
        return false;
    }
    Result<EndMark> mark = EndMark::make();
    if (!mark.ok()) {
        return false;
    }
    end_mark_ = std::make_unique<EndMark>(std::move(*mark));
    RunCommand command = command_;
    command.arguments.resize(command.arguments.size() - report_arguments(framework(), result_file_).size());
    command.environment.push_back(end_mark_->variable());
    command.private_dir = private_dir_;
    command.discard_dir = std::exchange(discard_dir_, {});
    supervisor_->send(command);
    return true;
}

}  // namespace pf
