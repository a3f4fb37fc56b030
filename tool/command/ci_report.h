// What a run leaves in the log of a CI system and on its pages.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_CI_REPORT_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_CI_REPORT_H

#include <string>

#include "tool/journal/run_record.h"
#include "tool/support/ci_log.h"

namespace pf {

// Prints the groups of write_ci_groups(), for a run whose outputs are not in the log yet.
void print_ci_groups(const RunRecord& record, CiSystem system);

// For GitHub, prints the annotations, and appends the summary to the file of GITHUB_STEP_SUMMARY as far as the file has
// room. For other systems, does nothing. What cannot be written is a note and changes nothing else.
void annotate(const RunRecord& record, CiSystem system);

// The same for the run in this directory.
void annotate(const std::string& run_directory, CiSystem system);

// While this object exists, GitHub takes nothing that is printed for a command. For a task that prints to the log by
// itself.
class GithubCommandsStopped {
public:
    GithubCommandsStopped();
    ~GithubCommandsStopped();
    GithubCommandsStopped(const GithubCommandsStopped&) = delete;
    GithubCommandsStopped& operator=(const GithubCommandsStopped&) = delete;

private:
    std::string token_;
};

}  // namespace pf

#endif
