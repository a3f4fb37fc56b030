// On command and service fixtures; hooks; variables of a set-up.
#include <gtest/gtest.h>
#include <parallel_fixtures/program.h>

#include <fstream>

#include "log.h"

namespace {

std::string at_start = variable("FROM_COMMAND");
parallel_fixtures::Worker worker_of_hook;
int hooks = 0;

struct Hook {
    Hook() {
        parallel_fixtures::after_fork([](const parallel_fixtures::Worker& worker) {
            ++hooks;
            worker_of_hook = worker;
        });
        parallel_fixtures::after_fork([](const parallel_fixtures::Worker&) { hooks = hooks == 1 ? 2 : -1; });
    }
} hook;

class Environment : public testing::Environment {
    void SetUp() override {
        EXPECT_EQ(variable("FROM_COMMAND"), "said");
        if (!variable("FROM_BESIDE").empty()) {
            log_line("beside " + variable("FROM_BESIDE"));
        }
        std::ofstream(variable("PARALLEL_FIXTURES_ENV")) << "FROM_PROGRAM=spoken\n";
        std::ofstream(variable("PARALLEL_FIXTURES_TMPDIR") + "/file") << "there\n";
        kept = variable("PARALLEL_FIXTURES_TMPDIR") + "/file";
    }

public:
    static std::string kept;
};
std::string Environment::kept;

[[maybe_unused]] testing::Environment* const kEnvironment = testing::AddGlobalTestEnvironment(new Environment);

void check_hook() {
    EXPECT_EQ(hooks, 2);
    EXPECT_EQ(std::to_string(worker_of_hook.number), variable("PARALLEL_FIXTURES_WORKER"));
    EXPECT_EQ(std::to_string(worker_of_hook.attempt), variable("PARALLEL_FIXTURES_ATTEMPT"));
    EXPECT_EQ(std::to_string(worker_of_hook.seed), variable("PARALLEL_FIXTURES_SEED"));
    EXPECT_EQ(worker_of_hook.task, variable("PARALLEL_FIXTURES_TASK"));
}

}  // namespace

class Nested : public testing::Test {
public:
    static void SetUpTestSuite() {
        EXPECT_EQ(variable("FROM_COMMAND"), "said");
        EXPECT_EQ(variable("FROM_PROGRAM"), "spoken");
        std::ofstream(variable("PARALLEL_FIXTURES_ENV")) << "FROM_SUITE=whispered\n";
    }
};

TEST(OnCommand, SeesVariables) {
    EXPECT_EQ(at_start, "said");
    EXPECT_EQ(variable("FROM_COMMAND"), "said");
    EXPECT_EQ(variable("FROM_PROGRAM"), "spoken");
    EXPECT_EQ(variable("FROM_SUITE"), "");
    EXPECT_TRUE(std::ifstream(Environment::kept));
}
TEST(OnCommand, HasHooks) { check_hook(); }
TEST(OnCommand, RetriedHasHooks) {
    check_hook();
    EXPECT_EQ(worker_of_hook.attempt, 3);
    log_line("seed " + std::to_string(worker_of_hook.seed));
}
TEST_F(Nested, SeesVariables) {
    check_hook();
    EXPECT_EQ(variable("FROM_PROGRAM"), "spoken");
    EXPECT_EQ(variable("FROM_SUITE"), "whispered");
}
