#include "tool/session/program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace pf {
namespace {

bool is_file(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

// The folders in which CTest looks without a configuration.
constexpr const char* kGuesses[] = {"Release", "Debug", "MinSizeRel", "RelWithDebInfo", "Deployment", "Development"};

// Returns the first of them that is a file; "": none is.
std::string first_file(const std::vector<std::string>& candidates) {
    const auto found = std::find_if(candidates.begin(), candidates.end(), is_file);
    return found == candidates.end() ? std::string() : *found;
}

}  // namespace

const Result<std::string>& ProgramFinder::find(std::string_view word, std::string_view directory) {
    const std::string key = std::string(directory) + '\0' + std::string(word);
    const auto known = found_.find(key);
    // A missing program is looked for again, because a set-up may build it later in the run.
    if (known != found_.end() && known->second.ok()) {
        return known->second;
    }
    return found_.insert_or_assign(key, look(std::string(word), std::string(directory))).first->second;
}

Result<std::string> ProgramFinder::look(const std::string& word, const std::string& directory) const {
    if (word.empty()) {
        return Error{"the command is empty"};
    }
    const bool absolute = word.front() == '/';
    const std::size_t slash = word.rfind('/') + 1;  // 0: a bare name.
    const std::string folder = (absolute ? "" : directory + "/") + word.substr(0, slash);
    const std::string name = word.substr(slash);
    std::vector<std::string> candidates{folder + name};
    if (config_.empty()) {
        for (const char* guess : kGuesses) {
            candidates.emplace_back(folder).append(guess).append("/").append(name);
        }
    } else {
        candidates.push_back(folder + config_ + "/" + name);
        candidates.push_back(absolute ? "" : directory + "/" + config_ + "/" + word);
    }
    if (std::string file = first_file(candidates); !file.empty()) {
        return file;
    }
    if (slash > 0) {
        return Error{word + " does not exist" + (absolute ? "" : " in " + directory)};
    }
    std::string program = find_along_path(path_, name);
    return program.empty() ? Result<std::string>(Error{word + " was not found in " + directory + " nor along PATH"})
                           : Result<std::string>(std::move(program));
}

std::string find_along_path(const std::string& path, const std::string& name) {
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find(':', begin), path.size());
        std::string candidate = path.substr(begin, end - begin) + "/" + name;
        if (end > begin && is_file(candidate) && access(candidate.c_str(), X_OK) == 0) {
            return candidate;
        }
        begin = end + 1;
    }
    return {};
}

}  // namespace pf
