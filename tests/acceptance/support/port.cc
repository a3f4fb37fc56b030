#include "tests/acceptance/support/port.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace pf::acceptance {

Port::Port(int number) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<in_port_t>(number));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    // The cast is the socket interface's.
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const int yes = 1;
    ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(fd_, generic, size) != 0 || ::listen(fd_, 64) != 0 || ::getsockname(fd_, generic, &size) != 0) {
        close();
        throw std::runtime_error("cannot listen on port " + std::to_string(number));
    }
    number_ = ntohs(address.sin_port);
}

void Port::close() {
    if (fd_ >= 0) {
        ::close(fd_);
        fd_ = -1;
    }
}

}  // namespace pf::acceptance
