// ctest's options with ctest's letters and meanings, where no other test has them.
#include <algorithm>
#include <filesystem>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

void add_three(Scenario& s) {
    s.plan.group("g");
    for (const char* name : {"one", "two", "three"}) {
        s.plan.task("g", name, {"print-line", std::string("output of ") + name});
    }
}

Words ids(const Results& r) {
    Words result;
    for (const Json& task : r.summary.at("tasks")) {
        result.push_back(Results::text(task, "id"));
    }
    std::sort(result.begin(), result.end());
    return result;
}

}  // namespace

TEST_CASE("--test-dir names the build directory; without any it is the current one", "[command-line]") {
    Scenario s;
    add_three(s);
    s.plan.write(s.build_dir());
    CHECK(s.helper({"run", "--test-dir", s.build_dir()}).exit_code == 0);
    const std::string here = s.build_dir();
    const RunOptions options{.before_exec = [here] { std::filesystem::current_path(here); }};
    const Results r = s.helper({"run", "-R", "two"}, options);
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(ids(r) == Words{"g.two"});
}

TEST_CASE("-I start,end,stride,number selects by number", "[command-line]") {
    Scenario s;
    add_three(s);
    PF_RUN(range, s, "-I", "2,3");
    CHECK(ids(range) == Words{"g.three", "g.two"});
    PF_RUN(stride, s, "-I", "1,3,2");
    CHECK(ids(stride) == Words{"g.one", "g.three"});
    PF_RUN(number, s, "-I", "0,0,0,2");
    CHECK(ids(number) == Words{"g.two"});
}

TEST_CASE("-Q prints nothing, results are written", "[command-line]") {
    Scenario s;
    add_three(s);
    s.plan.task("g", "fails", {"exit", "1"});
    PF_RUN(r, s, "-Q");
    CHECK(r.exit_code == 1);
    CHECK(r.transcript.empty());
}

TEST_CASE("-V shows the output of passing tasks too", "[command-line]") {
    Scenario s;
    add_three(s);
    PF_RUN(r, s, "-V");
    for (const char* name : {"one", "two", "three"}) {
        CHECK(r.transcript.find(std::string("output of ") + name) != std::string::npos);
    }
}

TEST_CASE("ctest's options that are the default here are taken", "[command-line]") {
    Scenario s;
    add_three(s);
    PF_RUN(r, s, "--output-on-failure", "--progress", "-j2");
    CHECK(r.exit_code == 0);
}

TEST_CASE("--output-junit writes the file there as well", "[command-line]") {
    Scenario s;
    add_three(s);
    PF_RUN(r, s, "--output-junit", s.path("copy.xml"));
    CHECK(read_file(s.path("copy.xml")) == read_file(r.directory + "/junit.xml"));
    CHECK_FALSE(read_file(s.path("copy.xml")).empty());
    const Results bad = s.helper({"run", s.build_dir(), "--output-junit", s.path("no/such/directory/x.xml")});
    INFO(bad.transcript);
    CHECK(bad.exit_code == 5);
    CHECK(bad.transcript.find("no/such/directory") != std::string::npos);
}

TEST_CASE("-C chooses the configuration; where there are several one must be chosen", "[command-line]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "debug", {});
    s.plan.write(s.build_dir(), "Debug");
    PlanFile release;
    release.group("g");
    release.task("g", "release", {});
    release.write(s.build_dir(), "Release");
    const Results one = s.helper({"run", s.build_dir(), "-C", "Release"});
    INFO(one.transcript);
    CHECK(one.exit_code == 0);
    CHECK(ids(one) == Words{"g.release"});
    const Results none = s.helper({"run", s.build_dir(), "-C", "Profile"});
    INFO(none.transcript);
    CHECK(none.exit_code == 2);
    CHECK(none.transcript.find("Profile") != std::string::npos);
    CHECK(none.transcript.find("Release") != std::string::npos);  // What there is.
    const Results which = s.helper({"run", s.build_dir()});
    INFO(which.transcript);
    CHECK(which.exit_code == 2);
    CHECK(which.transcript.find("-C") != std::string::npos);
}

TEST_CASE("--help and --version succeed; no command at all says what there is", "[command-line]") {
    Scenario s;
    for (const Words& args : {Words{"--help"}, Words{"run", "--help"}, Words{"--version"}}) {
        const Results r = s.helper(args);
        INFO(r.transcript);
        CHECK(r.exit_code == 0);
        CHECK_FALSE(r.transcript.empty());
    }
    const Results none = s.helper({});
    INFO(none.transcript);
    CHECK(none.exit_code == 2);
    CHECK(none.transcript.find("run") != std::string::npos);
}

TEST_CASE("CTest's own files are not touched", "[command-line]") {
    Scenario s;
    add_three(s);
    std::filesystem::create_directories(s.build_dir() + "/Testing/Temporary");
    write_file(s.build_dir() + "/Testing/TAG", "20260101-0000\n");
    write_file(s.build_dir() + "/Testing/Temporary/LastTestsFailed.log", "1:x\n");
    PF_RUN(r, s, "-j", "2");
    CHECK(read_file(s.build_dir() + "/Testing/TAG") == "20260101-0000\n");
    CHECK(read_file(s.build_dir() + "/Testing/Temporary/LastTestsFailed.log") == "1:x\n");
    Words made;
    for (const auto& entry : std::filesystem::directory_iterator(s.build_dir())) {
        made.push_back(entry.path().filename());
    }
    std::sort(made.begin(), made.end());
    CHECK(made == Words{"ParallelFixtures", "Testing"});
}

}  // namespace pf::acceptance
