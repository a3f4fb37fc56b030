// One task that the server of a ctest runs, from its request, or from its start ahead of ctest, to its result.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_SERVED_TASK_H
#define PARALLEL_FIXTURES_TOOL_SERVE_SERVED_TASK_H

#include <optional>
#include <string>
#include <vector>

#include "runtime/session_message.h"
#include "tool/event/event.h"
#include "tool/serve/client.h"

namespace pf {

struct ServedTask {
    enum class State {
        requested,  // The task waits or runs for its client.
        ahead,      // The task waits or runs ahead of ctest (run_ahead.h).
        kept,       // The task ran ahead, and its result waits for a client.
        cancelled,  // The client has disconnected, and the task has not ended yet.
    };
    State state = State::requested;
    Client* client = nullptr;              // The client that waits for the result; null: none has asked yet.
    std::vector<std::string> environment;  // The variables of a task that runs or ran ahead, sorted.
    bool started = false;                  // A task that runs ahead has started.
    std::optional<TaskEnded> result;       // The result that is kept.
    // The request to start when the task has ended, because it was cancelled or runs ahead with other variables.
    std::optional<SessionRequest> next;
};

}  // namespace pf

#endif
