#include "tool/report/report_text.h"

#include <clocale>
#include <limits>
#include <locale>

#include "tests/support/catch.h"

using namespace pf;

TEST_CASE("times and seconds have one form") {
    CHECK(iso_time(1795408928.9) == "2026-11-23T04:42:08Z");
    CHECK(decimal_seconds(1234567.0006) == "1234567.001");
    CHECK(decimal_seconds(0) == "0.000");
    CHECK(decimal_seconds(-1) == "0.000");
    CHECK(decimal_seconds(std::numeric_limits<double>::quiet_NaN()) == "0.000");
    CHECK(decimal_seconds(std::numeric_limits<double>::infinity()) == "0.000");
}

TEST_CASE("a file with more output is named below what was kept") {
    CHECK(shown_output({"text", 4, false, ""}) == "text");
    CHECK(shown_output({"text", 400, true, "output/a"}) == "text\n[more of its 400 bytes: output/a]\n");
    CHECK(shown_output({"text\n", 400, true, "output/a"}) == "text\n[more of its 400 bytes: output/a]\n");
    CHECK(shown_output({"", 400, true, "output/a"}) == "[more of its 400 bytes: output/a]\n");
}

TEST_CASE("notes tell what a verdict does not") {
    TaskEnded ended;
    CHECK(notes_on(ended).empty());
    ended.leaked = {"a (pid 1)", "b (pid 2)"};
    ended.kept_dir = "/tmp/x";
    ended.slow = true;
    ended.seconds = 61;
    CHECK(notes_on(ended) ==
          "left running, killed: a (pid 1), b (pid 2)\nits directory was kept: /tmp/x\nslow: 61.000 s\n");
}

TEST_CASE("times beyond what a date can say are the nearest one") {
    CHECK(iso_time(-1) == "1970-01-01T00:00:00Z");
    CHECK(iso_time(1e300) == "9999-12-31T23:59:59Z");
    CHECK(iso_time(6.7768e16) == "9999-12-31T23:59:59Z");
    CHECK(iso_time(std::numeric_limits<double>::quiet_NaN()) == "1970-01-01T00:00:00Z");
}
