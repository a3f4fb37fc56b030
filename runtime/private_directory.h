// The private directory of a command.
#ifndef PARALLEL_FIXTURES_RUNTIME_PRIVATE_DIRECTORY_H
#define PARALLEL_FIXTURES_RUNTIME_PRIVATE_DIRECTORY_H

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace pf {

// The state of a directory as far as its inode tells it. It changes whenever somebody touches the directory, except
// within a tick of the clock from which the file system takes a file's times.
struct DirectoryStamp {
    dev_t device = 0;
    ino_t inode = 0;
    mode_t mode = 0;
    uid_t user = 0;
    std::int64_t changed_seconds = 0;
    long changed_nanoseconds = 0;
    bool operator==(const DirectoryStamp& other) const {
        return device == other.device && inode == other.inode && mode == other.mode && user == other.user &&
               changed_seconds == other.changed_seconds && changed_nanoseconds == other.changed_nanoseconds;
    }
};

// The stamp with which a directory was found untouched.
class UntouchedStamp {
public:
    using Clock = std::chrono::steady_clock;

    // The directory had this stamp at that time, and was found untouched after it.
    void note(const DirectoryStamp& stamp, Clock::time_point at);
    // Returns true if `now`, the stamp that the directory has now, proves that it is still untouched.
    [[nodiscard]] bool proves(const DirectoryStamp& now) const { return settled_ && now == stamp_; }

private:
    DirectoryStamp stamp_;
    Clock::time_point since_;  // When the directory had the stamp first, as far as is known.
    bool settled_ = false;     // Any later change changes the stamp.
};

// A directory with mode 0700 that is used by one command after the other as long as none of them touches it: making and
// removing one takes a tenth of the time of a short task. Whether a command has touched it costs one system call, if
// its times are as they were and old enough to tell.
class PrivateDirectory {
public:
    // Makes the directory, unless it is the one that was used last and is untouched; another one is removed first. ""
    // is none. Returns false if the directory cannot be made, and errno says why.
    bool use(const std::string& path);

    // Removes the directory if it is empty.
    void remove();

    // Call this after each command. Returns true if the directory has content, which then belongs to the caller; an
    // empty directory that was touched is removed.
    bool hand_over();

private:
    [[nodiscard]] bool is_untouched();

    std::string path_;  // Exists and was made here. "": none.
    UntouchedStamp untouched_;
};

}  // namespace pf

#endif
