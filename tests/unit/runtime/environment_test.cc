#include "runtime/environment.h"

#include <cstdlib>

#include "tests/support/catch.h"

namespace {

using Entries = std::vector<std::string>;

Entries block(const Entries& base, const Entries& changes) {
    const pf::EnvironmentBlock built(base, changes);
    Entries entries;
    for (char* const* entry = built.data(); *entry != nullptr; ++entry) {
        entries.emplace_back(*entry);
    }
    return entries;
}

}  // namespace

TEST_CASE("changes to an environment") {
    CHECK(block({}, {}).empty());
    CHECK(block({"A=1", "B=2"}, {}) == Entries{"A=1", "B=2"});
    SECTION("set a new variable") { CHECK(block({"A=1"}, {"B=2"}) == Entries{"A=1", "B=2"}); }
    SECTION("replace one") { CHECK(block({"A=1"}, {"A=2"}) == Entries{"A=2"}); }
    SECTION("set the empty value") { CHECK(block({"A=1"}, {"A="}) == Entries{"A="}); }
    SECTION("unset one") { CHECK(block({"A=1", "B=2"}, {"A"}) == Entries{"B=2"}); }
    SECTION("unset one that is not there") { CHECK(block({"A=1"}, {"B"}) == Entries{"A=1"}); }
    SECTION("later wins") {
        CHECK(block({"A=0"}, {"A=1", "A", "A=2"}) == Entries{"A=2"});
        CHECK(block({"A=0"}, {"A=1", "A=2", "A"}).empty());
    }
    SECTION("a value may hold =") { CHECK(block({"A=1"}, {"A=x=y"}) == Entries{"A=x=y"}); }
    SECTION("a longer name is another variable") { CHECK(block({"AB=1"}, {"A=2"}) == Entries{"AB=1", "A=2"}); }
}

TEST_CASE("an enclosing run's variables are not inherited") {
    setenv("PARALLEL_FIXTURES_RUN_ID", "outer", 1);
    setenv("PARALLEL_FIXTURESX", "mine", 1);
    const Entries inherited = pf::inherited_environment();
    unsetenv("PARALLEL_FIXTURES_RUN_ID");
    unsetenv("PARALLEL_FIXTURESX");
    CHECK(std::find(inherited.begin(), inherited.end(), "PARALLEL_FIXTURES_RUN_ID=outer") == inherited.end());
    CHECK(std::find(inherited.begin(), inherited.end(), "PARALLEL_FIXTURESX=mine") != inherited.end());
}
