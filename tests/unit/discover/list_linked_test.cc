#include "tool/discover/list_linked.h"

#include <string>

#include "runtime/linked_message.h"
#include "tests/support/catch.h"

using pf::parse_linked_listing;

namespace {

std::string hello(const std::string& framework = "gtest 1.12.1") {
    return encode(pf::FromProgram(pf::Hello{pf::kLinkedProtocol, framework}));
}

std::string test(const std::string& name) {
    pf::TestListed listed;
    listed.test.name = name;
    return encode(pf::FromProgram(listed));
}

std::string end(std::uint64_t tests, const std::string& problem = "", bool shared_setup = true) {
    return encode(pf::FromProgram(pf::ListEnded{0, tests, problem, shared_setup}));
}

std::string error_of(const std::string& answer) {
    const auto listing = parse_linked_listing(answer);
    return listing.ok() ? "" : listing.error().message;
}

}  // namespace

TEST_CASE("what a linked program answers is its listing") {
    const auto listing = parse_linked_listing(hello() + test("S.a") + test("S.b") + end(2));
    REQUIRE(listing.ok());
    CHECK(listing->linked);
    REQUIRE(listing->cases.size() == 2);
    CHECK(listing->cases[1].name == "S.b");
    CHECK(listing->shared_setup);
}

TEST_CASE("a linked program says whether its tests share a set-up") {
    const auto listing = parse_linked_listing(hello() + test("S.a") + end(1, "", false));
    REQUIRE(listing.ok());
    CHECK_FALSE(listing->shared_setup);
}

TEST_CASE("an answer that is not whole is refused") {
    const std::string whole = hello() + test("S.a") + end(1);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CHECK_FALSE(error_of(whole.substr(0, size)).empty());
    }
    CHECK_FALSE(error_of(hello() + test("S.a") + end(2)).empty());
    CHECK_FALSE(error_of(whole + "x").empty());
}

TEST_CASE("why a linked program cannot be listed is told in one line") {
    CHECK(error_of(hello() + end(0, "two\n\x1b")) == "its tests cannot be listed: two \\x1b");
}
