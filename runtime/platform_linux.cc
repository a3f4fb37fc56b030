#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sstream>

#include "runtime/platform.h"
#include "runtime/platform_linux.h"
#include "runtime/text.h"

namespace pf::platform {
namespace {

void parse_numbers(const std::string& text, std::vector<pid_t>& into) {
    const char* at = text.c_str();
    char* end = nullptr;
    for (long number = std::strtol(at, &end, 10); end != at; number = std::strtol(at, &end, 10)) {
        into.push_back(static_cast<pid_t>(number));
        at = end;
    }
}

// For kernels without CONFIG_PROC_CHILDREN.
std::vector<pid_t> children_by_scan(pid_t pid) {
    std::vector<pid_t> children;
    for (const pid_t candidate : numbers_in("/proc")) {
        if (parent_of(candidate) == pid) {
            children.push_back(candidate);
        }
    }
    return children;
}

bool have_children_files() {
    static const bool have = access("/proc/self/task", R_OK) == 0 &&
                             access(("/proc/self/task/" + std::to_string(getpid()) + "/children").c_str(), R_OK) == 0;
    return have;
}

// Returns the inodes of the sockets that listen on a port. Lines of /proc/net/tcp and tcp6 have the form "sl local:port
// remote:port st ... inode".
struct ListeningSocket {
    std::string name;  // As the descriptor of a process is named in /proc.
    int port = 0;
};

std::vector<ListeningSocket> listening_sockets() {
    std::vector<ListeningSocket> sockets;
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::istringstream lines(read_proc(table));
        std::string line;
        std::getline(lines, line);
        while (std::getline(lines, line)) {
            std::istringstream words(line);
            std::string local;
            std::string state;
            std::string inode;
            std::string skip;
            words >> skip >> local >> skip >> state >> skip >> skip >> skip >> skip >> skip >> inode;
            const std::size_t colon = local.find(':');
            constexpr int kHex = 16;
            if (state == "0A" && colon != std::string::npos) {
                const long port = std::strtol(local.c_str() + colon + 1, nullptr, kHex);
                sockets.push_back({"socket:[" + inode + "]", static_cast<int>(port)});
            }
        }
    }
    return sockets;
}

// Returns 1 if the process holds one of the sockets, 0 if it holds none, and -1 if it cannot be inspected.
int holds_one_of(pid_t pid, const std::vector<std::string>& sockets) {
    const std::string folder = proc(pid, "fd");
    if (access(folder.c_str(), R_OK | X_OK) != 0) {
        return has_ended(pid) ? 0 : -1;
    }
    for (const pid_t fd : numbers_in(folder)) {
        const std::string name = link_target(folder + "/" + std::to_string(fd));
        if (std::find(sockets.begin(), sockets.end(), name) != sockets.end()) {
            return 1;
        }
    }
    return 0;
}

int cpus_of(long quota, long period) {
    return quota > 0 && period > 0 ? static_cast<int>(std::max(1L, (quota + period - 1) / period)) : INT_MAX;
}

}  // namespace

bool become_subreaper() { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0; }

void die_with_parent() { prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }

void close_descriptors_from(int first) {
    if (syscall(SYS_close_range, first, ~0U, 0U) == 0) {
        return;
    }
    const long limit = sysconf(_SC_OPEN_MAX);
    for (int fd = first; fd < limit; ++fd) {
        close(fd);
    }
}

std::vector<pid_t> children_of(pid_t pid) {
    if (!have_children_files()) {
        return children_by_scan(pid);
    }
    std::vector<pid_t> children;
    for (const pid_t thread : numbers_in(proc(pid, "task"))) {
        parse_numbers(read_proc(proc(pid, "task/") + std::to_string(thread) + "/children"), children);
    }
    return children;
}

pid_t parent_of(pid_t pid) {
    const std::vector<std::string> fields = stat_fields(pid);
    return fields.size() > 1 ? static_cast<pid_t>(std::strtol(fields[1].c_str(), nullptr, 10)) : 0;
}

bool has_ended(pid_t pid) {
    const std::vector<std::string> fields = stat_fields(pid);
    if (fields.empty() || fields[0] == "X") {
        return true;
    }
    // A process whose main thread has ended has the state of a zombie but continues in its other threads (field 20).
    return fields[0] == "Z" && (fields.size() <= 17 || fields[17] == "1");
}

bool is_ending(pid_t pid) {
    const std::string status = read_proc(proc(pid, "status"));
    const auto killed_by = [&](std::string_view field) {
        const std::size_t at = status.find(field);
        const char* const digits = status.c_str() + at + field.size();
        return at != std::string::npos && (std::strtoull(digits, nullptr, 16) >> (SIGKILL - 1U) & 1U) != 0;
    };
    return has_ended(pid) || killed_by("SigPnd:") || killed_by("ShdPnd:");
}

std::string process_name(pid_t pid) {
    std::string name = read_proc(proc(pid, "cmdline"));
    if (name.compare(0, 1, "/") == 0) {
        name.erase(0, name.rfind('/', name.find('\0')) + 1);
    }
    while (!name.empty() && name.back() == '\0') {
        name.pop_back();
    }
    if (name.empty()) {
        name = read_proc(proc(pid, "comm"));
        if (!name.empty() && name.back() == '\n') {
            name.pop_back();
        }
    }
    name = without_controls(std::move(name));
    constexpr std::size_t kLongest = 60;
    if (name.size() > kLongest) {
        name = std::string(utf8_prefix(name, kLongest - 3)) + "...";
    }
    return name.empty() ? "?" : name;
}

bool signal_process(pid_t pid, pid_t parent, int signal) {
    const auto still_there = [=] {
        const pid_t now = parent_of(pid);
        return now == parent || now == getpid();
    };
    const Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    if (!handle) {
        // Without pidfds (Linux before 5.3) the check leaves a race of microseconds.
        return errno == ENOSYS && still_there() && kill(pid, signal) == 0;
    }
    // The number may have been reused between the listing and the open; the parent shows that.
    return still_there() && syscall(SYS_pidfd_send_signal, handle.get(), signal, nullptr, 0) == 0;
}

Listener listener_of(int port, pid_t root) {
    std::vector<std::string> sockets;
    for (const ListeningSocket& socket : listening_sockets()) {
        if (socket.port == port) {
            sockets.push_back(socket.name);
        }
    }
    if (sockets.empty()) {
        return Listener::nobody;
    }
    bool all_seen = true;
    std::vector<pid_t> processes{root};
    for (std::size_t next = 0; next < processes.size(); ++next) {
        const int holds = holds_one_of(processes[next], sockets);
        if (holds > 0) {
            return Listener::within;
        }
        all_seen = all_seen && holds == 0;
        for (const pid_t child : children_of(processes[next])) {
            processes.push_back(child);
        }
    }
    return all_seen ? Listener::elsewhere : Listener::unknown;
}

std::vector<int> ports_of(pid_t root) {
    const std::vector<ListeningSocket> sockets = listening_sockets();
    std::vector<int> ports;
    std::vector<pid_t> processes{root};
    for (std::size_t next = 0; next < processes.size(); ++next) {
        for (const ListeningSocket& socket : sockets) {
            const bool known = std::find(ports.begin(), ports.end(), socket.port) != ports.end();
            if (!known && holds_one_of(processes[next], {socket.name}) > 0) {
                ports.push_back(socket.port);
            }
        }
        const std::vector<pid_t> children = children_of(processes[next]);
        processes.insert(processes.end(), children.begin(), children.end());
    }
    return ports;
}

Result<NotifySocket> open_notify_socket() {
    NotifySocket result;
    result.socket.reset(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    // If only the family is given, the kernel chooses a free abstract name (unix(7), autobind).
    if (!result.socket || bind(result.socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof(sa_family_t)) != 0 ||
        setsockopt(result.socket.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0) {
        return system_error("cannot make a notification socket", errno);
    }
    socklen_t length = sizeof address;
    getsockname(result.socket.get(), reinterpret_cast<sockaddr*>(&address), &length);
    result.address = "@" + std::string(address.sun_path + 1, length - offsetof(sockaddr_un, sun_path) - 1);
    return result;
}

Notification next_notification(int socket) {
    char text[4096];
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
    iovec part{text, sizeof text};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    const cmsghdr* header = got >= 0 ? CMSG_FIRSTHDR(&message) : nullptr;
    if (header == nullptr || header->cmsg_type != SCM_CREDENTIALS) {
        return {};
    }
    ucred sender{};
    std::memcpy(&sender, CMSG_DATA(header), sizeof sender);
    return {sender.pid, std::string(text, static_cast<std::size_t>(got))};
}

int usable_cpus() {
    cpu_set_t set;
    CPU_ZERO(&set);
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
    if (count <= 0) {
        count = static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
    }
    return std::max(1, std::min(count, cpus_by_quota(read_proc("/proc/self/cgroup"), "/sys/fs/cgroup")));
}

int cpus_by_quota(const std::string& groups, const std::string& root) {
    // For cgroup v2. The file contains "max 100000" or "200000 100000"; every ancestor may have its own.
    std::string group;
    if (const std::size_t at = groups.find("0::"); at != std::string::npos) {
        group = groups.substr(at + 3, groups.find('\n', at) - at - 3);
    }
    int cpus = INT_MAX;
    while (true) {
        std::istringstream limit(read_proc(root + group + "/cpu.max"));
        long quota = 0;
        long period = 0;
        if (limit >> quota >> period) {
            cpus = std::min(cpus, cpus_of(quota, period));
        }
        if (group.empty()) {
            break;
        }
        group.resize(std::max(group.rfind('/') + 1, std::size_t{1}) - 1);
    }
    // For cgroup v1, where -1 means no quota.
    const long quota = std::strtol(read_proc(root + "/cpu/cpu.cfs_quota_us").c_str(), nullptr, 10);
    const long period = std::strtol(read_proc(root + "/cpu/cpu.cfs_period_us").c_str(), nullptr, 10);
    return std::min(cpus, cpus_of(quota, period));
}

Result<Descriptor> open_signal_source(const std::vector<int>& signals) {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : signals) {
        sigaddset(&set, signal);
    }
    const int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (fd < 0) {
        return system_error("cannot watch for signals", errno);
    }
    return Descriptor(fd);
}

PendingSignal next_signal(int source) {
    signalfd_siginfo info{};
    if (read(source, &info, sizeof info) != static_cast<ssize_t>(sizeof info)) {
        return {};
    }
    const int number = static_cast<int>(info.ssi_signo);
    // The kernel also sends SIGHUP when a terminal goes away, but no key does.
    return {number, info.ssi_code == SI_KERNEL && (number == SIGINT || number == SIGQUIT)};
}

}  // namespace pf::platform
