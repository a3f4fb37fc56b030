// Temporary directories, and functions that remove and inspect directories.
#ifndef PARALLEL_FIXTURES_RUNTIME_DIRECTORY_H
#define PARALLEL_FIXTURES_RUNTIME_DIRECTORY_H

#include <string>

#include "runtime/descriptor.h"
#include "runtime/result.h"

namespace pf {

// Removes a directory and its content. Does not follow symbolic links and does not enter other file systems. Returns
// false if something could not be removed. An empty path or a missing directory counts as removed.
bool remove_tree(const std::string& path);

// Returns true if `path` is an empty directory with mode 0700 that belongs to the calling user, as mkdir(0700) makes
// it. Returns false if this cannot be determined.
bool is_untouched(const std::string& path);

// Returns `path` with all symbolic links resolved, or `path` itself if it does not exist.
std::string real_path(const std::string& path);

// Owns a new directory with mode 0700 in $TMPDIR or /tmp, and removes it with its content on destruction.
class TemporaryDirectory {
public:
    // Makes a directory whose name begins with `prefix`.
    static Result<TemporaryDirectory> make(const std::string& prefix);

    TemporaryDirectory(TemporaryDirectory&& other) noexcept;
    TemporaryDirectory& operator=(TemporaryDirectory&& other) noexcept;
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory();

    [[nodiscard]] const std::string& path() const { return path_; }

    // From now on the destructor removes the directory only if it is empty, so that the user can inspect what is in it.
    void keep_content() { keep_ = true; }

private:
    explicit TemporaryDirectory(std::string path) : path_(std::move(path)) {}

    std::string path_;
    bool keep_ = false;
};

}  // namespace pf

#endif
