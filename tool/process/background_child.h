// A child process that does something of no urgency.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_BACKGROUND_CHILD_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_BACKGROUND_CHILD_H

#include <sys/types.h>

#include <string>
#include <vector>

namespace pf {

// One at a time. It has the lowest priority and gets SIGKILL when this process, or this object, ends.
class BackgroundChild {
public:
    BackgroundChild() = default;
    BackgroundChild(const BackgroundChild&) = delete;
    BackgroundChild& operator=(const BackgroundChild&) = delete;
    ~BackgroundChild() { end(); }

    // `arguments`: argv, the program's file first. Returns its process; -1: it could not be started.
    pid_t start(const std::vector<std::string>& arguments);

    // Asks the system, without waiting.
    [[nodiscard]] bool running();

    void end();

private:
    pid_t pid_ = -1;
};

}  // namespace pf

#endif
