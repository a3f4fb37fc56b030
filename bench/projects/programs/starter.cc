// starter <command>...: spawns the command, waits for it and ends as it did. A test that starts a command cannot do
// less.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv) {
    pid_t pid = 0;
    if (argc < 2 || posix_spawn(&pid, argv[1], nullptr, nullptr, argv + 1, environ) != 0) {
        return 127;
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
