// Tests that share nothing but the program, whose end may be a bad one.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "log.h"

namespace {

class Program {
public:
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program() {
        if (getpid() != owner_) {
            return;
        }
        log_line("program ends");
        if (variable("ENDS") == "badly") {
            std::puts("seen at the end of the program");
            std::fflush(stdout);
            std::abort();
        }
    }
    static const Program only;

private:
    Program() = default;
    pid_t owner_ = getpid();
};
[[maybe_unused]] const Program Program::only;

}  // namespace

TEST(Ends, First) { log_line("first"); }
TEST(Ends, Second) { log_line("second"); }
