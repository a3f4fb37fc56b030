#include "tool/discover/listing_cache.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <string>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using pf::Group;
using pf::Listing;
using pf::listing_key;
using pf::load_listing;
using pf::test::Folder;

namespace {

Listing sample() {
    Listing listing;
    listing.framework = "catch2";
    listing.linked = true;
    listing.fixtures = {{"inner", "outer", pf::FixtureScope::task, "f.cc", 3}};
    listing.cases = {{"a, \"b\" é", "x.cc", 7, {"fast", "two words"}, true, {"\"a\"", ""}, "inner", ""},
                     {"not \xff utf8", "", 0, {}, false, {"\xfe"}, "", "why"}};
    return listing;
}

}  // namespace

TEST_CASE("a listing is read back as it was written, for its key only") {
    const Folder folder;
    const std::string file = pf::listing_file(folder.path(), 3);
    CHECK(file == folder / "listing-3.json");
    CHECK_FALSE(load_listing(file, "key"));
    REQUIRE(pf::save_listing(file, "key \xff", sample()).ok());
    REQUIRE(load_listing(file, "key \xff"));
    CHECK(*load_listing(file, "key \xff") == sample());
    CHECK_FALSE(load_listing(file, "other"));
    CHECK_FALSE(load_listing(file, ""));
    CHECK(folder.names() == std::set<std::string>{"listing-3.json"});
}

TEST_CASE("a damaged listing is none") {
    const Folder folder;
    const std::string file = folder / "listing";
    for (const char* bad :
         {"", "{", "[]", "{}", R"({"key": "k"})", R"({"key": "k", "listing": 1})",
          R"({"key": "k", "listing": {"framework": "x", "linked": 1}})",
          R"({"key": "k", "listing": {"framework": "x", "linked": true, "fixtures": [], "cases": [[]]}})"}) {
        INFO(bad);
        std::ofstream(file) << bad;
        CHECK_FALSE(load_listing(file, "k"));
    }
}

TEST_CASE("a kept listing that no program's could be is none") {
    const Folder folder;
    const std::string file = folder / "listing";
    const auto kept = [&](const std::string& fixtures, const std::string& cases) {
        std::ofstream(file)
            << R"({"key": "k", "listing": {"framework": "", "linked": true, "shared_setup": false, "fixtures": [)"
            << fixtures << R"(], "cases": [)" << cases << "]}}";
        return load_listing(file, "k").has_value();
    };
    const std::string good = R"(["a", "", 1, [], false, [], "", "", "", "", "", ""])";
    CHECK(kept(R"(["f", "", 2, "", 0, false])", good));
    CHECK_FALSE(kept(R"(["f", "", 3, "", 0, false])", good));
    CHECK_FALSE(kept(R"(["f", "", -1, "", 0, false])", good));
    CHECK_FALSE(kept(R"(["f", "", 1e300, "", 0, false])", good));
    CHECK_FALSE(kept("", ""));
    CHECK_FALSE(kept("", good + "," + good));
    CHECK_FALSE(kept("", R"(["a\n", "", 1, [], false, [], "", "", "", "", "", ""])"));
    CHECK_FALSE(kept("", R"(["a", "", 1e300, [], false, [], "", "", "", "", "", ""])"));
}

TEST_CASE("a key changes with all that a listing depends on") {
    const Folder folder;
    const std::string program = folder / "program";
    std::ofstream(program) << "1";
    Group group;
    group.program.file = program;
    group.program.command = {program, "a", "b"};
    const std::string key = listing_key(group, "1.0");
    CHECK_FALSE(key.empty());
    CHECK(listing_key(group, "1.0") == key);
    CHECK(listing_key(group, "1.1") != key);
    const std::function<void(Group&)> changes[] = {
        [](Group& g) {
            g.program.command = {g.program.file, "a b"};
        },
        [](Group& g) { g.program.command.pop_back(); },
        [](Group& g) { g.program.filter = "x"; },
        [](Group& g) { g.program.framework = "gtest"; },
        [](Group& g) { g.environment = {"A=b"}; },
        [](Group& g) { g.working_directory = "/"; },
    };
    for (const auto& change : changes) {
        Group changed = group;
        change(changed);
        CHECK(listing_key(changed, "1.0") != key);
    }
    std::ofstream(program) << "12";
    CHECK(listing_key(group, "1.0") != key);
}

TEST_CASE("a key changes with the time of the file alone, to the nanosecond") {
    const Folder folder;
    const std::string program = folder / "program";
    std::ofstream(program) << "1";
    Group group;
    group.program.file = program;
    const auto touch = [&](long nanoseconds) {
        const timespec times[2] = {{100, 0}, {100, nanoseconds}};
        REQUIRE(utimensat(AT_FDCWD, program.c_str(), times, 0) == 0);
        return listing_key(group, "");
    };
    const std::string key = touch(0);
    CHECK(touch(1) != key);
    CHECK(touch(0) == key);
    group.program.file = "/nowhere";
    CHECK(listing_key(group, "").empty());
}
