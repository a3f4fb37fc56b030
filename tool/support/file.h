// Files: read whole, written aside and renamed, locked. Everything is opened close-on-exec.
//
// THREADS: no shared state, but two threads must not write the same file at a time.
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

// open(2) with O_CLOEXEC, again after EINTR. The error names the file.
Result<Descriptor> open_file(const std::string& path, int flags, unsigned mode = 0666);

// The content of a file of at most `limit` bytes. With a descriptor: from where that stands, and `path` is for the
// error.
constexpr std::uint64_t kReadLimit = 256U << 20U;
Result<std::string> read_file(const std::string& path, std::uint64_t limit = kReadLimit);
Result<std::string> read_file(const Descriptor& file, const std::string& path, std::uint64_t limit = kReadLimit);

// Writes a file so that a reader sees the old one or the new one, whole: `writer` fills a file beside it, which then
// takes its name. After an error (the writer's, the disk's) nothing is left behind and the old file stands. Not synced:
// it survives the death of any process, not that of the machine.
using FileWriter = std::function<Status(std::FILE*)>;

// The same in two steps, for several files that take their names together or not at all.
class AsideFile {
public:
    // Writes the file aside, hidden beside `path`. `owner` is a part of its name: two writers must not have the same
    // one at a time.
    static Result<AsideFile> write(const std::string& path, const std::string& owner, const FileWriter& writer);

    // Gives it its name, in place of what is there. Once.
    Status commit();

    // Removes the file again unless it was given its name.
    ~AsideFile();
    AsideFile(AsideFile&& other) noexcept : aside_(std::exchange(other.aside_, {})), path_(std::move(other.path_)) {}
    AsideFile& operator=(AsideFile&& other) = delete;

private:
    AsideFile(std::string aside, std::string path) : aside_(std::move(aside)), path_(std::move(path)) {}

    std::string aside_;  // Empty: nothing is to be removed.
    std::string path_;
};

Status write_file_atomically(const std::string& path, const FileWriter& writer);
Status write_file_atomically(const std::string& path, std::string_view content);

// A flock(2) on a file that is made where it is missing and never removed. It ends with this object, or with the
// process.
class FileLock {
public:
    enum class Kind { shared, exclusive };
    enum class Wait { yes, no };  // no: an error at once where another process holds it.

    static Result<FileLock> take(const std::string& path, Kind kind, Wait wait);

    // False: the file was removed, or replaced, since it was opened: others no longer meet on this lock.
    [[nodiscard]] bool is_at(const std::string& path) const;

private:
    explicit FileLock(Descriptor file) : file_(std::move(file)) {}

    Descriptor file_;
};

}  // namespace pf

#endif
