// Plan files for tests, as cmake/ParallelFixtures.cmake writes them.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_PLAN_PLAN_FILES_H
#define PARALLEL_FIXTURES_TESTS_UNIT_PLAN_PLAN_FILES_H

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/support/folder.h"
#include "tool/plan/plan_reader.h"

namespace pf::test {

using Fields = std::vector<std::pair<std::string, std::string>>;

inline std::string entry(const std::string& key, const std::string& value) { return key + '\x1f' + value + "\x1e\n"; }

inline std::string entries(const Fields& fields) {
    std::string text;
    for (const auto& [key, value] : fields) {
        text += entry(key, value);
    }
    return text;
}

inline std::string entries(const Fields& first, const Fields& more) { return entries(first) + entries(more); }

inline std::string index(const std::vector<std::string>& parts, const std::string& config = "") {
    std::string text = entries({{"parallel-fixtures-plan", "1"}, {"stamp", "s"}, {"config", config}});
    for (const std::string& part : parts) {
        text += entry("part", part);
    }
    return text + entry("end", std::to_string(parts.size()));
}

// Returns a part with records that /src/CMakeLists.txt declared for the binary directory /build.
inline std::string part(const std::string& records, int count, const std::string& bindir = "/build") {
    return entries(
               {{"parallel-fixtures-part", "1"}, {"stamp", "s"}, {"bindir", bindir}, {"from", "/src/CMakeLists.txt"}}) +
           records + entry("end", std::to_string(count));
}

// A build directory of its own, removed at the end.
class Build {
public:
    void write(const std::string& name, const std::string& text, const std::string& config = "default") const {
        const std::string folder = path() + "/ParallelFixtures/" + config;
        std::filesystem::create_directories(folder);
        std::ofstream(folder + "/" + name, std::ios::binary) << text;
    }

    // Writes a plan of one part.
    void write_plan(const std::string& records, int count) const {
        write("plan", index({"part-1"}));
        write("part-1", part(records, count));
    }

    [[nodiscard]] const std::string& path() const { return folder_.path(); }
    [[nodiscard]] Result<Plan> read(const std::string& config = "") const { return read_plan(path(), config); }

private:
    Folder folder_;
};

// Returns the error, or "" if the plan can be read.
inline std::string error_of(const Result<Plan>& plan) { return plan.ok() ? "" : plan.error().message; }

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace pf::test

#endif
