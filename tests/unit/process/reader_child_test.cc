#include "tool/process/reader_child.h"

#include <unistd.h>

#include <string>
#include <string_view>

#include "tests/support/catch.h"

namespace {

void write_to(const pf::ReaderChild& child, std::string_view text) {
    REQUIRE(::write(child.pipe(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

}  // namespace

TEST_CASE("a command reads what is written until the end, and its exit code is told") {
    auto child = pf::ReaderChild::start("test \"$(cat)\" = abc");
    REQUIRE(child.ok());
    write_to(**child, "abc\n");
    CHECK((*child)->finish(30).empty());
    auto failing = pf::ReaderChild::start("cat >/dev/null; exit 7");
    REQUIRE(failing.ok());
    CHECK((*failing)->finish(30) == "it ended with exit code 7");
}

TEST_CASE("a command that does not end is killed with its group") {
    auto child = pf::ReaderChild::start("sleep 600 & sleep 600");
    REQUIRE(child.ok());
    CHECK((*child)->finish(0.05) == "it had not ended when all was written, and was killed");
    auto dropped = pf::ReaderChild::start("sleep 600");
    REQUIRE(dropped.ok());
    dropped->reset();  // Returns only when the command has ended.
}
