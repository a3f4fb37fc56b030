// platform.h on Linux: the identity, the ancestors and the end of other processes.
#include <dirent.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <memory>

#include "runtime/platform.h"
#include "runtime/platform_linux.h"
#include "runtime/text.h"

namespace pf::platform {
namespace {

constexpr char kHelper[] = "parallel-fixtures";

// From <linux/pidfd.h> of Linux 6.15, which most systems do not have yet.
struct PidfdInfo {
    std::uint64_t mask = 0;
    std::uint64_t cgroup = 0;
    std::uint32_t ids[11] = {};
    std::int32_t exit_code = 0;
};
constexpr std::uint64_t kPidfdInfoExit = 1U << 3U;
constexpr unsigned long kPidfdGetInfo = _IOWR(0xFF, 11, PidfdInfo);

double boot_time() {
    const std::string stat = read_proc("/proc/stat");
    const std::size_t at = stat.find("btime ");
    return at == std::string::npos ? 0 : std::strtod(stat.c_str() + at + 6, nullptr);
}

// Returns the path of the log that a ctest has open while it runs tests: a file below `directory` whose name begins
// with `name`. Returns "" if there is none. A ctest that was started by a test may have inherited the log of the outer
// ctest, which has a lower descriptor than its own.
std::string open_test_log(pid_t pid, const std::string& directory, const std::string& name) {
    const std::string folder = proc(pid, "fd");
    std::vector<pid_t> descriptors = numbers_in(folder);
    std::sort(descriptors.rbegin(), descriptors.rend());
    for (const pid_t fd : descriptors) {
        std::string file = link_target(folder + "/" + std::to_string(fd));
        const std::size_t log = file.find("/Testing/Temporary/" + name);
        if (file.compare(0, directory.size(), directory) == 0 && log != std::string::npos &&
            file.find(".log.tmp", log) != std::string::npos) {
            return file;
        }
    }
    return {};
}

}  // namespace

std::string read_proc(const std::string& path) {
    const Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return read_all(fd.get());
}

std::string link_target(const std::string& link) {
    char path[PATH_MAX];
    const ssize_t length = readlink(link.c_str(), path, sizeof path);
    return {path, length > 0 ? static_cast<std::size_t>(length) : 0};
}

std::string proc(pid_t pid, const char* file) { return "/proc/" + std::to_string(pid) + "/" + file; }

std::vector<pid_t> numbers_in(const std::string& path) {
    std::vector<pid_t> numbers;
    const std::unique_ptr<DIR, int (*)(DIR*)> dir(opendir(path.c_str()), closedir);
    if (!dir) {
        return numbers;
    }
    while (const dirent* entry = readdir(dir.get())) {
        char* end = nullptr;
        const long number = std::strtol(entry->d_name, &end, 10);
        if (end != entry->d_name && *end == '\0' && number >= 0) {
            numbers.push_back(static_cast<pid_t>(number));
        }
    }
    return numbers;
}

std::vector<std::string> stat_fields(pid_t pid) {
    const std::string text = read_proc(proc(pid, "stat"));
    std::vector<std::string> fields;
    std::size_t begin = text.rfind(')');
    begin = begin == std::string::npos ? begin : begin + 2;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        fields.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return fields;
}

std::string program_name(pid_t pid) {
    std::string name = link_target(proc(pid, "exe"));
    name.erase(0, name.rfind('/') + 1);
    const std::size_t deleted = name.find(" (deleted)");
    return deleted == std::string::npos ? name : name.substr(0, deleted);
}

ProcessIdentity identity_of(pid_t pid) {
    ProcessIdentity identity{pid, 0};
    const std::vector<std::string> fields = stat_fields(pid);
    if (fields.size() > 19) {  // Field 22 (starttime); fields[0] is field 3.
        identity.start_ticks = std::strtoull(fields[19].c_str(), nullptr, 10);
    }
    return identity;
}

std::optional<int> end_status(const ProcessIdentity& process, int handle) {
    // Until the parent has reaped the process, /proc has the status; afterwards the pidfd has it (Linux 6.15 and
    // later). While the parent reaps it, its state is X.
    constexpr std::size_t kStartTime = 19;
    constexpr std::size_t kExitCode = 49;
    const std::vector<std::string> fields = stat_fields(process.pid);
    if (fields.size() > kExitCode && std::strtoull(fields[kStartTime].c_str(), nullptr, 10) == process.start_ticks &&
        (fields[0] == "Z" || fields[0] == "X")) {
        return static_cast<int>(std::strtol(fields[kExitCode].c_str(), nullptr, 10));
    }
    PidfdInfo info;
    info.mask = kPidfdInfoExit;
    const bool known = ioctl(handle, kPidfdGetInfo, &info) == 0 && (info.mask & kPidfdInfoExit) != 0;
    return known ? std::optional<int>(info.exit_code) : std::nullopt;
}

std::vector<std::string> command_line_of(pid_t pid) { return split_at_zeros(read_proc(proc(pid, "cmdline"))); }

std::vector<std::string> own_command_line() {
    const pid_t self = getpid();
    // Valgrind intercepts /proc/self/cmdline but not this path.
    return split_at_zeros(read_proc(proc(self, "task/") + std::to_string(self) + "/cmdline"));
}

std::vector<std::string> environment_of(pid_t pid) { return split_at_zeros(read_proc(proc(pid, "environ"))); }

double start_time(const ProcessIdentity& process) {
    return boot_time() + static_cast<double>(process.start_ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

bool below_helper() {
    pid_t pid = getppid();
    while (pid > 0 && program_name(pid) != kHelper) {
        pid = parent_of(pid);
    }
    return pid > 0;
}

bool checks_memory(const ProcessIdentity& ctest, const std::string& build_dir) {
    return !open_test_log(ctest.pid, build_dir + "/", "LastDynamicAnalysis").empty();
}

ProcessIdentity ctest_above() {
    // Tests may inherit the open log of a ctest; among the processes that have the same log open, ctest is the
    // outermost.
    pid_t found = 0;
    std::string log;
    for (pid_t pid = getppid(); pid > 0; pid = parent_of(pid)) {
        const std::string program = program_name(pid);
        if (found == 0 && program == "ctest") {
            return identity_of(pid);
        }
        if (found == 0 && program == kHelper) {
            return {};
        }
        const std::string own_log = open_test_log(pid, "/", "Last");
        if (found != 0 && own_log != log) {
            break;
        }
        if (program == kHelper) {
            return {};  // The process below that has the log open is a test of this helper.
        }
        found = own_log.empty() ? 0 : pid;
        log = own_log;
        if (program == "ctest") {
            break;
        }
    }
    return found == 0 ? ProcessIdentity() : identity_of(found);
}

std::string core_pattern() {
    std::string pattern = read_proc("/proc/sys/kernel/core_pattern");
    while (!pattern.empty() && pattern.back() == '\n') {
        pattern.pop_back();
    }
    return pattern;
}

}  // namespace pf::platform
