// A file that GoogleTest removes when RUN_ALL_TESTS() has come to its end, and not before (TEST_PREMATURE_EXIT_FILE,
// which Bazel uses in the same way).
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_END_MARK_H
#define PARALLEL_FIXTURES_TOOL_SESSION_END_MARK_H

#include <string>

#include "runtime/directory.h"
#include "runtime/result.h"

namespace pf {

class EndMark {
public:
    // Makes the file. A process that has changed its user can remove it as well: its directory is open to everybody,
    // and its name, which nobody can list, is known from the environment of that process alone.
    static Result<EndMark> make();

    // What has to be in the environment.
    [[nodiscard]] std::string variable() const { return "TEST_PREMATURE_EXIT_FILE=" + file_; }

    // The file has been removed.
    [[nodiscard]] bool reached() const;

private:
    EndMark(TemporaryDirectory directory, std::string file)
        : directory_(std::move(directory)), file_(std::move(file)) {}

    TemporaryDirectory directory_;
    std::string file_;
};

}  // namespace pf

#endif
