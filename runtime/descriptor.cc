#include "runtime/descriptor.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace pf {

void Descriptor::reset(int fd) {
    if (fd_ >= 0) {
        close(fd_);  // On Linux the descriptor is closed even after EINTR; other errors cannot be handled.
    }
    fd_ = fd;
}

Result<Pipe> make_pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return system_error("cannot make a pipe", errno);
    }
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<std::pair<Descriptor, Descriptor>> make_socket_pair() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return system_error("cannot make a socket pair", errno);
    }
    return std::make_pair(Descriptor(ends[0]), Descriptor(ends[1]));
}

Status set_nonblocking(int fd) {
    const int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) {
        return system_error("cannot make a descriptor non-blocking", errno);
    }
    return ok_status();
}

int duplicate_from(int fd, int first) {
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, first);
    while (copy < 0 && errno == EINVAL && first > 0) {
        first /= 2;
        copy = fcntl(fd, F_DUPFD_CLOEXEC, first);
    }
    return copy;
}

Error system_error(const std::string& what, int error_number) {
    return Error{what + ": " + std::generic_category().message(error_number)};
}

}  // namespace pf
