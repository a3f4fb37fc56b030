#include "tool/serve/ctest_environment.h"

#include <memory>

#include "tests/support/catch.h"

using namespace pf;

TEST_CASE("variables that ctest set for one test get the values of ctest itself") {
    using Strings = std::vector<std::string>;
    const Strings ctest{"HOME=/h", "LEVEL=1"};
    CHECK(without_assignments({"HOME=/h", "LEVEL=2", "SEED=3"}, {"LEVEL=2", "SEED=3"}, ctest) ==
          Strings{"HOME=/h", "LEVEL=1"});
    CHECK(without_assignments({"HOME=/h", "SEED=3"}, {}, ctest) == Strings{"HOME=/h", "SEED=3"});
    CHECK(without_assignments({"SEEDS=3"}, {"SEED=3"}, ctest) == Strings{"SEEDS=3"});
}

TEST_CASE("the assignments of all tasks include those of their groups") {
    Plan plan;
    plan.groups.resize(1);
    plan.groups[0].environment = {"A=1"};
    plan.tasks.resize(2);
    plan.tasks[0].group = plan.tasks[1].group = 0;
    auto options = std::make_shared<TaskOptions>();
    options->environment = {"B=2"};
    plan.tasks[1].own_options = options;
    CHECK(all_assignments(plan) == Texts{"A=1", "B=2"});
}
