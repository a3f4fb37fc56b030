// Finds the file that a command's first word means.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_PROGRAM_H
#define PARALLEL_FIXTURES_TOOL_SESSION_PROGRAM_H

#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/result.h"

namespace pf {

// The program of this name in the directories of `path`; "": there is none.
std::string find_along_path(const std::string& path, const std::string& name);

// As CTest 3.25 does (cmCTestTestHandler::FindExecutable): the file that the word names, absolute or in the directory
// (there CTest takes the test's working directory); or the file of that name in a folder of the configuration beside
// it; or the word in the configuration's folder of the directory; otherwise, for a bare name, along PATH. Without a
// configuration the usual ones are tried.
class ProgramFinder {
public:
    ProgramFinder(std::string config, std::string path) : config_(std::move(config)), path_(std::move(path)) {}

    // The absolute path. The error says where it was looked for.
    const Result<std::string>& find(std::string_view word, std::string_view directory);

private:
    [[nodiscard]] Result<std::string> look(const std::string& word, const std::string& directory) const;

    std::string config_;
    std::string path_;
    std::unordered_map<std::string, Result<std::string>> found_;
};

}  // namespace pf

#endif
