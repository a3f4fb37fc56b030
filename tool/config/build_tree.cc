#include "tool/config/build_tree.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "runtime/directory.h"
#include "tool/plan/plan_reader.h"
#include "tool/support/file.h"

namespace pf {
namespace {

bool is_file(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

std::vector<std::string> directories_in(const std::string& directory) {
    std::vector<std::string> found;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        found.push_back(entry->path().string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::string> candidates(const std::string& source_dir) {
    std::vector<std::string> likely{source_dir + "/build"};
    for (const std::vector<std::string>& more : {directories_in(likely.front()), preset_build_dirs(source_dir)}) {
        likely.insert(likely.end(), more.begin(), more.end());
    }
    std::vector<std::string> found;
    for (const std::string& one : likely) {
        const std::string path = real_path(one);
        if (has_plan(path) && std::find(found.begin(), found.end(), path) == found.end()) {
            found.push_back(path);
        }
    }
    return found;
}

std::string parent_of(const std::string& directory) { return std::filesystem::path(directory).parent_path().string(); }

}  // namespace

Result<std::string> find_build_tree(const std::string& directory) {
    for (std::string at = directory;; at = parent_of(at)) {
        if (has_plan(at) || is_file(at + "/CMakeCache.txt")) {
            return at;
        }
        const std::vector<std::string> found = candidates(at);
        if (found.size() == 1) {
            return found.front();
        }
        if (!found.empty()) {
            return Error{fmt::format("{} has several build trees: {}; name one, for instance with --test-dir {}", at,
                                     fmt::join(found, ", "), found.front())};
        }
        if (at == parent_of(at)) {
            return Error{
                fmt::format("there is no build tree with a plan of ParallelFixtures in {0}, in {0}/build, "
                            "where its CMake presets configure, or above; name one with --test-dir",
                            directory)};
        }
    }
}

std::string source_dir_of(const std::string& build_dir) {
    constexpr std::string_view kEntry = "\nCMAKE_HOME_DIRECTORY:INTERNAL=";
    const Result<std::string> cache = read_file(build_dir + "/CMakeCache.txt");
    const std::string text = cache.ok() ? "\n" + *cache : "";
    const std::size_t entry = text.find(kEntry);
    if (entry == std::string::npos) {
        return "";
    }
    const std::size_t value = entry + kEntry.size();
    return text.substr(value, std::min(text.find('\n', value), text.size()) - value);
}

}  // namespace pf
