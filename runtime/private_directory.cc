#include "runtime/private_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/directory.h"

namespace pf {
namespace {

// Longer than a tick of the clock from which a file system takes a file's times (10 ms at most).
constexpr std::chrono::milliseconds kTick{50};

}  // namespace

bool PrivateDirectory::use(const std::string& path) {
    if (path == path_) {
        return true;
    }
    remove();
    if (!path.empty() && mkdir(path.c_str(), S_IRWXU) != 0) {
        return false;
    }
    path_ = path;
    seen_ = {};
    settled_ = false;
    return true;
}

void PrivateDirectory::remove() {
    if (!path_.empty()) {
        rmdir(path_.c_str());
        path_.clear();
    }
}

bool PrivateDirectory::hand_over() {
    if (path_.empty() || is_untouched()) {
        return false;
    }
    const bool left = rmdir(path_.c_str()) != 0 && errno != ENOENT;
    path_.clear();
    return left;
}

// A change within the tick of the one before leaves the times as they are. So a stamp proves something only if the
// directory was found untouched at least a tick after the stamp had been there.
bool PrivateDirectory::is_untouched() {
    const Stamp now = stamp();
    const bool same = now == seen_;
    if (same && settled_) {
        return true;
    }
    const Clock::time_point at = Clock::now();
    if (!pf::is_untouched(path_)) {
        return false;
    }
    if (!same) {
        seen_ = now;
        seen_since_ = at;
    }
    // A file system that keeps whole seconds has ticks of a second or more.
    settled_ = same && now.changed_nanoseconds != 0 && at >= seen_since_ + kTick;
    return true;
}

// The time of the last change of the inode (st_ctime) covers the content, the mode, the owner and the other times.
PrivateDirectory::Stamp PrivateDirectory::stamp() const {
    struct stat status {};
    if (lstat(path_.c_str(), &status) != 0) {
        return {};
    }
    return {status.st_dev, status.st_ino, status.st_mode, status.st_uid, status.st_ctim.tv_sec, status.st_ctim.tv_nsec};
}

}  // namespace pf
