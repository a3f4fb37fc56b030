#include "tool/support/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <utility>

namespace pf {
namespace {

// Bytes. stdio's own 4096 are few for a report of 100 MB. What FileText writes is longer and so is not copied.
constexpr std::size_t kBuffer = 16U << 10U;

struct CloseFile {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using OwnedFile = std::unique_ptr<std::FILE, CloseFile>;

// Returns a hidden name in the file's own directory, because rename(2) works only within a file system.
std::string aside_path(const std::string& path, const std::string& owner) {
    const std::size_t slash = path.rfind('/');
    const std::size_t base = slash == std::string::npos ? 0 : slash + 1;
    return path.substr(0, base) + "." + path.substr(base) + "." + owner + ".new";
}

// Creates a new file. O_CREAT with O_EXCL (mode "x") follows no symbolic link.
OwnedFile create_aside(const std::string& path) {
    // A writer that was killed may have left one.
    ::unlink(path.c_str());
    return OwnedFile(std::fopen(path.c_str(), "wxe"));
}

// Returns why an earlier write failed. Its errno is lost by now, so this function makes another write to the same file,
// which fails for the same reason.
int probe_error(std::FILE* file) {
    errno = 0;
    const bool failed = std::fputc(' ', file) == EOF || std::fflush(file) != 0;
    return failed && errno != 0 ? errno : EIO;
}

Status flush_and_close(OwnedFile file, const std::string& path) {
    int number = 0;
    if (std::ferror(file.get()) != 0) {
        number = probe_error(file.get());
    } else if (std::fflush(file.get()) != 0) {
        number = errno;
    }
    if (std::fclose(file.release()) != 0 && number == 0) {
        number = errno;
    }
    return number == 0 ? ok_status() : Status(system_error("write " + path, number));
}

}  // namespace

Result<Descriptor> open_file(const std::string& path, int flags, unsigned mode) {
    int fd = -1;
    do {
        fd = ::open(path.c_str(), flags | O_CLOEXEC, static_cast<mode_t>(mode));
    } while (fd < 0 && errno == EINTR);
    if (fd < 0) {
        return system_error("open " + path, errno);
    }
    return Descriptor(fd);
}

Result<std::string> read_file(const std::string& path, std::uint64_t limit) {
    auto file = open_file(path, O_RDONLY);
    return file ? read_file(*file, path, limit) : file.error();
}

Result<std::string> read_file(const Descriptor& file, const std::string& path, std::uint64_t limit) {
    std::string content;
    std::array<char, 65536> block;  // Not initialized, so that a short file touches one page only.
    while (true) {
        const ssize_t n = ::read(file.get(), block.data(), block.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return system_error("read " + path, errno);
        }
        if (n == 0) {
            return content;
        }
        content.append(block.data(), static_cast<std::size_t>(n));
        if (content.size() > limit) {
            return Error{"read " + path + ": it is larger than " + std::to_string(limit) + " bytes"};
        }
    }
}

Result<AsideFile> AsideFile::write(const std::string& path, const std::string& owner, const FileWriter& writer) {
    // Declared before the file that uses it, so that it is freed later. Not initialized, for the sake of short files.
    const auto buffer = std::make_unique_for_overwrite<char[]>(kBuffer);
    const std::string aside_name = aside_path(path, owner);
    OwnedFile file = create_aside(aside_name);
    if (!file) {
        return system_error("write " + path, errno);
    }
    AsideFile aside(aside_name, path);
    static_cast<void>(std::setvbuf(file.get(), buffer.get(), _IOFBF, kBuffer));
    Status filled = writer(file.get());
    Status closed = flush_and_close(std::move(file), path);
    if (!filled || !closed) {
        return filled ? closed.error() : filled.error();
    }
    return aside;
}

Status AsideFile::commit() {
    if (::rename(aside_.c_str(), path_.c_str()) != 0) {
        return system_error("rename " + aside_ + " to " + path_, errno);
    }
    aside_.clear();
    return ok_status();
}

AsideFile::~AsideFile() {
    if (!aside_.empty()) {
        ::unlink(aside_.c_str());
    }
}

Status write_file_atomically(const std::string& path, const FileWriter& writer) {
    auto aside = AsideFile::write(path, std::to_string(::getpid()), writer);
    return aside ? aside->commit() : Status(aside.error());
}

Status write_file_atomically(const std::string& path, std::string_view content) {
    return write_file_atomically(path, [content](std::FILE* file) {
        static_cast<void>(std::fwrite(content.data(), 1, content.size(), file));  // flush_and_close() calls ferror().
        return ok_status();
    });
}

Result<FileLock> FileLock::take(const std::string& path, Kind kind, Wait wait) {
    auto file = open_file(path, O_RDWR | O_CREAT | O_NOFOLLOW);
    if (!file) {
        return file.error();
    }
    const int operation = (kind == Kind::shared ? LOCK_SH : LOCK_EX) | (wait == Wait::no ? LOCK_NB : 0);
    int locked = -1;
    do {
        locked = ::flock(file->get(), operation);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0) {
        return system_error("lock " + path, errno);
    }
    return FileLock(std::move(*file));
}

bool FileLock::is_at(const std::string& path) const {
    struct stat held {};
    struct stat there {};
    return ::fstat(file_.get(), &held) == 0 && ::lstat(path.c_str(), &there) == 0 && held.st_ino == there.st_ino &&
           held.st_dev == there.st_dev;
}

}  // namespace pf
