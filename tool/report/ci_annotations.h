// What a CI system shows of a run beside the code of a pull request and in the log of a job.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_CI_ANNOTATIONS_H
#define PARALLEL_FIXTURES_TOOL_REPORT_CI_ANNOTATIONS_H

#include <cstdio>
#include <string>

#include "runtime/result.h"
#include "tool/journal/run_record.h"
#include "tool/support/ci_log.h"

namespace pf {

// Writes the commands ::error and ::warning of GitHub Actions: an error for each problem and a warning for each flaky
// task, at most ten of either, because GitHub shows no more of a step. Files are relative to `workspace`, or to the
// source directory if that is "". It is an error if the journal cannot be read again.
Status write_github_annotations(const RunRecord& record, const std::string& workspace, std::FILE* file);

// Writes a group with the details and the output of each of the first hundred problems.
Status write_ci_groups(const RunRecord& record, CiSystem system, std::FILE* file);

}  // namespace pf

#endif
