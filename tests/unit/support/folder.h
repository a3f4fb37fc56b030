// Helpers for tests that need files, or a process whose limits they may change.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_SUPPORT_FOLDER_H
#define PARALLEL_FIXTURES_TESTS_UNIT_SUPPORT_FOLDER_H

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <set>
#include <string>

#include "runtime/directory.h"

namespace pf::test {

// A temporary directory that is removed at the end of the test.
class Folder {
public:
    Folder() : directory_(TemporaryDirectory::make("pf-unit-").value()) {}

    [[nodiscard]] const std::string& path() const { return directory_.path(); }
    [[nodiscard]] std::string operator/(const std::string& name) const { return path() + "/" + name; }

    // Returns the names in the directory or in one below it.
    [[nodiscard]] std::set<std::string> names(const std::string& below = ".") const {
        std::set<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(*this / below)) {
            found.insert(entry.path().filename());
        }
        return found;
    }

private:
    TemporaryDirectory directory_;
};

// Runs `body` in a forked child and returns its result, or 128+n if signal n killed the child.
template <typename Body>
int in_child(Body body) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(body());
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Limits the size of all files of this process, so that further writes fail as on a full disk.
inline void limit_file_size(rlim_t bytes) {
    const rlimit limit{bytes, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    static_cast<void>(::signal(SIGXFSZ, SIG_IGN));
}

}  // namespace pf::test

#endif
