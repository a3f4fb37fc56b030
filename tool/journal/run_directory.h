// The directory in which a run keeps its results: <build>/Testing/ParallelFixtures/<run-id>/.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_RUN_DIRECTORY_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_RUN_DIRECTORY_H

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>

#include "runtime/result.h"
#include "tool/support/file.h"

namespace pf {

// Returns an id of the UTC time and a process id, "20261123T044208Z-1234". Ids sort by time.
std::string make_run_id(std::time_t now, std::int64_t pid);

// Returns <build>/Testing/ParallelFixtures, which has all runs, the link `latest` and the history.
std::string results_root(const std::string& build_dir);

// Creates that directory unless it exists. The build tree must exist.
Status make_results_root(const std::string& build_dir);

// The directory of a run that is going on. It is not pruned as long as this object exists in any process of the run,
// nor while it may have jobs of Slurm.
class RunDirectory {
public:
    static constexpr std::size_t kKept = 10;

    // Creates the directory. With an empty `run_id` the id is new. With another one, which may have
    // letters, digits, '.', '_' and '-' only, an existing directory is joined; the tests of one ctest run do this. A
    // new directory becomes `latest`, and of the older runs all but the last kKept are removed unless they are in use.
    // It is an error if a directory cannot be written to or a symbolic link has its name.
    static Result<RunDirectory> create(const std::string& build_dir, const std::string& run_id = "");

    // Creates the directory of a part of a run, in that of the whole run. It must not exist, or be prepared and not in
    // use yet. It is not `latest`, and is pruned with the whole.
    static Result<RunDirectory> create_part(const std::string& path, const std::string& run_id);
    // Creates that directory with an empty journal, for a part that another machine is to run.
    static Status prepare_part(const std::string& path);

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const std::string& run_id() const { return run_id_; }
    [[nodiscard]] std::string journal_path() const { return path_ + "/journal.jsonl"; }
    [[nodiscard]] std::string output_path() const { return path_ + "/output"; }

    // Returns a problem that loses no result, such as a `latest` that cannot be written, or "".
    [[nodiscard]] const std::string& warning() const { return warning_; }

private:
    RunDirectory(std::string path, std::string run_id, std::optional<FileLock> lock)
        : path_(std::move(path)), run_id_(std::move(run_id)), lock_(std::move(lock)) {}

    std::string path_;
    std::string run_id_;
    std::optional<FileLock> lock_;  // A part has none.
    std::string warning_;
};

// Returns whether a process of the run exists.
bool is_in_use(const std::string& run_directory);

// Blocks until no process of the run exists. It is an error if the run's directory cannot be written to.
Status wait_until_unused(const std::string& run_directory);

// Locks the reports of a run, so that its processes do not write them at the same time. Blocks until the lock is free.
Result<FileLock> lock_reports(const std::string& run_directory);

}  // namespace pf

#endif
