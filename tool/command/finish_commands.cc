#include "tool/command/finish_commands.h"

#include <utility>

#include "runtime/directory.h"

namespace pf {

std::vector<FinishCommand> finish_commands(const Plan& plan, const RunOptions* options) {
    std::vector<FinishCommand> commands;
    commands.reserve(plan.finishes.size());
    for (const PlannedFinish& planned : plan.finishes) {
        commands.push_back(finish_command_of(planned));
    }
    for (const std::string& text : options != nullptr ? options->on_finish : std::vector<std::string>()) {
        FinishCommand command;
        command.words = {"/bin/sh", "-c", text};
        command.binary_dir = command.directory = real_path(".");
        command.limit = options->on_finish_timeout.value_or(command.limit);
        command.required = options->on_finish_required;
        commands.push_back(std::move(command));
    }
    return commands;
}

void FinishResult::add_to(ExitFacts& facts) const {
    facts.fixtures_failed += required_failed ? 1 : 0;
    facts.signal = facts.signal != 0 ? facts.signal : signal;
}

FinishResult run_finish_commands(const Plan& plan, const std::vector<FinishCommand>& commands, FinishFacts facts,
                                 const std::function<void(const FinishEnded&)>& tell) {
    FinishResult result;
    FinishRun run(plan, std::move(facts));
    for (const FinishCommand& command : commands) {
        FinishEnded ended = run.run(command);
        result.required_failed = result.required_failed || (ended.required && !ended.passed);
        tell(ended);
        result.ended.push_back(std::move(ended));
    }
    result.signal = run.signal();
    return result;
}

}  // namespace pf
