#include "tool/config/config_file.h"

#include <unistd.h>

#include <fstream>
#include <string>

#include "runtime/directory.h"
#include "tests/support/catch.h"

namespace {

std::string error_of(const std::string& text) {
    const auto file = pf::parse_config(text, "f.toml");
    return file.ok() ? "" : file.error().message;
}

bool begins(const std::string& text, const std::string& part) { return text.rfind(part, 0) == 0; }

}  // namespace

TEST_CASE("values of each kind become text, with their lines") {
    const auto file = pf::parse_config(
        "# comment\n"
        "timeout = 2.5\n"
        "retries = 3\n"
        "progress = true\n"
        "\n"
        "color = \"never\"\n"
        "[profile.ci]\n"
        "retries = 5\n"
        "[profile.\"two words\"]\n",
        "f.toml");
    REQUIRE(file.ok());
    CHECK(file->path == "f.toml");
    REQUIRE(file->values.size() == 4);
    CHECK(file->values[0].key == "timeout");
    CHECK(file->values[0].text == "2.5");
    CHECK(file->values[0].line == 2);
    CHECK(file->values[1].text == "3");
    CHECK(file->values[2].text == "true");
    CHECK(file->values[3].text == "never");
    CHECK(file->values[3].line == 6);
    REQUIRE(file->profiles.size() == 2);
    REQUIRE(file->profiles.at("ci").size() == 1);
    CHECK(file->profiles.at("ci")[0].line == 8);
    CHECK(file->profiles.at("two words").empty());
}

TEST_CASE("an error has the file and the line") {
    CHECK(begins(error_of("a = 1\nb = \n"), "f.toml:2: "));
    CHECK(begins(error_of("a = 1\na = 2\n"), "f.toml:2: "));
    CHECK(error_of("a = 1\n\nb = [1, 2]\n") == "f.toml:3: b is neither text nor a number nor true or false");
    CHECK(error_of("a = 1979-05-27\n") == "f.toml:1: a is neither text nor a number nor true or false");
    CHECK(error_of("[runs]\na = 1\n") == "f.toml:1: runs is neither text nor a number nor true or false");
    CHECK(error_of("profile = 1\n") == "f.toml:1: profile is not a table; write [profile.<name>]");
    CHECK(error_of("[profile]\nci = 1\n") == "f.toml:2: profile.ci is not a table; write [profile.ci]");
    CHECK(begins(error_of("[profile.ci.more]\na = 1\n"), "f.toml:1: more is neither"));
    CHECK(begins(error_of("a = \"\xff\"\n"), "f.toml:1: "));
    CHECK(error_of("a = 1\n[<x]\nb = 2\n") == "f.toml:2: the name of a table is missing or has a wrong character");
    for (const char* text :
         {"[<x", "[ <]", "[[<x]]", "a.<=1", "<=1", "[a.<]", "[]", "[", "[[", "{=1", "a={<=1}", "a.", "[="}) {
        INFO(text);
        CHECK(begins(error_of(text), "f.toml:1: "));
    }
}

TEST_CASE("a source directory without the file has no configuration") {
    const auto directory = pf::TemporaryDirectory::make("pf-config-");
    REQUIRE(directory.ok());
    const auto none = pf::read_config_file(directory->path());
    REQUIRE(none.ok());
    CHECK_FALSE(none->has_value());
    CHECK(pf::read_config_file("").ok());
    std::ofstream(directory->path() + "/.parallel-fixtures.toml") << "retries = 1\n";
    const auto file = pf::read_config_file(directory->path());
    REQUIRE(file.ok());
    REQUIRE(file->has_value());
    CHECK((*file)->path == directory->path() + "/.parallel-fixtures.toml");
    CHECK((*file)->values.size() == 1);
    if (geteuid() == 0) {  // Only root can give a file away.
        constexpr uid_t kOther = 12345;
        REQUIRE(chown((*file)->path.c_str(), kOther, kOther) == 0);
        const auto refused = pf::read_config_file(directory->path());
        REQUIRE_FALSE(refused.ok());
        CHECK(begins(refused.error().message, (*file)->path + " belongs to user 12345, and its settings would hold"));
    }
}
