#include "tool/session/linked_environment.h"

#include <string_view>

#include "tool/plan/frameworks.h"

namespace pf {
namespace {

constexpr std::string_view kTunables = "GLIBC_TUNABLES=";
constexpr std::string_view kHugePages = "glibc.malloc.hugetlb=";

}  // namespace

std::vector<std::string> linked_environment(const std::vector<std::string>& base, bool huge_pages) {
    std::vector<std::string> changes = framework_variables();
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
