// platform.h on Linux: the state of the calling process and of the processes it talks to.
#include <fcntl.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#include "runtime/platform.h"
#include "runtime/platform_linux.h"

namespace pf::platform {
namespace {

ucred peer_of(int socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    const bool known = getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
    return known ? peer : ucred{0, static_cast<uid_t>(-1), static_cast<gid_t>(-1)};
}

std::vector<std::string> all_other_threads() {
    const auto self = static_cast<int>(syscall(SYS_gettid));
    std::vector<std::string> names;
    for (const int thread : numbers_in("/proc/self/task")) {
        if (thread != self) {
            std::ifstream file("/proc/self/task/" + std::to_string(thread) + "/comm");
            std::string name;
            std::getline(file, name);
            names.push_back(name.empty() ? std::to_string(thread) : name);
        }
    }
    return names;
}

std::vector<std::string>& threads_of_emulator() {
    static std::vector<std::string> names;
    return names;
}

void on_exit_call(int status, void* handler) { reinterpret_cast<void (*)(int)>(handler)(status); }

}  // namespace

void note_threads_of_emulator() { threads_of_emulator() = all_other_threads(); }

std::vector<std::string> other_threads() {
    std::vector<std::string> names = all_other_threads();
    for (const std::string& name : threads_of_emulator()) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found != names.end()) {
            names.erase(found);
        }
    }
    return names;
}

std::vector<OpenFile> open_files() {
    std::vector<OpenFile> files;
    for (const int fd : numbers_in("/proc/self/fd")) {
        struct stat status {};
        if (fd <= STDERR_FILENO || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
            continue;
        }
        files.push_back({fd, link_target("/proc/self/fd/" + std::to_string(fd))});
    }
    return files;
}

OpenPaths open_paths_of(pid_t pid) {
    const std::string process = "/proc/" + std::to_string(pid);
    OpenPaths paths{link_target(process + "/exe"), link_target(process + "/cwd"), {}};
    for (const int fd : numbers_in(process + "/fd")) {
        std::string file = link_target(process + "/fd/" + std::to_string(fd));
        if (file.substr(0, 1) == "/") {
            paths.files.push_back(std::move(file));
        }
    }
    return paths;
}

bool parent_is_ending() {
    // A process that exits gives up its memory, and with it its program, before its descriptors.
    char path[1];
    const pid_t parent = getppid();
    const std::string file = "/proc/" + std::to_string(parent) + "/exe";
    return parent > 1 && readlink(file.c_str(), path, sizeof path) < 0 && errno == ENOENT &&
           readlink("/proc/self/exe", path, sizeof path) >= 0;
}

Result<Descriptor> watch_process(const ProcessIdentity& process) {
    Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0)));
    if (!handle) {
        return system_error("cannot watch process " + std::to_string(process.pid), errno);
    }
    // The number may have been reused before the pidfd existed, but cannot be any more.
    if (identity_of(process.pid).start_ticks != process.start_ticks) {
        return Error{"process " + std::to_string(process.pid) + " has gone"};
    }
    return handle;
}

bool is_traced() {
    constexpr std::string_view kTracer = "TracerPid:";
    const std::string status = read_proc("/proc/self/status");
    const std::size_t tracer = status.find(kTracer);
    return tracer != std::string::npos && std::strtol(status.c_str() + tracer + kTracer.size(), nullptr, 10) != 0;
}

std::string own_executable() { return link_target("/proc/self/exe"); }

pid_t peer_process(int socket) { return peer_of(socket).pid; }

uid_t peer_user(int socket) { return peer_of(socket).uid; }

void use_all_cpus() {
    cpu_set_t all;
    std::memset(&all, 0xff, sizeof all);
    static_cast<void>(sched_setaffinity(0, sizeof all, &all));
}

void at_exit(void (*handler)(int status)) { on_exit(on_exit_call, reinterpret_cast<void*>(handler)); }

}  // namespace pf::platform
