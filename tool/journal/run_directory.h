// Where a run keeps its results: <build>/Testing/ParallelFixtures/<run-id>/.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_RUN_DIRECTORY_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_RUN_DIRECTORY_H

#include <cstdint>
#include <ctime>
#include <string>

#include "runtime/result.h"
#include "tool/support/file.h"

namespace pf {

// "20261123T044208Z-1234": the UTC time and a process id. Sorts by time.
std::string make_run_id(std::time_t now, std::int64_t pid);

// <build>/Testing/ParallelFixtures: all runs, `latest`, the history.
std::string results_root(const std::string& build_dir);

// A run's directory in use: while this object lives, in any of the run's processes, nobody prunes it.
class RunDirectory {
public:
    static constexpr std::size_t kKept = 10;

    // `run_id` "": a new one, with a directory that was not there. Otherwise the directory is made or joined, as all
    // the tests of one ctest run do; letters, digits, '.', '_' and '-' only. A new directory becomes `latest` and
    // prunes all but the last kKept runs, as far as they are not in use. Makes `output/` too. Errors: not writable; a
    // symbolic link stands in the directory's place.
    static Result<RunDirectory> create(const std::string& build_dir, const std::string& run_id = "");

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const std::string& run_id() const { return run_id_; }
    [[nodiscard]] std::string journal_path() const { return path_ + "/journal.jsonl"; }
    [[nodiscard]] std::string output_path() const { return path_ + "/output"; }

    // What did not work beside it and loses no result; empty: nothing.
    [[nodiscard]] const std::string& warning() const { return warning_; }

private:
    RunDirectory(std::string path, std::string run_id, FileLock lock)
        : path_(std::move(path)), run_id_(std::move(run_id)), lock_(std::move(lock)) {}

    std::string path_;
    std::string run_id_;
    FileLock lock_;
    std::string warning_;
};

// A process of the run is there.
bool is_in_use(const std::string& run_directory);

// Returns when no process of the run is there any more. Error: the run's directory cannot be written to.
Status wait_until_unused(const std::string& run_directory);

// Held while the reports of a run are written, so that the processes of one run do not mix theirs. Waits.
Result<FileLock> lock_reports(const std::string& run_directory);

}  // namespace pf

#endif
