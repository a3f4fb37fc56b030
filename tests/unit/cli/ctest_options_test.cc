#include "tool/cli/ctest_options.h"

#include "tests/support/catch.h"

namespace {

template <typename Options>
Options options(const std::vector<std::string>& words) {
    pf::Command command = pf::parse_ctest_command(words);
    REQUIRE(std::holds_alternative<Options>(command));
    return std::get<Options>(std::move(command));
}

void refused(const std::vector<std::string>& words, const std::string& because) {
    const pf::Command command = pf::parse_ctest_command(words);
    REQUIRE(std::holds_alternative<pf::Answer>(command));
    CHECK(std::get<pf::Answer>(command).exit_code == 2);
    CHECK_THAT(std::get<pf::Answer>(command).text, Catch::Contains(because));
}

}  // namespace

TEST_CASE("the command line of the test of a task") {
    const auto task = options<pf::CtestTaskOptions>(
        {"task", "--token", "a7", "/b", "-C", "Debug", "--id", "g.--x", "--ends-after", "12", "--"});
    CHECK(task.build_dir == "/b");
    CHECK(task.config == "Debug");
    CHECK(task.id == "g.--x");
    CHECK(task.token == "a7");
    CHECK(task.ends_after == 12);
    CHECK(task.arguments.empty());
}

TEST_CASE("words that ctest adds to the command line of a task are arguments of the task") {
    const auto task = options<pf::CtestTaskOptions>({"task", "/b", "--id", "g.a", "--", "--id", "--", "-C"});
    CHECK(task.id == "g.a");
    CHECK(task.token.empty());
    CHECK(task.ends_after == 0);
    CHECK(task.arguments == std::vector<std::string>{"--id", "--", "-C"});
}

TEST_CASE("words that ctest adds to the command line of a fixture are ignored") {
    const auto fixture = options<pf::CtestFixtureOptions>({"session", "tear-down", "/b", "--name", "db", "--", "-x"});
    CHECK(fixture.what == pf::CtestFixtureOptions::What::tear_down);
    CHECK(fixture.build_dir == "/b");
    CHECK(fixture.name == "db");
}

TEST_CASE("the command line of a session") {
    const auto serve =
        options<pf::ServeOptions>({"session", "serve", "/b", "--ctest", "42", "--ticks", "7", "--run", "r"});
    CHECK(serve.ctest == 42);
    CHECK(serve.ctest_ticks == 7);
    CHECK(serve.run_id == "r");
    CHECK(serve.config.empty());
}

TEST_CASE("the command line of a daemon") {
    const auto linger = options<pf::LingerOptions>({"session", "linger", "/b", "--fingerprint", "a7", "-C", "Debug"});
    CHECK(linger.build_dir == "/b");
    CHECK(linger.fingerprint == "a7");
    CHECK(linger.config == "Debug");
    refused({"session", "linger", "/b"}, "session linger");
}

TEST_CASE("incomplete command lines of tests are refused") {
    refused({"task", "/b"}, "--id is missing");
    refused({"task", "--id", "g.a"}, "the build directory is missing");
    refused({"task", "/b", "/c", "--id", "g.a"}, "unknown word /c");
    refused({"task", "/b", "--id", "g.a", "--limit", "5"}, "unknown word --limit");
    refused({"task", "/b", "--id"}, "unknown word --id");
    refused({"session"}, "the build directory is missing");
    refused({"session", "rise", "/b", "--name", "x"}, "session rise");
    refused({"session", "set-up", "/b"}, "--name is missing");
    refused({"session", "serve", "/b", "--ctest", "x", "--ticks", "1", "--run", "r"}, "--ctest");
}
