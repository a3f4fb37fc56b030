#include "tool/session/program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <vector>

namespace pf {
namespace {

bool is_file(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

}  // namespace

const Result<std::string>& ProgramFinder::find(std::string_view word, std::string_view binary_dir) {
    const std::string key = std::string(binary_dir) + '\0' + std::string(word);
    const auto known = found_.find(key);
    // A program that was not there may be built, or made by a set-up, later in the run.
    if (known != found_.end() && known->second.ok()) {
        return known->second;
    }
    return found_.insert_or_assign(key, look(std::string(word), std::string(binary_dir))).first->second;
}

Result<std::string> ProgramFinder::look(const std::string& word, const std::string& binary_dir) const {
    if (word.empty()) {
        return Error{"the command is empty"};
    }
    if (word.front() == '/') {
        return is_file(word) ? Result<std::string>(word) : Error{word + " does not exist"};
    }
    std::vector<std::string> folders{binary_dir};
    if (!config_.empty()) {
        folders.insert(folders.begin(), binary_dir + "/" + config_);
    }
    for (const std::string& folder : folders) {
        if (is_file(folder + "/" + word)) {
            return folder + "/" + word;
        }
    }
    if (word.find('/') != std::string::npos) {
        return Error{word + " does not exist in " + binary_dir};
    }
    std::size_t begin = 0;
    while (begin <= path_.size()) {
        const std::size_t end = std::min(path_.find(':', begin), path_.size());
        const std::string candidate = path_.substr(begin, end - begin) + "/" + word;
        if (end > begin && is_file(candidate) && access(candidate.c_str(), X_OK) == 0) {
            return candidate;
        }
        begin = end + 1;
    }
    return Error{word + " was not found in " + binary_dir + " nor along PATH"};
}

}  // namespace pf
