// Finds the file that a command's first word means.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_PROGRAM_H
#define PARALLEL_FIXTURES_TOOL_SESSION_PROGRAM_H

#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/result.h"

namespace pf {

// As CTest 3.25 does (cmCTestTestHandler::FindExecutable): an absolute path as it is; otherwise the file in the build
// directory of the declaration, there also in the configuration's folder; otherwise, for a bare name, along PATH.
class ProgramFinder {
public:
    ProgramFinder(std::string config, std::string path) : config_(std::move(config)), path_(std::move(path)) {}

    // The absolute path. The error says where it was looked for.
    const Result<std::string>& find(std::string_view word, std::string_view binary_dir);

private:
    [[nodiscard]] Result<std::string> look(const std::string& word, const std::string& binary_dir) const;

    std::string config_;
    std::string path_;
    std::unordered_map<std::string, Result<std::string>> found_;
};

}  // namespace pf

#endif
