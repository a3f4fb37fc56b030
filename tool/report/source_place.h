// Where in the sources something is, for readers that show the line beside the code.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_SOURCE_PLACE_H
#define PARALLEL_FIXTURES_TOOL_REPORT_SOURCE_PLACE_H

#include <string>
#include <string_view>

#include "tool/event/event.h"
#include "tool/journal/run_record.h"

namespace pf {

struct SourcePlace {
    std::string file;  // Empty: unknown.
    int line = 0;      // 0: unknown.
};

// Reads "file:line".
SourcePlace place_from(std::string_view source);

// Names files relative to a directory.
class SourcePaths {
public:
    // Names them relative to the source directory of the run.
    explicit SourcePaths(const RunStarted& run) : SourcePaths(run, run.source_dir) {}

    // Names them relative to `base`, an absolute path; "": they stay absolute.
    SourcePaths(const RunStarted& run, std::string base);

    // Returns the file relative to the base if it is in there, and its absolute path otherwise. A relative name that
    // begins with ".." is one from the build tree, as compilers get it; any other is one from the source directory.
    [[nodiscard]] std::string shown(const std::string& file) const;

private:
    std::string base_;
    std::string source_dir_;
    std::string build_dir_;
};

// Returns where a reader must look first: the first failed assertion in the file in which the task is declared, else
// the declaration. So the file is the same whatever the result is, and tells the task apart from others. A task that
// CMake declares without a line has the first failed assertion, if there is one.
SourcePlace place_of(const RunRecord& record, const TaskRecord& task, const Failures& failures);

}  // namespace pf

#endif
