// Programs that are linked with ParallelFixtures and do not what they must.
#include <parallel_fixtures/program.h>

#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "runtime/linked_message.h"
#include "runtime/standing_fixture.h"

using parallel_fixtures::Fixture;
using parallel_fixtures::Report;
using parallel_fixtures::Scope;
using parallel_fixtures::Stand;
using parallel_fixtures::Test;

namespace {

bool is(const char* mistake) { return std::strcmp(MISTAKE, mistake) == 0; }

// Taken before the runtime hides it.
__attribute__((constructor(101))) void take_channel() {
    if (const char* channel = std::getenv("PARALLEL_FIXTURES_CHANNEL"); channel != nullptr) {
        if (is("protocol")) {
            pf::tell_session(std::atoi(channel), pf::Hello{999, "another version"});
            std::_Exit(2);
        }
        if (is("garbage")) {
            [[maybe_unused]] const ssize_t wrote = write(std::atoi(channel), "\xff\xff\xff\xffgarbage", 11);
            std::_Exit(0);
        }
    }
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
    if (is("silent")) {
        return parallel_fixtures::is_served() ? 0 : 1;
    }
    // Listed it is well behaved; "changes" does not answer when it is to set up.
    return parallel_fixtures::is_served() ? parallel_fixtures::serve(program) : 0;
}
