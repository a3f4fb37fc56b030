#include "runtime/session_endpoint.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "runtime/fnv1a.h"

namespace pf {
namespace {

constexpr std::size_t kNameLength = 32;  // At least the length of "/<hash>.socket".

// Requires a directory that nobody else can write to, because another user could otherwise put a socket in place of
// ours.
Status make_private_directory(const std::string& path) {
    if (mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        return system_error("cannot make the directory " + path, errno);
    }
    struct stat there {};
    if (lstat(path.c_str(), &there) != 0) {
        return system_error("cannot examine " + path, errno);
    }
    if (!S_ISDIR(there.st_mode) || there.st_uid != getuid() || (there.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return Error{path + " is not a directory for this user alone (0700); remove it"};
    }
    return ok_status();
}

Result<std::string> private_directory() {
    const std::string name = "/pf-" + std::to_string(getuid());
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");  // NOLINT(concurrency-mt-unsafe): one thread.
    const std::string preferred = runtime != nullptr ? runtime + name : "";
    const bool fits = preferred.size() + kNameLength < sizeof(sockaddr_un::sun_path);
    if (preferred.substr(0, 1) == "/" && fits && make_private_directory(preferred).ok()) {
        return preferred;
    }
    const std::string path = "/tmp" + name;
    const Status made = make_private_directory(path);
    return made.ok() ? Result<std::string>(path) : Result<std::string>(made.error());
}

sockaddr_un address_of(const Endpoint& endpoint) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, endpoint.socket.c_str(), sizeof address.sun_path - 1);
    return address;
}

Result<Descriptor> make_local_socket() {
    Descriptor made(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    return made ? Result<Descriptor>(std::move(made)) : Result<Descriptor>(system_error("cannot make a socket", errno));
}

}  // namespace

Result<Endpoint> find_endpoint(const std::string& build_dir, const platform::ProcessIdentity& ctest) {
    const Result<std::string> directory = private_directory();
    if (!directory.ok()) {
        return directory.error();
    }
    const std::uint64_t hash =
        fnv1a(build_dir + "\n" + std::to_string(ctest.pid) + "\n" + std::to_string(ctest.start_ticks));
    char name[kNameLength];
    static_cast<void>(std::snprintf(name, sizeof name, "/%016llx", static_cast<unsigned long long>(hash)));
    const std::string path = *directory + name;
    return Endpoint{path + ".socket", path + ".lock"};
}

Result<Connection> connect_to(const Endpoint& endpoint) {
    auto made = make_local_socket();
    if (!made.ok()) {
        return made.error();
    }
    const sockaddr_un address = address_of(endpoint);
    while (connect(made->get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (errno == ENOENT) {
            return Connection{Presence::nobody, {}};
        }
        if (errno == ECONNREFUSED) {
            return Connection{Presence::gone, {}};
        }
        if (errno != EINTR) {
            return system_error("cannot connect to the session at " + endpoint.socket, errno);
        }
    }
    if (platform::peer_user(made->get()) != getuid()) {
        return Error{"the session at " + endpoint.socket + " belongs to another user; remove it"};
    }
    return Connection{Presence::connected, std::move(*made)};
}

Result<Descriptor> listen_at(const Endpoint& endpoint) {
    auto listener = make_local_socket();
    if (!listener.ok()) {
        return listener;
    }
    constexpr int kBacklog = 4096;
    const sockaddr_un address = address_of(endpoint);
    unlink(endpoint.socket.c_str());
    const mode_t before = umask(S_IRWXG | S_IRWXO | S_IXUSR);
    const bool bound = bind(listener->get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const int number = errno;
    umask(before);
    if (!bound || listen(listener->get(), kBacklog) != 0) {
        return system_error("cannot listen at " + endpoint.socket, bound ? errno : number);
    }
    return listener;
}

}  // namespace pf
