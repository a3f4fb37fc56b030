#include "tool/session/core_dumps.h"

#include <sys/resource.h>

#include <chrono>
#include <utility>

#include "runtime/platform.h"

namespace pf {
namespace {

constexpr int kMostLooks = 20;

bool cores_are_written() {
    rlimit limit{};
    const std::string pattern =
        getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur > 0 ? platform::core_pattern() : "";
    return !pattern.empty() && pattern.front() != '|';
}

}  // namespace

void CoreDumps::look(CrashedTask task, const std::string& tool) {
    if (tool.empty() || looked_ >= kMostLooks || !cores_are_written()) {
        return;
    }
    ++looked_;
    tool_ = tool;
    waiting_.push_back(std::move(task));
    start();
}

void CoreDumps::start() {
    if (running_ || waiting_.empty()) {
        return;
    }
    auto look = std::make_unique<Look>(*this, std::move(waiting_.front()));
    waiting_.pop_front();
    auto supervisor = context_.supervisors.start(*look, Supervised::Data::none);
    if (!supervisor.ok()) {
        return;
    }
    constexpr double kTolerance = 1;  // Seconds by which clocks of file systems may be late.
    const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    look->supervisor = std::move(*supervisor);
    RunCommand command;
    command.program = platform::own_executable();
    command.arguments = {command.program, "session",
                         "stacks",        "0",
                         "--tool",        tool_,
                         "--cores",       look->task.directory,
                         "--since",       std::to_string(now - look->task.seconds - kTolerance),
                         "--program",     look->task.program};
    command.directory = "/";
    look->supervisor->send(command);
    running_ = std::move(look);
}

void CoreDumps::Look::on_message(const FromSupervisor& message) {
    if (std::holds_alternative<Ended>(message) || std::holds_alternative<NotStarted>(message)) {
        dumps.ended();
    }
}

void CoreDumps::Look::on_gone(const std::string& /*how*/) { dumps.ended(); }

void CoreDumps::ended() {
    std::unique_ptr<Look> look = std::move(running_);
    look->supervisor.reset();
    const std::string text = look->output.take().text;
    if (!text.empty()) {
        done_(look->task, "--- where it was when it crashed, from " + text);
    }
    context_.to_delete.push_back(std::move(look));  // It is in one of its own calls.
    start();
}

}  // namespace pf
