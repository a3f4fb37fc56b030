// The resource spec file of CTest. What ctest accepts and refuses was measured with ctest --resource-spec-file.
#include "tool/plan/resource_spec.h"

#include <string>

#include "tests/support/catch.h"

using pf::parse_resource_spec;
using pf::ResourceSpec;

namespace {

std::string with_units(const std::string& units) {
    return R"({"version":{"major":1,"minor":0},"local":[{"gpus":)" + units + "}]}";
}

std::string error_of(const std::string& json) {
    const pf::Result<ResourceSpec> spec = parse_resource_spec(json);
    return spec.ok() ? "" : spec.error().message;
}

}  // namespace

TEST_CASE("a resource spec file has types, units and slots") {
    const auto spec = parse_resource_spec(R"({
      // CTest accepts comments.
      "version": {"major": 1, "minor": 0}, "other": 3,
      "local": [{"gpus": [{"id": "0", "slots": 2}, {"id": "b_1"}, {"id": "c", "slots": 0, "more": 1}],
                 "_x": [], "Ignored": 5}]})");
    REQUIRE(spec.ok());
    CHECK(*spec == ResourceSpec{{"gpus", {{"0", 2}, {"b_1", 1}, {"c", 0}}}, {"_x", {}}});
}

TEST_CASE("a resource spec file may have no resources, and the last unit of an id counts") {
    CHECK(*parse_resource_spec(R"({"version":{"major":1,"minor":0},"local":[]})") == ResourceSpec{});
    CHECK(*parse_resource_spec(with_units(R"([{"id":"0","slots":1},{"id":"0","slots":4.0}])")) ==
          ResourceSpec{{"gpus", {{"0", 4}}}});
}

TEST_CASE("a bad resource spec file is refused with the place and what to write") {
    CHECK(error_of("") == "line 1: it is not JSON");
    CHECK(error_of("{\n \"version\":\n  x}") == "line 3: it is not JSON");
    CHECK(error_of("[]").rfind("it is no object; write ", 0) == 0);
    CHECK(error_of("{}").rfind("version: there is none; write ", 0) == 0);
    CHECK(error_of(R"({"version":1})").rfind("version: there is none; write ", 0) == 0);
    for (const char* version : {"{}", R"({"major":1})", R"({"major":2,"minor":0})", R"({"major":1,"minor":1})",
                                R"({"major":"1","minor":0})", R"({"major":1.5,"minor":0})"}) {
        CHECK(error_of(std::string(R"({"version":)") + version + "}").rfind("version: it is not the known one", 0) ==
              0);
    }
    for (const char* local : {"", R"(,"local":{})", R"(,"local":[{},{}])", R"(,"local":[1])"}) {
        CHECK(error_of(std::string(R"({"version":{"major":1,"minor":0})") + local + "}")
                  .rfind("local: it is no list of one object; write ", 0) == 0);
    }
    CHECK(error_of(with_units("{}")).rfind("local[0].gpus: it is no list of units; write ", 0) == 0);
    CHECK(error_of(with_units("[1]")).rfind("local[0].gpus[0]: it is no unit; write ", 0) == 0);
    for (const char* id : {"", R"("id":"A",)", R"("id":"",)", R"("id":3,)"}) {
        CHECK(error_of(with_units(std::string(R"([{"id":"a"},{)") + id + R"("slots":1}])"))
                  .rfind("local[0].gpus[1].id: it is no id; write ", 0) == 0);
    }
    for (const char* slots : {R"("2")", "-1", "1.5", "2147483648", "1e300", "null"}) {
        CHECK(error_of(with_units(std::string(R"([{"id":"a","slots":)") + slots + "}]"))
                  .rfind("local[0].gpus[0].slots: it is no number of slots; write ", 0) == 0);
    }
}
