// RESOURCE_GROUPS as CTest parses it. What CTest makes of each text was measured with ctest --show-only=json-v1.
#include "tool/plan/resource_groups.h"

#include <string>

#include "tests/support/catch.h"

using pf::parse_resource_groups;
using pf::ResourceGroups;

namespace {

// "gpus:2,cpus:1|gpus:1" for two groups; "!" and the error for what is refused.
std::string parsed(const std::string& property) {
    const pf::Result<ResourceGroups> groups = parse_resource_groups(property);
    if (!groups.ok()) {
        return "!" + groups.error().message;
    }
    std::string text;
    for (std::size_t i = 0; i < groups->size(); ++i) {
        text += i == 0 ? "" : "|";
        for (std::size_t j = 0; j < (*groups)[i].size(); ++j) {
            text += (j == 0 ? "" : ",") + (*groups)[i][j].type + ":" + std::to_string((*groups)[i][j].slots);
        }
    }
    return text;
}

std::string refused(const std::string& property, const std::string& why, int character) {
    return "!\"" + property + "\": " + why + " at character " + std::to_string(character) +
           "; write [<count>,]<type>:<slots>[,<type>:<slots>...], with ; between groups";
}

}  // namespace

TEST_CASE("resource groups have a count and requirements") {
    CHECK(parsed("gpus:2") == "gpus:2");
    CHECK(parsed("2,gpus:4;cpus:1") == "gpus:4|gpus:4|cpus:1");
    CHECK(parsed("gpus:1,gpus:1,_a0:0") == "gpus:1,gpus:1,_a0:0");
    CHECK(parsed("2") == "|");
    CHECK(parsed("2;gpus:1") == "||gpus:1");
    CHECK(parsed("0,gpus:3;cpus:1") == "cpus:1");
    CHECK(parsed("").empty());
}

TEST_CASE("separators too many are taken as CTest takes them") {
    CHECK(parsed(";;gpus:1;;cpus:1;") == "gpus:1|cpus:1");
    CHECK(parsed("gpus:1,,cpus:1,") == "gpus:1,cpus:1");
    CHECK(parsed("2,,gpus:1") == "gpus:1|gpus:1");
    CHECK(parsed("gpus:1,;cpus:1") == "gpus:1,cpus:1");
    CHECK(parsed("gpus:1,;2,cpus:1") == "gpus:1,cpus:1|gpus:1,cpus:1");
    CHECK(parsed("gpus:1,;").empty());
    CHECK(parsed(";").empty());
}

TEST_CASE("what CTest refuses is refused with the place") {
    const char* const type = "no resource type, which has small letters, digits and _,";
    CHECK(parsed("Gpus:1") == refused("Gpus:1", type, 1));
    CHECK(parsed("gpus") == refused("gpus", "no colon behind the resource type", 5));
    CHECK(parsed("gpus:") == refused("gpus:", "no number", 6));
    CHECK(parsed("gpus:x") == refused("gpus:x", "no number", 6));
    CHECK(parsed("gpus: 1") == refused("gpus: 1", "no number", 6));
    CHECK(parsed("gpus:-1") == refused("gpus:-1", "no number", 6));
    CHECK(parsed("2gpus:1") == refused("2gpus:1", "an unexpected character", 2));
    CHECK(parsed("gpus:1,2") == refused("gpus:1,2", type, 8));
    CHECK(parsed(",gpus:1") == refused(",gpus:1", type, 1));
    CHECK(parsed("gpus:1 ") == refused("gpus:1 ", "an unexpected character", 7));
    CHECK(parsed("2,3,gpus:1") == refused("2,3,gpus:1", type, 3));
}

TEST_CASE("numbers are bounded, so that no property exhausts the memory") {
    CHECK(parsed("gpus:2147483647") == "gpus:2147483647");
    CHECK(parsed("gpus:2147483648") == refused("gpus:2147483648", "a number that is too large", 6));
    CHECK(parsed("10001") == refused("10001", "more than 10000 groups or requirements", 6));
    CHECK(parsed("5000,a:1,b:1;a:1") == refused("5000,a:1,b:1;a:1", "more than 10000 groups or requirements", 17));
}
