#include "tool/terminal/economics.h"

#include "tests/support/catch.h"

namespace {

pf::FixtureDeclared fixture(const std::string& name, const std::string& parent) {
    pf::FixtureDeclared declared;
    declared.name = name;
    declared.parents = {parent};
    declared.scope = "run";
    return declared;
}

pf::TaskDeclared task(const std::string& name, const std::string& on) {
    pf::TaskDeclared declared;
    declared.group = "g";
    declared.name = name;
    declared.id = "g." + name;
    declared.fixtures = {on};
    return declared;
}

}  // namespace

TEST_CASE("each task has its own fixture, also where those of one group stand on several") {
    pf::Economics economics;
    economics.declare(fixture("program", ""));
    economics.declare(fixture("suite", "program"));
    economics.declare(task("plain", "program"));
    economics.declare(task("deep", "suite"));
    economics.declare(task("deep.er", "suite"));
    CHECK(economics.fixtures_of("g.plain") == "program");
    CHECK(economics.fixtures_of("g.deep.er") == "suite");
    CHECK(economics.fixtures_of("h.x").empty());
}

TEST_CASE("a task whose id does not begin with its group has its fixture") {
    pf::Economics economics;
    economics.declare(fixture("program", ""));
    economics.declare(fixture("other", ""));
    economics.declare(task("plain", "program"));
    pf::TaskDeclared named = task("Suite.Test", "other");
    named.group = "target";
    named.id = "g.Suite.Test";
    economics.declare(named);
    CHECK(economics.fixtures_of("g.Suite.Test") == "other");
    CHECK(economics.fixtures_of("g.plain") == "program");
}
