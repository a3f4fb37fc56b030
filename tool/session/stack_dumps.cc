#include "tool/session/stack_dumps.h"

#include <algorithm>
#include <cstdlib>

#include "runtime/platform.h"
#include "tool/session/program.h"

namespace pf {
namespace {

constexpr int kAtATime = 2;

}  // namespace

const std::string& StackDumps::tool() {
    if (!std::exchange(looked_for_tool_, true)) {
        const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): the session has one thread.
        for (const std::string name : {"eu-stack", "gdb"}) {
            if (tool_.empty() && (options_.tool.empty() || options_.tool == name)) {
                tool_ = find_along_path(path != nullptr ? path : "/usr/bin:/bin", name);
            }
        }
    }
    return tool_;
}

bool StackDumps::start(WorkerId worker, pid_t process) {
    if (!options_.on || process <= 0 || tool().empty()) {
        return false;
    }
    if (running_ >= kAtATime) {
        waiting_.emplace_back(worker, process);
        return true;
    }
    auto dump = std::make_unique<Dump>(*this, worker);
    if (!run(*dump, process)) {
        return false;
    }
    dumps_[worker] = std::move(dump);
    return true;
}

bool StackDumps::run(Dump& dump, pid_t process) {
    auto supervisor = context_.supervisors.start(dump, Supervised::Data::none);
    if (!supervisor.ok()) {
        return false;
    }
    dump.supervisor = std::move(*supervisor);
    RunCommand command;
    command.program = platform::own_executable();
    command.arguments = {command.program, "session", "stacks", std::to_string(process), "--tool", tool()};
    if (!options_.tool.empty()) {
        command.arguments.insert(command.arguments.end(), {"--with-sanitizers", "ON"});
    }
    command.directory = "/";
    dump.supervisor->send(command);
    ++running_;
    return true;
}

void StackDumps::Dump::on_message(const FromSupervisor& message) {
    if (std::holds_alternative<Ended>(message) || std::holds_alternative<NotStarted>(message)) {
        dumps.done_(worker);
    }
}

void StackDumps::Dump::on_gone(const std::string& /*how*/) { dumps.done_(worker); }

void StackDumps::stop(WorkerId worker) {
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(),
                                  [worker](const auto& waiting) { return waiting.first == worker; }),
                   waiting_.end());
    const auto found = dumps_.find(worker);
    if (found == dumps_.end() || !found->second->supervisor) {
        return;
    }
    found->second->supervisor->catch_up();
    found->second->supervisor.reset();
    --running_;
    start_waiting();
}

void StackDumps::start_waiting() {
    while (running_ < kAtATime && !waiting_.empty()) {
        const auto [worker, process] = waiting_.front();
        waiting_.pop_front();
        auto dump = std::make_unique<Dump>(*this, worker);
        if (run(*dump, process)) {
            dumps_[worker] = std::move(dump);
        }
    }
}

std::string StackDumps::take(WorkerId worker) {
    stop(worker);
    auto found = dumps_.extract(worker);
    if (!found) {
        return "";
    }
    std::string text = found.mapped()->output.take().text;
    context_.to_delete.push_back(std::move(found.mapped()));  // It may be in one of its own calls.
    return text.empty() ? "" : "--- where its processes were when it timed out\n" + text;
}

}  // namespace pf
