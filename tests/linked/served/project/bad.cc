// A program that is linked with ParallelFixtures and does not what it must, in the way that MISTAKE in the environment
// says.
#include <parallel_fixtures/program.h>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "runtime/linked_fixture.h"
#include "runtime/linked_message.h"

using parallel_fixtures::Fixture;
using parallel_fixtures::Report;
using parallel_fixtures::Scope;
using parallel_fixtures::Stand;
using parallel_fixtures::Test;

namespace {

bool is(const char* mistake) {
    const char* const asked = std::getenv("MISTAKE");
    return asked != nullptr && std::strcmp(asked, mistake) == 0;
}

[[noreturn]] void hang(const char* where) {
    std::printf("hangs %s\n", where);
    std::fflush(stdout);
    for (;;) {
        pause();
    }
}

// Taken before the runtime hides it.
__attribute__((constructor(101))) void take_channel() {
    if (const char* channel = std::getenv("PARALLEL_FIXTURES_CHANNEL"); channel != nullptr) {
        if (is("protocol")) {
            pf::send_to_session(std::atoi(channel), pf::Hello{999, "another version"});
            std::_Exit(2);
        }
        if (is("garbage")) {
            [[maybe_unused]] const ssize_t wrote = write(std::atoi(channel), "\xff\xff\xff\xffgarbage", 11);
            std::_Exit(0);
        }
    }
}

struct Static {
    Static() {
        if (is("hangs-before-main")) {
            hang("before main");
        }
    }
} static_object;

std::vector<Test> numbered(int count) {
    std::vector<Test> tests;
    for (int i = 0; i < count; ++i) {
        tests.push_back({"a test with a number, " + std::to_string(i), "", __FILE__, __LINE__, {}, ""});
    }
    return tests;
}

class Bad : public parallel_fixtures::Program {
public:
    std::string framework() override { return "none"; }
    std::vector<Fixture> fixtures() override {
        if (is("cycle")) {
            return {{"a", "b", Scope::run, "", 0}, {"b", "a", Scope::run, "", 0}};
        }
        if (is("wider")) {
            return {{"a", "", Scope::task, "", 0}, {"b", "a", Scope::run, "", 0}};
        }
        return {};
    }
    std::vector<Test> tests() override {
        if (is("crashes")) {
            std::abort();
        }
        if (is("hangs-listing")) {
            hang("listing");
        }
        if (is("numbered")) {
            return numbered(std::getenv("COUNT") != nullptr ? std::atoi(std::getenv("COUNT")) : 0);
        }
        if (is("noise")) {
            std::printf("\x01\xff noise {\"tests\": \n");
        }
        if (is("twice")) {
            return {{"same", "", "", 0, {}, ""}, {"same", "", "", 0, {}, ""}};
        }
        return {{"test", is("cycle") ? "a" : "", "", 0, {}, ""}};
    }
    Report hold(const std::string& /*fixture*/, Stand& stand) override {
        stand.wait({});
        return {};
    }
    Report run(const std::string& /*test*/) override { return {}; }
};

}  // namespace

int main() {
    Bad program;
    if (is("hangs-in-main")) {
        hang("in main");
    }
    if (is("silent")) {
        return parallel_fixtures::is_served() ? 0 : 1;
    }
    // Listed it is well behaved; "changes" does not answer when it is to set up.
    return parallel_fixtures::is_served() ? parallel_fixtures::serve(program) : 0;
}
