// Requests to the process of a unit (Group::one_process): fixtures ask it for their set-up and teardown, and workers
// for tests. The process does one thing at a time, in the order of the requests.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_UNIT_REQUESTER_H
#define PARALLEL_FIXTURES_TOOL_SESSION_UNIT_REQUESTER_H

#include <string>
#include <string_view>

#include "runtime/linked_message.h"
#include "tool/support/interface.h"

namespace pf {

// A requester is told what the process prints for its request, and then the answer or the end.
class UnitRequester : public Interface {
public:
    virtual void unit_printed(std::string_view bytes) = 0;
    virtual void unit_answered(const FromProgram& message) = 0;
    // The process has ended, so there is no answer. `how` says for people how it ended. `ended` is null if its
    // supervisor was killed, or if the process had ended before the request.
    virtual void unit_ended(const Ended* ended, const std::string& how) = 0;
    // The process was stopped by a signal, or continued.
    virtual void unit_stopped(bool stopped) = 0;
};

}  // namespace pf

#endif
