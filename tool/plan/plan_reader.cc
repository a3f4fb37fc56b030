#include "tool/plan/plan_reader.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <vector>

#include "tool/plan/later_properties.h"
#include "tool/plan/plan_entries.h"
#include "tool/plan/plan_index.h"
#include "tool/plan/plan_owner.h"
#include "tool/plan/plan_part.h"
#include "tool/support/file.h"

namespace pf {

namespace {

constexpr const char* kSingle = "default";  // The directory of the plan of a build with one configuration.

std::string folder_of(const std::string& build_dir) { return build_dir + "/ParallelFixtures"; }

bool is_file(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

// Returns the names of the directories in `folder` that have a plan, sorted.
std::vector<std::string> configurations(const std::string& folder) {
    std::vector<std::string> found;
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(folder.c_str()), closedir);
    while (const dirent* entry = directory ? readdir(directory.get()) : nullptr) {
        const std::string name = entry->d_name;
        if (is_file(fmt::format("{}/{}/plan", folder, name))) {
            found.push_back(name);
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

// Returns the name of the directory that has the plan of `config`.
Result<std::string> choose(const std::string& build_dir, const std::string& config) {
    const std::vector<std::string> found = configurations(folder_of(build_dir));
    if (found.empty()) {
        return Error{
            fmt::format("{0} has no plan of ParallelFixtures; is it a build directory of a project that uses "
                        "it? If so, configure it again with \"cmake {0}\"",
                        build_dir)};
    }
    if (std::find(found.begin(), found.end(), config) != found.end()) {
        return config;
    }
    if (found.size() == 1 && (config.empty() || found.front() == kSingle)) {
        return found.front();
    }
    return Error{fmt::format("{} has the configurations {}{}; choose one with -C", build_dir, fmt::join(found, ", "),
                             config.empty() ? "" : ", and not " + config)};
}

using Fault = Error (*)(const std::string& file, const std::string& what);

Error tests_fault(const std::string& file, const std::string& what) {
    return Error{fmt::format("cannot read the tests in {}: {}; configure the build again", file, what)};
}

// Reads a file, if its owner is trusted. `fault` makes the error that it cannot be read.
Result<std::string> load(const std::string& file, Fault fault) {
    const Result<Descriptor> opened = open_file(file, O_RDONLY);
    if (!opened.ok()) {
        return fault(file, opened.error().message);
    }
    struct stat status {};
    if (fstat(opened->get(), &status) != 0) {
        return fault(file, system_error("fstat", errno).message);
    }
    if (const Status own = check_plan_owner(file, status.st_uid, plan_user()); !own.ok()) {
        return own.error();
    }
    Result<std::string> bytes = read_file(*opened, file);
    return bytes.ok() ? std::move(bytes) : fault(file, bytes.error().message);
}

// Reads a file into the plan's storage, if its owner is trusted.
Result<Text> load(Plan& plan, const std::string& file) {
    Result<std::string> bytes = load(file, plan_fault);
    return bytes.ok() ? Result<Text>(plan.adopt(std::move(bytes).value())) : bytes.error();
}

Status read_parts(Plan& plan, const std::string& folder, const PlanIndex& index) {
    PlanNames names;
    for (const Text part : index.parts) {
        const std::string file = folder + "/" + std::string(part);
        const Result<Text> bytes = load(plan, file);
        if (!bytes.ok()) {
            return bytes.error();
        }
        Entries entries(file, *bytes);
        if (Status status = check_version(entries, "parallel-fixtures-part"); !status.ok()) {
            return status;
        }
        if (Status status = PartReader(plan, names, entries, index.stamp).read(); !status.ok()) {
            return status;
        }
    }
    return ok_status();
}

// Reads what the project has set on the tests of tasks, and its CTEST_RESOURCE_SPEC_FILE, which is in the top
// directory. A directory has no tests if its project does not call enable_testing().
Status read_later_properties(Plan& plan) {
    std::set<Text> directories;
    for (TaskId task = 0; task < plan.tasks.size(); ++task) {
        directories.insert(plan.binary_dir(task));
    }
    const bool has_top = !directories.insert(plan.build_dir).second;
    LaterProperties properties(plan);
    for (const Text directory : directories) {
        const std::string file = std::string(directory) + "/CTestTestfile.cmake";
        struct stat status {};
        if (stat(file.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
            continue;
        }
        const Result<std::string> bytes = load(file, tests_fault);
        if (!bytes.ok()) {
            return bytes.error();
        }
        const std::size_t line = properties.read(*bytes);
        if (directory == plan.build_dir) {
            const std::string& spec = properties.resource_spec_file();
            plan.resource_spec_file = spec.empty() || spec.front() == '/' ? spec : plan.build_dir + "/" + spec;
        }
        if (line != 0 && (has_top || directory != plan.build_dir)) {
            return tests_fault(file, fmt::format("line {} is not what CMake writes", line));
        }
    }
    return ok_status();
}

}  // namespace

bool has_plan(const std::string& build_dir) { return !configurations(folder_of(build_dir)).empty(); }

bool has_several_configurations(const std::string& build_dir) {
    return configurations(folder_of(build_dir)).size() > 1;
}

Result<Plan> read_plan(const std::string& build_dir, const std::string& config) {
    const Result<std::string> chosen = choose(build_dir, config);
    if (!chosen.ok()) {
        return chosen.error();
    }
    const std::string folder = folder_of(build_dir) + "/" + *chosen;
    Plan plan;
    plan.build_dir = build_dir;
    plan.folder = folder;
    const Result<Text> bytes = load(plan, folder + "/plan");
    if (!bytes.ok()) {
        return bytes.error();
    }
    const Result<PlanIndex> index = read_index(Entries(folder + "/plan", *bytes));
    if (!index.ok()) {
        return index.error();
    }
    plan.config = index->config;
    plan.stamp = index->stamp;
    plan.source_dir = index->source;
    plan.ctest = index->ctest;
    if (!config.empty() && !plan.config.empty() && plan.config != config) {
        return Error{fmt::format("{} is configured as {}, not as {}; leave -C out", build_dir, plan.config, config)};
    }
    if (Status status = read_parts(plan, folder, *index); !status.ok()) {
        return status.error();
    }
    if (Status status = read_later_properties(plan); !status.ok()) {
        return status.error();
    }
    return plan;
}

}  // namespace pf
