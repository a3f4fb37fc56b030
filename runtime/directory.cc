#include "runtime/directory.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace pf {
namespace {

int remove_entry(const char* path, const struct stat* /*status*/, int kind, FTW* /*walk*/) {
    if (kind == FTW_DNR && chmod(path, S_IRWXU) == 0) {
        // It was unreadable to us, its owner: what is in it goes now that it is not.
        remove_tree(path);
        return 0;
    }
    if (remove(path) != 0 && errno == EACCES) {
        // A directory without write permission keeps its entries.
        std::string parent(path);
        parent.erase(parent.rfind('/'));
        if (chmod(parent.c_str(), S_IRWXU) == 0) {
            remove(path);
        }
    }
    return 0;
}

}  // namespace

bool remove_tree(const std::string& path) {
    if (path.empty() || access(path.c_str(), F_OK) != 0) {
        return true;
    }
    constexpr int kDescriptors = 16;
    nftw(path.c_str(), remove_entry, kDescriptors, FTW_DEPTH | FTW_PHYS);
    return access(path.c_str(), F_OK) != 0;
}

Result<TemporaryDirectory> TemporaryDirectory::make(const std::string& prefix) {
    const char* base = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe)
    std::string path = std::string(base != nullptr && *base == '/' ? base : "/tmp") + "/" + prefix + "XXXXXX";
    if (mkdtemp(path.data()) == nullptr) {
        return system_error("cannot make the temporary directory " + path, errno);
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
