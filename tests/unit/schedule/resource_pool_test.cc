// Which parts of which resources a task gets. The allocations are those that ctest made of the same files.
#include "tool/schedule/resource_pool.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

using pf::AllocationPtr;
using pf::ResourcePool;
using pf::ResourceSpec;

namespace {

using Lines = std::vector<std::string>;

const ResourceSpec kMachine{{"gpus", {{"0", 2}, {"1", 4}, {"2", 2}, {"3", 1}}}, {"crypto_chips", {{"card0", 4}}}};

Lines variables(ResourcePool& pool, const std::string& groups) {
    const int demand = pool.demand_of(groups);
    REQUIRE(demand > 0);
    REQUIRE(pool.never(demand).empty());
    return pool.fits(demand) ? pf::resource_variables(*pool.take(demand)) : Lines{"too little is free"};
}

}  // namespace

TEST_CASE("an allocation is told in variables, as in CTest's manual") {
    ResourcePool pool(kMachine);
    CHECK(variables(pool, "2,gpus:2;gpus:4,gpus:1,crypto_chips:2") ==
          Lines{"CTEST_RESOURCE_GROUP_COUNT=3", "CTEST_RESOURCE_GROUP_0_GPUS=id:0,slots:2",
                "CTEST_RESOURCE_GROUP_0=gpus", "CTEST_RESOURCE_GROUP_1_GPUS=id:2,slots:2",
                "CTEST_RESOURCE_GROUP_1=gpus", "CTEST_RESOURCE_GROUP_2_CRYPTO_CHIPS=id:card0,slots:2",
                "CTEST_RESOURCE_GROUP_2_GPUS=id:1,slots:4;id:3,slots:1", "CTEST_RESOURCE_GROUP_2=crypto_chips,gpus"});
    CHECK(variables(pool, "gpus:1") == Lines{"too little is free"});
}

TEST_CASE("groups without requirements get no resources") {
    ResourcePool pool(kMachine);
    CHECK(variables(pool, "2") ==
          Lines{"CTEST_RESOURCE_GROUP_COUNT=2", "CTEST_RESOURCE_GROUP_0=", "CTEST_RESOURCE_GROUP_1="});
    CHECK(pool.demand_of("") == 0);
    CHECK(pool.demand_of("0,gpus:99") == 0);
}

TEST_CASE("small parts are spread, and the unit with the most free slots is the first") {
    ResourcePool pool({{"gpus", {{"a", 3}, {"b", 3}, {"c", 2}}}});
    CHECK(variables(pool, "gpus:1,gpus:1,gpus:1,gpus:1")[1] ==
          "CTEST_RESOURCE_GROUP_0_GPUS=id:a,slots:1;id:b,slots:1;id:b,slots:1;id:a,slots:1");
    CHECK(variables(pool, "gpus:1")[1] == "CTEST_RESOURCE_GROUP_0_GPUS=id:c,slots:1");
}

TEST_CASE("an allocation is found where the first choice leads nowhere") {
    // The part of 3 goes to unit a first, which would leave no room for four parts of 2.
    ResourcePool pool({{"gpus", {{"a", 6}, {"b", 5}}}});
    CHECK(variables(pool, "gpus:3,gpus:2,gpus:2,gpus:2,gpus:2")[1] ==
          "CTEST_RESOURCE_GROUP_0_GPUS=id:b,slots:3;id:a,slots:2;id:a,slots:2;id:a,slots:2;id:b,slots:2");
}

TEST_CASE("a search that leads nowhere ends soon") {
    ResourceSpec machine;
    std::string groups;
    for (int i = 0; i < 24; ++i) {
        machine["gpus"]["unit" + std::to_string(i)] = 20 + i;
        groups += i == 0 ? "gpus:22" : ",gpus:22";
    }
    ResourcePool pool(machine);
    CHECK_FALSE(pool.never(pool.demand_of(groups)).empty());
}

TEST_CASE("what is given back is free again, and the demands that waited for it are named") {
    ResourcePool pool({{"gpus", {{"0", 2}}}, {"cpus", {{"0", 1}}}});
    const int two = pool.demand_of("gpus:2");
    const int one = pool.demand_of("gpus:1");
    const int cpu = pool.demand_of("cpus:1");
    CHECK(pool.demand_of("gpus:1") == one);
    const AllocationPtr gpu = pool.take(one);
    const AllocationPtr other = pool.take(cpu);
    CHECK(pool.fits(one));
    CHECK_FALSE(pool.fits(two));
    CHECK_FALSE(pool.fits(cpu));
    CHECK(pool.give_back(*gpu) == std::vector<int>{two});
    CHECK(pool.fits(two));
    CHECK_FALSE(pool.fits(cpu));
    CHECK(pool.give_back(*other) == std::vector<int>{cpu});
    CHECK(pool.fits(cpu));
}

TEST_CASE("what the machine can never give is told with what it has") {
    ResourcePool pool(kMachine);
    CHECK(pool.never(pool.demand_of("cpus:1")) == "the machine has no cpus");
    CHECK(pool.never(pool.demand_of("gpus:5")) ==
          "it needs 5 slots of gpus, and the machine has unit 0 with 2 slots, unit 1 with 4 slots, unit 2 with 2 "
          "slots, unit 3 with 1 slot");
    CHECK(pool.never(pool.demand_of("2,gpus:3")) ==
          "it needs 3 slots + 3 slots of gpus, and the machine has unit 0 with 2 slots, unit 1 with 4 slots, unit "
          "2 with 2 slots, unit 3 with 1 slot");
    ResourcePool none(ResourceSpec{{"gpus", {}}});
    CHECK(none.never(none.demand_of("gpus:0")) == "it needs 0 slots of gpus, and the machine has none");
}
