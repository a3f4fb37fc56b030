#include "tool/command/memory_checker.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runtime/platform.h"
#include "runtime/spawn.h"
#include "runtime/task_client.h"
#include "runtime/wrapper.h"

namespace pf {
std::vector<std::string> wrapper_words(const std::vector<std::string>& command_line) {
    return words_in_front(static_cast<int>(command_line.size()), as_argv(command_line).data());
}

std::optional<int> restart_without_valgrind(const std::vector<std::string>& wrapper,
                                            const std::vector<std::string>& command_line) {
    if (!in_valgrind()) {
        return std::nullopt;
    }
    const std::vector<std::string> front = wrapper_words(command_line);
    if (!wrapper.empty() || front.empty()) {
        return end_without_result(
            "valgrind does not release the helper, so the task would not be checked; run the command of the task in "
            "valgrind yourself");
    }
    std::vector<std::string> words = command_line;
    const std::ptrdiff_t verbs = command_line[1] == "task" ? 2 : 3;  // The program and "task", or "session" and a verb.
    std::vector<std::string> options;
    for (const std::string& word : front) {
        options.insert(options.end(), {"--wrapper", word});
    }
    words.insert(words.begin() + verbs, options.begin(), options.end());
    leave_valgrind_at_exec();
    execv(platform::own_executable().c_str(), as_argv(words).data());
    return end_without_result("cannot start the helper without valgrind: " + std::string(std::strerror(errno)));
}

Result<std::string> prepare_wrapper(std::vector<std::string>& wrapper) {
    if (wrapper.empty()) {
        return std::string();
    }
    const std::string tool = wrapper.front().substr(wrapper.front().rfind('/') + 1);
    const bool sets_variables = tool == "env" || (wrapper.size() > 2 && wrapper[1] == "-E" && wrapper[2] == "env");
    if (tool.compare(0, 8, "valgrind") == 0 || sets_variables) {
        return std::string();
    }
    for (std::string& word : wrapper) {
        if (word.find("/Testing/Temporary/MemoryChecker.") != std::string::npos) {
            word += ".task";
            return word.substr(word.find('/'));
        }
    }
    return Error{"the memory checker " + tool +
                 " writes no log that ctest reads, so its findings about the task would be lost; use valgrind or a "
                 "sanitizer, or "
                 "run the command of the task in it"};
}

}  // namespace pf
