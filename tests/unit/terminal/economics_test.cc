#include "tool/terminal/economics.h"

#include "tests/support/catch.h"

namespace {

pf::FixtureDeclared fixture(const std::string& name, const std::string& parent) {
    pf::FixtureDeclared declared;
    declared.name = name;
    declared.parent = parent;
    declared.scope = "run";
    return declared;
}

pf::TaskDeclared task(const std::string& name, const std::string& on) {
    pf::TaskDeclared declared;
    declared.group = "g";
    declared.name = name;
    declared.id = "g." + name;
    declared.fixture = on;
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
    CHECK(economics.fixture_of("g.plain") == "program");
    CHECK(economics.fixture_of("g.deep.er") == "suite");
    CHECK(economics.fixture_of("h.x").empty());
}
