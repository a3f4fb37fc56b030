#include "tool/session/linked_environment.h"

#include <string_view>

#include "tool/plan/frameworks.h"

namespace pf {
namespace {

constexpr std::string_view kTunables = "GLIBC_TUNABLES=";
constexpr std::string_view kHugePages = "glibc.malloc.hugetlb=";
// Blocks below the mmap threshold come from the heap. A block that is mapped by itself and smaller than a huge page has
// no huge page. 32 MiB is the largest threshold that malloc takes, and twice as much its own choice for the other one.
constexpr std::string_view kHugePagesValue =
    "1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=67108864";
constexpr std::string_view kLeaks = "LSAN_OPTIONS=";
constexpr std::string_view kReportObjects = "report_objects=";  // pf::report_leaks_once() reads them.

// Adds an option to a variable of the caller that holds "<option>=<value>" separated by colons, unless it has the
// option.
void add_option(std::vector<std::string>& changes, const std::vector<std::string>& base, std::string_view variable,
                std::string_view option, std::string_view value) {
    std::string options;
    for (const std::string& entry : base) {
        if (entry.compare(0, variable.size(), variable) == 0) {
            options = entry.substr(variable.size());
        }
    }
    if (options.find(option) == std::string::npos) {
        options += (options.empty() ? "" : ":") + std::string(option) + std::string(value);
        changes.push_back(std::string(variable) + options);
    }
}

}  // namespace

std::vector<std::string> linked_environment(const std::vector<std::string>& base, bool huge_pages) {
    std::vector<std::string> changes = framework_variables();
    add_option(changes, base, kLeaks, kReportObjects, "1");
    if (huge_pages) {
        add_option(changes, base, kTunables, kHugePages, kHugePagesValue);
    }
    return changes;
}

}  // namespace pf
