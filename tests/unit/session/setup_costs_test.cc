#include "tool/session/setup_costs.h"

#include "tests/support/catch.h"

using pf::SetupCosts;

TEST_CASE("what a shared set-up saves is one set-up for each other task on it") {
    SetupCosts costs(2);
    costs.note_setup(0, 4);
    for (int i = 0; i < 10; ++i) {
        costs.note_use(0);
    }
    CHECK(costs.spent() == Approx(4));
    CHECK(costs.saved() == Approx(36));
    SECTION("a nested one saves on top") {
        costs.note_setup(1, 1);
        costs.note_use(1);
        costs.note_use(1);
        CHECK(costs.spent() == Approx(5));
        CHECK(costs.saved() == Approx(37));
    }
    SECTION("a set-up for each of a task's attempts saves nothing") {
        for (int i = 0; i < 3; ++i) {
            costs.note_setup(1, 2);
        }
        costs.note_use(1);
        CHECK(costs.saved() == Approx(36));
        CHECK(costs.spent() == Approx(10));
    }
    CHECK((costs.setups_one_per_task() > costs.setups()) == (costs.saved() > 0));
}

TEST_CASE("a set-up that nobody used saves nothing, and costs") {
    SetupCosts costs(1);
    CHECK(costs.spent() == 0);
    CHECK(costs.saved() == 0);
    costs.note_setup(0, 3);
    CHECK(costs.spent() == Approx(3));
    CHECK(costs.saved() == 0);
}

TEST_CASE("several workers' set-ups are counted at their mean") {
    SetupCosts costs(1);
    costs.note_setup(0, 1);
    costs.note_setup(0, 3);
    for (int i = 0; i < 10; ++i) {
        costs.note_use(0);
    }
    CHECK(costs.saved() == Approx(16));
}
