// File descriptors that close themselves, and functions that create them.
#ifndef PARALLEL_FIXTURES_RUNTIME_DESCRIPTOR_H
#define PARALLEL_FIXTURES_RUNTIME_DESCRIPTOR_H

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/result.h"

namespace pf {

// Owns a descriptor and closes it on destruction. -1 means none.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        reset(std::exchange(other.fd_, -1));
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { reset(); }

    [[nodiscard]] int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

    void reset(int fd = -1);

private:
    int fd_ = -1;
};

struct Pipe {
    Descriptor read;
    Descriptor write;
};

// The descriptors that these functions create are close-on-exec, so that no command inherits them.
Result<Pipe> make_pipe();
// The sockets are stream sockets.
Result<std::pair<Descriptor, Descriptor>> make_socket_pair();
Status set_nonblocking(int fd);
// Returns a close-on-exec copy of `fd` whose number is at least `first`, or as high as the limit of descriptors allows.
// Returns -1 if no descriptor is left.
int duplicate_from(int fd, int first);

// Writes all of `bytes` and returns their number, or the number of bytes written before an error, which errno
// describes. Waits if the descriptor is non-blocking and full. May be called after fork.
std::size_t write_all(int fd, std::string_view bytes);

// Sends all of `bytes` to a stream socket. Returns false after an error; a closed socket raises no SIGPIPE. Otherwise
// as write_all().
bool send_all(int socket, std::string_view bytes);

// Reads until the end of the file, or until an error. May be called after fork.
std::string read_all(int fd);

// The identity of a file, which a descriptor keeps as long as nobody closes or replaces it.
struct FileIdentity {
    dev_t device = 0;
    ino_t inode = 0;
    bool operator==(const FileIdentity& other) const { return device == other.device && inode == other.inode; }
};

// Returns the identity of the open file; zeros if `fd` is closed. May be called after fork.
FileIdentity identity_of_file(int fd);

// Returns an error such as "open /x: Permission denied" from `what` and an errno value.
Error system_error(const std::string& what, int error_number);

}  // namespace pf

#endif
