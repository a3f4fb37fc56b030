// pf_session_program: a linked program for the unit tests of the session. SET_UP and TEAR_DOWN say what its set-up and
// its teardown do, and the name of a test says what the test does:
//   pass | fail | skip | exit (3) | segv | kill (SIGKILL) | garble (its environment file)
//   say... (prints its name)
//   hang (once it has made the file "hangs")
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "parallel_fixtures/program.h"

namespace {

using parallel_fixtures::Report;
using parallel_fixtures::Verdict;

Report report(Verdict verdict, const std::string& reason) { return {verdict, reason, {}, {}}; }

Report obey(const std::string& word) {
    if (word == "exit") {
        _exit(3);
    } else if (word == "segv") {
        static_cast<void>(std::signal(SIGSEGV, SIG_DFL));
        raise(SIGSEGV);
    } else if (word == "kill") {
        raise(SIGKILL);
    } else if (word == "hang") {
        std::ofstream(std::getenv("PARALLEL_FIXTURES_TMPDIR") + std::string("/hangs")) << "";
        while (true) {
            pause();
        }
    } else if (word.compare(0, 3, "say") == 0) {
        std::cout << word << "\n";
    } else if (word == "garble") {
        std::ofstream(std::getenv("PARALLEL_FIXTURES_ENV")) << "no variable\n";
    }
    return word == "fail"   ? report(Verdict::failed, "it was to fail")
           : word == "skip" ? report(Verdict::skipped, "it was to be skipped")
                            : Report{};
}

std::string word_of(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr ? value : "pass";
}

class Obedient : public parallel_fixtures::Program {
public:
    std::string framework() override { return "none"; }
    std::vector<parallel_fixtures::Fixture> fixtures() override { return {}; }
    std::vector<parallel_fixtures::Test> tests() override { return {}; }
    Report hold(const std::string& /*fixture*/, parallel_fixtures::Stand& stand) override {
        stand.wait(obey(word_of("SET_UP")));
        return obey(word_of("TEAR_DOWN"));
    }
    Report run(const std::string& test) override { return obey(test); }
};

}  // namespace

int main() {
    Obedient program;
    return parallel_fixtures::is_served() ? parallel_fixtures::serve(program) : 2;
}
