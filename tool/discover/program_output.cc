#include "tool/discover/program_output.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include "runtime/environment.h"
#include "runtime/linked_message.h"
#include "runtime/platform.h"
#include "runtime/signals.h"
#include "tool/discover/listing.h"
#include "tool/plan/frameworks.h"
#include "tool/process/capture.h"
#include "tool/process/loop.h"
#include "tool/process/supervised.h"
#include "tool/support/text.h"

namespace pf {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kTail = 4096;
constexpr double kAfterKill = 5;  // Seconds in which a supervisor must confirm that all processes are gone.

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// What a supervisor reports about the program.
class Hearing : public SupervisorListener {
public:
    std::string text;
    Capture all;
    std::optional<Ended> ended;
    std::string failure;  // Why the program was not started, or that its supervisor died.
    bool too_long = false;
    bool interrupted = false;
    bool over = false;
    bool data_is_output = true;  // False for a program that answers by messages, which are not for people.

private:
    void on_message(const FromSupervisor& message) override {
        if (const auto* end = std::get_if<Ended>(&message)) {
            ended = *end;
            over = true;
        } else if (const auto* problem = std::get_if<NotStarted>(&message)) {
            failure = fmt::format("cannot be started: {}", std::strerror(problem->error_number));
            over = true;
        }
    }
    void on_output(std::string_view bytes) override { all.append(bytes); }
    void on_data(std::string_view bytes) override {
        if (data_is_output) {
            all.append(bytes);
        }
        too_long = too_long || text.size() + bytes.size() > kMaxListingBytes;
        if (!too_long) {
            text.append(bytes);
        }
    }
    void on_gone(const std::string& how) override {
        failure = fmt::format("its supervisor was {}", how);
        over = true;
    }
};

bool is_program(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && access(path.c_str(), X_OK) == 0;
}

// Returns the path of the first word of the command, which may be the name of an emulator or a launcher in PATH.
std::string absolute_program(const Group& group) {
    std::string word(group.program.command.front());
    if (word.find('/') != std::string::npos) {
        return word.front() == '/' ? word : std::string(group.binary_dir) + "/" + word;
    }
    const char* const path = std::getenv("PATH");
    std::string_view rest = path == nullptr ? "" : path;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        std::string candidate = std::string(rest.substr(0, end)) + "/" + word;
        if (end > 0 && is_program(candidate)) {
            return candidate;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return word;
}

RunCommand command_of(const Group& group, const std::vector<std::string>& more) {
    RunCommand command;
    command.program = absolute_program(group);
    command.arguments.assign(group.program.command.begin(), group.program.command.end());
    command.arguments.insert(command.arguments.end(), more.begin(), more.end());
    command.arguments.insert(command.arguments.end(), group.program.list_arguments.begin(),
                             group.program.list_arguments.end());
    command.environment = framework_variables();
    command.environment.insert(command.environment.end(), group.environment.begin(), group.environment.end());
    command.directory = group.working_directory.empty() ? group.binary_dir : group.working_directory;
    command.separate_stdout = true;
    return command;
}

// Runs the loop until the program has ended. Kills it if it runs too long, prints too much, or the helper is
// interrupted.
Status wait(Loop& loop, Supervised& supervised, Hearing& hearing, double timeout) {
    const Clock::time_point start = Clock::now();
    while (!hearing.over && !hearing.too_long && !hearing.interrupted && seconds_since(start) < timeout) {
        loop.turn(timeout - seconds_since(start));
    }
    if (hearing.over && !hearing.too_long) {
        return ok_status();
    }
    supervised.send(KillAll{});
    const Clock::time_point killed = Clock::now();
    while (!hearing.over && seconds_since(killed) < kAfterKill) {
        loop.turn(kAfterKill - seconds_since(killed));
    }
    if (hearing.interrupted) {
        return Error{"was interrupted when asked for its tests"};
    }
    return Error{hearing.too_long
                     ? fmt::format("printed more than {} MiB when asked for its tests", kMaxListingBytes >> 20U)
                     : fmt::format("did not end within {:g} s when asked for its tests (DISCOVERY_TIMEOUT)", timeout)};
}

Result<ProgramOutput> run(const RunCommand& command, double timeout) {
    Loop loop;
    Hearing hearing;
    const std::vector<std::string> environment = inherited_environment();
    auto supervised = Supervised::start(loop, hearing, {&environment, Supervised::Data::pipe, 0});
    if (!supervised.ok()) {
        return supervised.error();
    }
    hearing.data_is_output = command.separate_stdout;
    const auto signals = platform::open_signal_source(kEndingSignals);
    if (signals.ok()) {
        loop.watch(signals->get(), POLLIN, [&](short) { hearing.interrupted = true; });
    }
    (*supervised)->send(command);
    const Status waited = wait(loop, **supervised, hearing, timeout);
    const std::string tail(hearing.all.tail(kTail));
    if (!waited.ok()) {
        return with_tail(waited.error().message, tail);
    }
    if (!hearing.ended) {
        return with_tail(hearing.failure, tail);
    }
    if (hearing.ended->exit_code < 0) {
        return with_tail(fmt::format("was ended by signal {} when asked for its tests", hearing.ended->signal), tail);
    }
    return ProgramOutput{std::move(hearing.text), tail, hearing.ended->exit_code};
}

}  // namespace

Error with_tail(const std::string& what, const std::string& tail) {
    const std::string text = printable(tail);
    return Error{text.find_first_not_of(" \t\n") == std::string::npos ? what : what + "; its output ends:\n" + text};
}

Result<ProgramOutput> run_program(const Group& group, const std::vector<std::string>& more, double timeout) {
    return run(command_of(group, more), timeout);
}

Result<ProgramOutput> ask_program(const Group& group, const std::vector<std::string>& more, double timeout) {
    RunCommand command = command_of(group, more);
    command.separate_stdout = false;
    command.channel = true;
    command.environment.push_back(std::string(kChannelVariable) + "=3 list " + std::to_string(kLinkedProtocol));
    return run(command, timeout);
}

}  // namespace pf
