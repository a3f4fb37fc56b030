#include "runtime/program_client.h"

#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "runtime/hosted_fixtures.h"
#include "runtime/linked_message.h"
#include "runtime/platform.h"
#include "runtime/run_alone.h"
#include "runtime/wrapper.h"

namespace pf {
namespace {

// Sets up the fixtures that the test requires, and requests the test from the program that is executed next.
void prepare_alone(const ProgramTask& own) {
    const HostedFixtures fixtures = start_hosted_fixtures(own.task);
    if (fixtures.socket < 0) {
        _exit(fixtures.exit_code);
    }
    setenv(kAloneVariable, (own.test + "\n\n" + std::to_string(fixtures.socket)).c_str(), 1);
}

// Executes this program again without the words of kTaskOption. main() then receives the arguments that it also
// receives in a session.
[[noreturn]] void start_again(const ProgramTask& own, int argc, char* const* argv) {
    std::vector<char*> words(argv, argv + argc);
    words.erase(words.begin() + own.at, words.begin() + own.at + own.words);
    words.push_back(nullptr);
    const std::string self = platform::own_executable();
    execv(self.c_str(), words.data());
    _exit(end_without_result("cannot start " + self + " again: " + std::strerror(errno)));
}

// Returns what follows `name` in a list separated by commas; "" if it is not in the list.
std::string value_in(const char* list, const char* name) {
    const char* found = std::strstr(list, name);
    const char* value = found == nullptr ? "" : found + std::strlen(name);
    return std::string(value, std::strcspn(value, ","));
}

}  // namespace

ProgramTask find_program_task(int argc, char* const* argv) {
    constexpr int kWords = 4;
    const std::size_t length = std::strlen(kTaskOption);
    ProgramTask own;
    for (int i = 1; i + kWords <= argc; ++i) {
        const char* after = argv[i] + length;
        if (std::strncmp(argv[i], kTaskOption, length) == 0 && (*after == '\0' || *after == '=')) {
            own.at = i;
            own.words = kWords;
            own.task.folder = argv[i + 1];
            own.test = argv[i + 3];
            own.task.id = argv[i + 2];
            own.task.token = value_in(after, "token:");
            own.task.ends_after = static_cast<int>(std::strtol(value_in(after, "ends-after:").c_str(), nullptr, 10));
            own.task.arguments.assign(argv + i + kWords, argv + argc);
            break;
        }
    }
    return own;
}

void run_as_client(int argc, char* const* argv) {
    ProgramTask own = find_program_task(argc, argv);
    if (own.words == 0) {
        return;
    }
    // If ctest itself is being traced, its tests still belong to a session.
    if (platform::is_traced() && platform::ctest_above().pid == 0) {
        if (ctest_has_gone()) {
            _exit(1);
        }
        prepare_alone(own);
        start_again(own, argc, argv);
    }
    own.task.wrapper = words_in_front(argc, argv);
    const std::optional<int> ended = own.task.wrapper.empty() ? ask_session(own.task) : std::nullopt;
    _exit(ended ? *ended : become_helper(own.task));
}

}  // namespace pf

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program.

void parallel_fixtures_run_as_client(int argc, char** argv, char** environment) {
    // In .preinit_array the C library has not set `environ` yet, and will discard what is assigned to it now.
    const bool early = environ == nullptr;
    if (early) {
        environ = environment;
    }
    if (!early || !pf::in_valgrind()) {
        pf::run_as_client(argc, argv);
    }
    if (!early) {
        pf::report_exit_code();
    }
}
