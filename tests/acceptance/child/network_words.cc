#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "tests/acceptance/child/child.h"

namespace pf::child {
namespace {

int listener = -1;

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// The one cast the socket interface asks for.
template <typename Address>
const sockaddr* generic(const Address& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

void listen_on(Args args) {
    const sockaddr_in address = loopback(to_int(args[0]));
    listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(listener, generic(address), sizeof address) != 0 || ::listen(listener, 64) != 0) {
        fail(kPortTaken, "port " + args[0] + ": " + std::strerror(errno));
    }
}

// Answers its own pid to everyone who connects.
[[noreturn]] void serve(Args) {
    static_cast<void>(::signal(SIGPIPE, SIG_IGN));
    while (listener < 0) {
        ::pause();
    }
    for (;;) {
        const int client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0) {
            write_all(client, std::to_string(::getpid()));
            ::close(client);
        }
    }
}

void connect_to(Args args) {
    const sockaddr_in address = loopback(to_int(args[0]));
    wait_for("port " + args[0], to_seconds(args[1]), [&] {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const bool there = ::connect(fd, generic(address), sizeof address) == 0;
        ::close(fd);
        return there;
    });
}

// sd_notify(3): one datagram, an address that begins with @ is abstract.
void notify(Args args) {
    const char* path = std::getenv("NOTIFY_SOCKET");
    if (path == nullptr) {
        fail(kExpectation, "NOTIFY_SOCKET is not set");
    }
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::size_t length = std::min(std::strlen(path), sizeof address.sun_path - 1);
    std::memcpy(static_cast<char*>(address.sun_path), path, length);
    if (address.sun_path[0] == '@') {
        address.sun_path[0] = '\0';
    }
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (::sendto(fd, args[0].data(), args[0].size(), 0, generic(address), size) < 0) {
        fail(kExpectation, std::string("cannot notify: ") + std::strerror(errno));
    }
    ::close(fd);
}

constexpr std::array kWords{
    Word{"listen", 1, listen_on},
    Word{"serve", 0, [](Args args) { serve(args); }},
    Word{"connect", 2, connect_to},
    Word{"notify", 1, notify},
};

}  // namespace

std::span<const Word> network_words() { return kWords; }

}  // namespace pf::child
