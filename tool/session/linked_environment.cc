#include "tool/session/linked_environment.h"

#include <string_view>

namespace pf {
namespace {

constexpr std::string_view kNotInherited[] = {
    "GTEST_OUTPUT",
    "GTEST_FILTER",
    "GTEST_REPEAT",
    "GTEST_SHUFFLE",
    "GTEST_RANDOM_SEED",
    "GTEST_LIST_TESTS",
    "GTEST_FAIL_FAST",
    "GTEST_TOTAL_SHARDS",
    "GTEST_SHARD_INDEX",
    "XML_OUTPUT_FILE",
    "GTEST_SHARD_STATUS_FILE",
    "GTEST_BREAK_ON_FAILURE",
    "TESTBRIDGE_TEST_ONLY",
    "TEST_TOTAL_SHARDS",
    "TEST_SHARD_INDEX",
    "TEST_SHARD_STATUS_FILE",
    "BAZEL_TEST",
    "TEST_PREMATURE_EXIT_FILE",
    "TESTBRIDGE_TEST_RUNNER_FAIL_FAST",
};

constexpr std::string_view kTunables = "GLIBC_TUNABLES=";
constexpr std::string_view kHugePages = "glibc.malloc.hugetlb=";

}  // namespace

std::vector<std::string> linked_environment(const std::vector<std::string>& base, bool huge_pages) {
    std::vector<std::string> changes;
    for (const std::string_view name : kNotInherited) {
        changes.emplace_back(name);
    }
    if (!huge_pages) {
        return changes;
    }
    std::string tunables;
    for (const std::string& entry : base) {
        if (entry.compare(0, kTunables.size(), kTunables) == 0) {
            tunables = entry.substr(kTunables.size());
        }
    }
    if (tunables.find(kHugePages) == std::string::npos) {
        tunables += (tunables.empty() ? "" : ":") + std::string(kHugePages) + "1";
        changes.push_back(std::string(kTunables) + tunables);
    }
    return changes;
}

}  // namespace pf
