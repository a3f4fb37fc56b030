#include "runtime/directory.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "runtime/platform.h"

namespace pf {
namespace {

// access() would follow a symbolic link and would report an inaccessible file as missing.
bool is_gone(const std::string& path) {
    struct stat status {};
    return lstat(path.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

int remove_entry(const char* path, const struct stat* /*status*/, int kind, FTW* /*walk*/) {
    if (kind == FTW_DNR && chmod(path, S_IRWXU) == 0) {
        // The directory belongs to us but was not readable; it is now.
        remove_tree(path);
        return 0;
    }
    if (remove(path) != 0 && errno == EACCES) {
        // The parent directory forbids removing entries.
        const std::string entry(path);
        const std::string parent = entry.substr(0, entry.rfind('/'));
        if (chmod(parent.c_str(), S_IRWXU) == 0 && remove(path) != 0 && errno == ENOTEMPTY) {
            remove_tree(entry);
        }
    }
    return 0;
}

}  // namespace

bool remove_tree(const std::string& path) {
    if (path.empty() || is_gone(path)) {
        return true;
    }
    constexpr int kDescriptors = 16;
    nftw(path.c_str(), remove_entry, kDescriptors, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    return is_gone(path);
}

std::string real_path(const std::string& path) {
    char resolved[PATH_MAX];
    return realpath(path.c_str(), resolved) != nullptr ? resolved : path;
}

bool is_untouched(const std::string& path) {
    const Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status {};
    constexpr mode_t kModes = 07777;
    if (!directory || fstat(directory.get(), &status) != 0 || (status.st_mode & kModes) != S_IRWXU ||
        status.st_uid != geteuid()) {
        return false;
    }
    return platform::is_empty_directory(directory.get());
}

Result<TemporaryDirectory> TemporaryDirectory::make(const std::string& prefix) {
    const char* base = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): no thread changes it.
    std::string path = std::string(base != nullptr && *base == '/' ? base : "/tmp") + "/" + prefix + "XXXXXX";
    if (mkdtemp(path.data()) == nullptr) {
        const Error error = system_error("cannot make the temporary directory " + path, errno);
        return base == nullptr ? error : Error{error.message + "; set TMPDIR to a directory that you can write to"};
    }
    return TemporaryDirectory(path);
}

TemporaryDirectory::TemporaryDirectory(TemporaryDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})), keep_(other.keep_) {}

TemporaryDirectory& TemporaryDirectory::operator=(TemporaryDirectory&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(keep_, other.keep_);
    return *this;
}

TemporaryDirectory::~TemporaryDirectory() {
    if (path_.empty()) {
        return;
    }
    if (keep_) {
        rmdir(path_.c_str());
    } else {
        remove_tree(path_);
    }
}

}  // namespace pf
