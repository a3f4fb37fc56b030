#include "tool/process/background_child.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "runtime/spawn.h"

namespace pf {

pid_t BackgroundChild::start(const std::vector<std::string>& arguments) {
    end();
    const std::vector<char*> argv = as_argv(arguments);
    SpawnRequest request;
    request.program = argv.front();
    request.argv = argv.data();
    request.envp = environ;
    pid_ = spawn(request).pid;
    if (pid_ > 0) {
        constexpr int kLowest = 19;
        static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(pid_), kLowest));
    }
    return pid_;
}

bool BackgroundChild::running() {
    if (pid_ > 0 && waitpid(pid_, nullptr, WNOHANG) != 0) {
        pid_ = -1;
    }
    return pid_ > 0;
}

void BackgroundChild::end() {
    if (running()) {
        kill(pid_, SIGKILL);
        while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    pid_ = -1;
}

}  // namespace pf
