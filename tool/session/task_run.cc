#include "tool/session/task_run.h"

namespace pf {
namespace {

constexpr std::size_t kLongestGeneratedLine = std::size_t{1} << 20U;

}  // namespace

const TaskRequest& CommandRun::request() const {
    static const TaskRequest as_planned;
    return start_.request ? *start_.request : as_planned;
}

// The command of a linked test that is not forked is its program.
std::vector<std::string> CommandRun::words() const {
    const Texts& planned = task().test.empty() ? task().command : program_.command;
    std::vector<std::string> words = request().command;
    if (words.empty()) {
        words.assign(planned.begin(), planned.end());
    }
    words.insert(words.end(), request().arguments.begin(), request().arguments.end());
    return words;
}

std::vector<std::string> CommandRun::words_in_front() const {
    std::vector<std::string> words = words_before(context_, plan_.launcher(start_.task));
    words.insert(words.end(), request().wrapper.begin(), request().wrapper.end());
    return words;
}

std::optional<Conclusion> CommandRun::prepare() {
    const auto find = [this](const std::string& word, std::string& file) -> std::optional<Conclusion> {
        const Result<std::string>& found = context_.programs.find(word, plan_.groups[start_.worker.group].binary_dir);
        file = found.ok() ? *found : "";
        return found.ok()
                   ? std::nullopt
                   : std::optional(Conclusion{Outcome::not_run, Cause::missing_executable, found.error().message});
    };
    const auto missing = find(words().front(), file_);
    const std::vector<std::string> front = words_in_front();
    return missing || front.empty() ? missing : find(front.front(), wrapper_file_);
}

RunCommand CommandRun::command(const VariableList& variables) {
    RunCommand command;
    command.program = file_;
    command.arguments = words();
    for (std::string& argument : command.arguments) {
        argument = variables.expand(argument);
    }
    complete(command, variables);
    if (std::vector<std::string> front = words_in_front(); !front.empty()) {
        for (std::string& word : front) {
            word = variables.expand(word);
        }
        command.arguments.front() = file_;  // A debugger looks for a program in other directories than CTest does.
        command.arguments.insert(command.arguments.begin(), front.begin(), front.end());
        command.program = wrapper_file_;
    }
    const std::vector<std::string>& changes = variables.changes();
    command.environment.insert(command.environment.end(), changes.begin(), changes.end());
    command.directory = directory_;
    return command;
}

void GeneratorRun::on_data(std::string_view bytes) {
    rest_.append(bytes);
    std::size_t begin = 0;
    for (std::size_t end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n', begin)) {
        take_line(std::string_view(rest_).substr(begin, end - begin));
        begin = end + 1;
    }
    rest_.erase(0, begin);
    if (rest_.size() > kLongestGeneratedLine && error_.empty()) {
        error_ = "line " + std::to_string(lines_ + 1) + " of its output is longer than 1 MiB";
        rest_.clear();
    }
}

void GeneratorRun::take_line(std::string_view line) {
    ++lines_;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
        return;
    }
    const Status taken = take_(line);
    if (!taken.ok() && error_.empty()) {
        error_ = "line " + std::to_string(lines_) + " of its output: " + taken.error().message;
    }
}

Conclusion GeneratorRun::judge(const Ended& ended) {
    if (!rest_.empty()) {
        take_line(std::exchange(rest_, {}));  // The last line may have no newline.
    }
    const Conclusion conclusion = CommandRun::judge(ended);
    const bool passed = conclusion.outcome == Outcome::passed;
    return passed && !error_.empty() ? Conclusion{Outcome::failed, Cause::generator, error_} : conclusion;
}

}  // namespace pf
