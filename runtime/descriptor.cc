#include "runtime/descriptor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace pf {
namespace {

bool wait_for_room(int fd) {
    pollfd full{fd, POLLOUT, 0};
    return poll(&full, 1, -1) > 0 || errno == EINTR;
}

std::size_t transfer(int fd, std::string_view bytes, bool socket) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const char* const next = bytes.data() + done;
        const std::size_t left = bytes.size() - done;
        const ssize_t now = socket ? send(fd, next, left, MSG_NOSIGNAL) : write(fd, next, left);
        if (now > 0) {
            done += static_cast<std::size_t>(now);
        } else if (now == 0 || (errno != EINTR && (errno != EAGAIN || !wait_for_room(fd)))) {
            break;
        }
    }
    return done;
}

}  // namespace

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

std::size_t write_all(int fd, std::string_view bytes) { return transfer(fd, bytes, false); }

bool send_all(int socket, std::string_view bytes) { return transfer(socket, bytes, true) == bytes.size(); }

std::string read_all(int fd) {
    std::string text;
    char buffer[4096];
    for (ssize_t got = 1; got > 0 || (got < 0 && errno == EINTR);) {
        got = read(fd, buffer, sizeof buffer);
        text.append(buffer, got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    return text;
}

FileIdentity identity_of_file(int fd) {
    struct stat status {};
    return fstat(fd, &status) == 0 ? FileIdentity{status.st_dev, status.st_ino} : FileIdentity{};
}

Error system_error(const std::string& what, int error_number) {
    return Error{what + ": " + std::generic_category().message(error_number)};
}

}  // namespace pf
