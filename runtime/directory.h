// Directories of a run's own.
#ifndef PARALLEL_FIXTURES_RUNTIME_DIRECTORY_H
#define PARALLEL_FIXTURES_RUNTIME_DIRECTORY_H

#include <string>

#include "runtime/descriptor.h"
#include "runtime/result.h"

namespace pf {

// Removes a directory with everything in it, without following symbolic links or entering other file systems. "" and a
// missing one: nothing to do.
// What cannot be removed stays; false then.
bool remove_tree(const std::string& path);

// Whether `path` is a directory as mkdir(0700) made it: the caller's, with nothing in it. False as well when it cannot
// be looked at.
bool is_untouched(const std::string& path);

// `path` with its symbolic links followed; as it is where there is nothing.
std::string real_path(const std::string& path);

// A fresh directory for this user alone (0700) under $TMPDIR or /tmp, removed with its content on destruction.
class TemporaryDirectory {
public:
    // `prefix` begins its name.
    static Result<TemporaryDirectory> make(const std::string& prefix);

    TemporaryDirectory(TemporaryDirectory&& other) noexcept;
    TemporaryDirectory& operator=(TemporaryDirectory&& other) noexcept;
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory();

    [[nodiscard]] const std::string& path() const { return path_; }

    // Removes it only if it is empty from now on: something in it was kept for a person to look at.
    void keep_content() { keep_ = true; }

private:
    explicit TemporaryDirectory(std::string path) : path_(std::move(path)) {}

    std::string path_;
    bool keep_ = false;
};

}  // namespace pf

#endif
