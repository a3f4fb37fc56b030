#include "tests/unit/runtime/in_child.h"

#include <sys/wait.h>
#include <unistd.h>

namespace pf::test {

int in_child(const std::function<int()>& body) {
    const pid_t pid = fork();
    if (pid == 0) {
        _exit(body());
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace pf::test
