#include "runtime/private_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/directory.h"

namespace pf {
namespace {

// Longer than a tick of the clock from which a file system takes a file's times (10 ms at most).
constexpr std::chrono::milliseconds kTick{50};

// The time of the last change of the inode (st_ctime) covers the content, the mode, the owner and the other times.
DirectoryStamp stamp_of(const std::string& path) {
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0) {
        return {};
    }
    return {status.st_dev, status.st_ino, status.st_mode, status.st_uid, status.st_ctim.tv_sec, status.st_ctim.tv_nsec};
}

}  // namespace

// A change within the tick of the one before leaves the times as they are. So a stamp proves something only if the
// directory was found untouched at least a tick after it had the stamp already.
void UntouchedStamp::note(const DirectoryStamp& stamp, Clock::time_point at) {
    if (!(stamp == stamp_)) {
        stamp_ = stamp;
        since_ = at;
    }
    // A file system that keeps whole seconds has ticks of a second or more.
    settled_ = stamp.changed_nanoseconds != 0 && at >= since_ + kTick;
}

bool PrivateDirectory::use(const std::string& path) {
    if (path == path_) {
        return true;
    }
    remove();
    if (!path.empty() && mkdir(path.c_str(), S_IRWXU) != 0) {
        return false;
    }
    path_ = path;
    untouched_ = {};
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

bool PrivateDirectory::is_untouched() {
    const DirectoryStamp now = stamp_of(path_);
    if (untouched_.proves(now)) {
        return true;
    }
    const auto at = UntouchedStamp::Clock::now();
    if (!pf::is_untouched(path_)) {
        return false;
    }
    untouched_.note(now, at);
    return true;
}

}  // namespace pf
