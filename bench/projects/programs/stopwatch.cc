// stopwatch <report> <output> <command>...: runs the command with its output in a file, and writes its times and its
// memory to another. It is a small program, because a process starts with the peak memory of its parent, and that of
// Python is large.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>

namespace {

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Returns the time of the process alone, which has ended and is not reaped. wait4() would add that of its children.
double own_cpu(pid_t pid) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    stat.ignore(std::numeric_limits<std::streamsize>::max(), ')');
    std::string word;
    for (int field = 3; field < 14; ++field) {
        stat >> word;
    }
    double user = 0, system = 0;
    stat >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "stopwatch <report> <output> <command>...\n");
        return 2;
    }
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    posix_spawn_file_actions_adddup2(&files, 1, 2);

    const auto begin = std::chrono::steady_clock::now();
    pid_t pid = 0;
    if (const int error = posix_spawnp(&pid, argv[3], &files, nullptr, argv + 3, environ); error != 0) {
        std::fprintf(stderr, "%s: cannot be started (%d)\n", argv[3], error);
        return 2;
    }
    posix_spawn_file_actions_destroy(&files);
    // Ctrl-C is for the command, which inherits SIG_IGN but no handler.
    std::signal(SIGINT, [](int) {});
    siginfo_t end;
    while (waitid(P_PID, static_cast<id_t>(pid), &end, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;

    const double own = own_cpu(pid);
    int status = 0;
    rusage usage;
    wait4(pid, &status, 0, &usage);
    std::ofstream(argv[1]) << "{\"seconds\": " << std::fixed << wall.count()
                           << ", \"cpu\": " << seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime)
                           << ", \"own_cpu\": " << own << ", \"peak\": " << usage.ru_maxrss * 1024
                           << ", \"status\": " << (WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status))
                           << "}\n";
}
