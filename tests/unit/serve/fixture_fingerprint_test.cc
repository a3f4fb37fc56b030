#include "tool/serve/fixture_fingerprint.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "runtime/directory.h"

using pf::fixture_fingerprint;
using pf::FixtureKind;
using pf::Plan;

namespace {

const std::vector<std::string> kEnvironment{"PATH=/usr/bin:/bin", "DATABASE=here"};

Plan plan_of(const std::string& directory) {
    Plan plan;
    plan.fixtures.resize(2);
    pf::PlannedFixture& db = plan.fixtures[0];
    db.name = "db";
    db.setup = {"sh", plan.keep("script"), "word"};
    db.teardown = {"true"};
    db.linger = 30;
    db.environment = {"A=1"};
    db.binary_dir = plan.keep(directory);
    pf::PlannedFixture& other = plan.fixtures[1];
    other.name = "other";
    other.setup = {"true"};
    other.binary_dir = db.binary_dir;
    return plan;
}

void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

}  // namespace

TEST_CASE("the fingerprint changes with everything that a set-up depends on") {
    auto temporary = pf::TemporaryDirectory::make("pf-leases-");
    REQUIRE(temporary.ok());
    const std::string directory = temporary->path();
    write(directory + "/script", "one");
    const std::string state = fixture_fingerprint(plan_of(directory), kEnvironment);
    REQUIRE_FALSE(state.empty());
    CHECK(fixture_fingerprint(plan_of(directory), kEnvironment) == state);

    const std::vector<std::function<void(Plan&)>> changes{
        [](Plan& plan) { plan.fixtures[0].name = "schema"; },
        [](Plan& plan) { plan.fixtures[0].setup.back() = "another"; },
        [](Plan& plan) {
            plan.fixtures[0].setup = {"sh", "scriptword"};
        },
        [](Plan& plan) { plan.fixtures[0].setup.front() = "cat"; },
        [](Plan& plan) { plan.fixtures[0].teardown.front() = "false"; },
        [](Plan& plan) { plan.fixtures[0].next_setups = {{"true"}}; },
        [](Plan& plan) { plan.fixtures[0].next_teardowns = {{"true"}}; },
        [](Plan& plan) { plan.fixtures[0].environment.front() = "A=2"; },
        [](Plan& plan) { plan.fixtures[0].linger = 31; },
        [](Plan& plan) { plan.fixtures[0].ready_port = 80; },
        [](Plan& plan) { plan.fixtures[0].stop_signal = 2; },
        [](Plan& plan) { plan.fixtures[0].skip_return_code = 77; },
        [](Plan& plan) { plan.fixtures[0].working_directory = "/"; },
        [](Plan& plan) { plan.fixtures[1].linger = 30; },
        [](Plan& plan) { write(std::string(plan.fixtures[0].binary_dir) + "/script", "changed"); },
    };
    for (std::size_t i = 0; i < changes.size(); ++i) {
        INFO("change " << i);
        Plan plan = plan_of(directory);
        changes[i](plan);
        CHECK(fixture_fingerprint(plan, kEnvironment) != state);
    }
}

TEST_CASE("variables that describe the terminal do not change the fingerprint") {
    const Plan plan = plan_of("/");
    const std::string state = fixture_fingerprint(plan, kEnvironment);
    const auto with = [&](const std::string& entry) {
        std::vector<std::string> environment = kEnvironment;
        environment.insert(environment.begin(), entry);
        return fixture_fingerprint(plan, environment);
    };
    CHECK(with("TERM=dumb") == state);
    CHECK(with("CTEST_PARALLEL_LEVEL=4") == state);
    CHECK(with("PWD=/") == state);
    CHECK(with("TERMINAL=dumb") != state);
    CHECK(with("LANG=de_DE") != state);
    CHECK(fixture_fingerprint(plan, {kEnvironment[1], kEnvironment[0]}) == state);
    CHECK(fixture_fingerprint(plan, {kEnvironment[0], "DATABASE=there"}) != state);
}

TEST_CASE("without LINGER there is no fingerprint") {
    Plan plan = plan_of("/");
    plan.fixtures[0].linger = 0;
    CHECK(fixture_fingerprint(plan, kEnvironment).empty());
    CHECK(fixture_fingerprint(Plan(), {}).empty());
}
