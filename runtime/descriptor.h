// An owned file descriptor.
#ifndef PARALLEL_FIXTURES_RUNTIME_DESCRIPTOR_H
#define PARALLEL_FIXTURES_RUNTIME_DESCRIPTOR_H

#include <string>
#include <utility>

#include "runtime/result.h"

namespace pf {

// Closes on destruction. -1 is "none".
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

// All of these are close-on-exec, so that no command inherits what is not its own.
Result<Pipe> make_pipe();
Result<std::pair<Descriptor, Descriptor>> make_socket_pair();  // Stream sockets.
Status set_nonblocking(int fd);
// A copy, close-on-exec too, with a number of at least `first`, or as high as the limit of descriptors lets it be. -1:
// none is left.
int duplicate_from(int fd, int first);

// `what` and the system's reason: "open /x: Permission denied".
Error system_error(const std::string& what, int error_number);

}  // namespace pf

#endif
