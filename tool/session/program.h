// Finds the program that the first word of a command names.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_PROGRAM_H
#define PARALLEL_FIXTURES_TOOL_SESSION_PROGRAM_H

#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/result.h"

namespace pf {

// Returns the program of this name in the directories of `path`; "": there is none.
std::string find_along_path(const std::string& path, const std::string& name);

// Looks for programs in the same places as CTest 3.25 (cmCTestTestHandler::FindExecutable), in this order:
// - the file that the word names, absolute or relative to the directory (CTest: to the test's working directory),
// - the file of that name in the folder of the configuration beside it,
// - the word in the folder of the configuration in the directory,
// - for a bare name, the directories of PATH.
// Without a configuration it tries the usual ones.
class ProgramFinder {
public:
    ProgramFinder(std::string config, std::string path) : config_(std::move(config)), path_(std::move(path)) {}

    // Returns the absolute path. The error says where the program was looked for.
    const Result<std::string>& find(std::string_view word, std::string_view directory);

private:
    [[nodiscard]] Result<std::string> look(const std::string& word, const std::string& directory) const;

    std::string config_;
    std::string path_;
    std::unordered_map<std::string, Result<std::string>> found_;
};

}  // namespace pf

#endif
