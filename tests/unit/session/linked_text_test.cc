// The results of linked programs, and their environment.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tool/session/linked_environment.h"
#include "tool/session/report_verdict.h"

using namespace pf;
using parallel_fixtures::Report;

namespace {

Report failed(const std::string& file, int line, const std::string& message) {
    Report report;
    report.verdict = parallel_fixtures::Verdict::failed;
    report.failures.push_back({file, line, message});
    return report;
}

bool has(const std::vector<std::string>& changes, const std::string& change) {
    return std::find(changes.begin(), changes.end(), change) != changes.end();
}

}  // namespace

TEST_CASE("a reason is the framework's own, or the first failure in one line with its place") {
    CHECK(reason_of(failed("a.cc", 7, "Failed\nno disk\n")) == "a.cc:7: Failed no disk");
    CHECK(reason_of(failed("", 0, "  1\n\n  2 ")) == "1 2");
    Report report = failed("a.cc", 7, "Failed");
    report.reason = "said so";
    CHECK(reason_of(report) == "said so");
    report.reason = " said\n so,\tin lines\n";
    CHECK(reason_of(report) == "said so, in lines");
    CHECK(reason_of(failed("a\nb.cc", 7, "Failed")) == "a b.cc:7: Failed");
    CHECK(reason_of(Report()).empty());
}

TEST_CASE("a long reason is cut between two characters") {
    const std::string reason = reason_of(failed("", 0, "x" + std::string(150, 'y') + std::string(200, '\xc3')));
    CHECK(reason.size() <= 203);
    std::string umlauts = "x";
    for (int i = 0; i < 200; ++i) {
        umlauts += "\xc3\xa4";
    }
    const std::string cut = reason_of(failed("", 0, umlauts));
    CHECK(cut == umlauts.substr(0, 199) + "...");
}

TEST_CASE("options are added to those of the caller, and his own win") {
    const std::string tunables =
        "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=67108864";
    CHECK(has(linked_environment({}, true), "GLIBC_TUNABLES=" + tunables));
    CHECK(has(linked_environment({}, true), "LSAN_OPTIONS=report_objects=1"));
    CHECK(has(linked_environment({"GLIBC_TUNABLES=a=b", "LSAN_OPTIONS=max_leaks=3"}, true),
              "GLIBC_TUNABLES=a=b:" + tunables));
    CHECK(has(linked_environment({"LSAN_OPTIONS=max_leaks=3"}, false), "LSAN_OPTIONS=max_leaks=3:report_objects=1"));
    const std::vector<std::string> own = linked_environment({"GLIBC_TUNABLES=glibc.malloc.hugetlb=2"}, true);
    CHECK_FALSE(std::any_of(own.begin(), own.end(),
                            [](const std::string& change) { return change.find("GLIBC_TUNABLES") == 0; }));
    const std::vector<std::string> small = linked_environment({}, false);
    CHECK_FALSE(std::any_of(small.begin(), small.end(),
                            [](const std::string& change) { return change.find("GLIBC_TUNABLES") == 0; }));
    CHECK(has(small, "GTEST_OUTPUT"));
}
