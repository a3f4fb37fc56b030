// A file that GoogleTest removes at the end of RUN_ALL_TESTS() (TEST_PREMATURE_EXIT_FILE, which Bazel uses in the same
// way).
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_END_MARK_H
#define PARALLEL_FIXTURES_TOOL_SESSION_END_MARK_H

#include <string>

#include "runtime/directory.h"
#include "runtime/result.h"

namespace pf {

class EndMark {
public:
    // Makes the file. A process that has changed its user can remove it too, because everybody may write to the
    // directory. Nobody may list the directory, and only the environment of the process has the name of the file.
    static Result<EndMark> make();

    // Returns the variable for the environment of the process.
    [[nodiscard]] std::string variable() const { return "TEST_PREMATURE_EXIT_FILE=" + file_; }

    // Returns whether the file was removed.
    [[nodiscard]] bool reached() const;

private:
    EndMark(TemporaryDirectory directory, std::string file)
        : directory_(std::move(directory)), file_(std::move(file)) {}

    TemporaryDirectory directory_;
    std::string file_;
};

}  // namespace pf

#endif
