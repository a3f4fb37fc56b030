// A child process for work that is not urgent.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_BACKGROUND_CHILD_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_BACKGROUND_CHILD_H

#include <sys/types.h>

#include <string>
#include <vector>

namespace pf {

// Runs one process at a time, with the lowest priority. The process is killed when this object is deleted or this
// process ends.
class BackgroundChild {
public:
    BackgroundChild() = default;
    BackgroundChild(const BackgroundChild&) = delete;
    BackgroundChild& operator=(const BackgroundChild&) = delete;
    ~BackgroundChild() { end(); }

    // Starts `arguments` (argv, with the file of the program first). Returns the process id; -1: it could not be
    // started.
    pid_t start(const std::vector<std::string>& arguments);

    // Returns whether the process is running, without waiting.
    [[nodiscard]] bool running();

    // Kills the process and waits for its end.
    void end();

private:
    pid_t pid_ = -1;
};

}  // namespace pf

#endif
