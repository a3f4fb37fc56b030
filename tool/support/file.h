// Reads files whole, replaces them atomically and locks them. Every descriptor is opened close-on-exec.
//
// THREADS: no shared state, but two threads must not write the same file at the same time.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_FILE_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_FILE_H

#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/descriptor.h"
#include "runtime/result.h"

namespace pf {

// Calls open(2) with O_CLOEXEC, and again after EINTR. The error names the file.
Result<Descriptor> open_file(const std::string& path, int flags, unsigned mode = 0666);

// Returns the content of a file. It is an error if the file has more than `limit` bytes. A descriptor is read from its
// current offset, and `path` is then only for the error.
constexpr std::uint64_t kReadLimit = 256U << 20U;
Result<std::string> read_file(const std::string& path, std::uint64_t limit = kReadLimit);
Result<std::string> read_file(const Descriptor& file, const std::string& path, std::uint64_t limit = kReadLimit);

// Fills a file. It need not check for write errors, which are found when the file is closed.
using FileWriter = std::function<Status(std::FILE*)>;

// A new version of a file that readers do not see yet. Several of them can be written first and then take their names
// together.
class AsideFile {
public:
    // Writes a hidden file beside `path`. `owner` is a part of its name, and must differ from that of every other
    // writer of `path` at the same time. After an error, whether the writer's or the disk's, no new file is left.
    static Result<AsideFile> write(const std::string& path, const std::string& owner, const FileWriter& writer);

    // Renames the file to `path` and so replaces the old version. Call at most once.
    Status commit();

    // Removes the file unless it was committed.
    ~AsideFile();
    AsideFile(AsideFile&& other) noexcept : aside_(std::exchange(other.aside_, {})), path_(std::move(other.path_)) {}
    AsideFile& operator=(AsideFile&& other) = delete;

private:
    AsideFile(std::string aside, std::string path) : aside_(std::move(aside)), path_(std::move(path)) {}

    std::string aside_;  // Empty once nothing needs to be removed.
    std::string path_;
};

// Replaces a file by way of AsideFile, so that a reader sees either the old or the new version, and always a whole one.
// After an error the old version remains. The file is not synced: it survives the death of any process, but not a crash
// of the machine.
Status write_file_atomically(const std::string& path, const FileWriter& writer);
Status write_file_atomically(const std::string& path, std::string_view content);

// A flock(2) on a file, which is created if it is missing and never removed. The lock is released when this object is
// destroyed or the process ends.
class FileLock {
public:
    enum class Kind { shared, exclusive };
    enum class Wait { yes, no };  // With `no`, it is an error if another process holds the lock.

    static Result<FileLock> take(const std::string& path, Kind kind, Wait wait);

    // Returns whether the locked file still has this path. If it was removed or replaced since it was opened, other
    // processes lock another file.
    [[nodiscard]] bool is_at(const std::string& path) const;

private:
    explicit FileLock(Descriptor file) : file_(std::move(file)) {}

    Descriptor file_;
};

}  // namespace pf

#endif
