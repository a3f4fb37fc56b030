// Who asks the process of a unit (Group::one_process) for something: a fixture for its set-up or teardown, a worker for
// a test. It does one thing at a time, in the order asked.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_UNIT_CALLER_H
#define PARALLEL_FIXTURES_TOOL_SESSION_UNIT_CALLER_H

#include <string>
#include <string_view>

#include "runtime/linked_message.h"

namespace pf {

// Everything that is printed until then comes before the answer, or before the end.
class UnitRequester {
public:
    UnitRequester() = default;
    UnitRequester(const UnitRequester&) = delete;
    UnitRequester& operator=(const UnitRequester&) = delete;
    virtual ~UnitRequester() = default;

    virtual void unit_printed(std::string_view bytes) = 0;
    virtual void unit_answered(const FromProgram& message) = 0;
    // The process has gone, and there will be no answer; `ended` is null when its supervisor was killed, or it had gone
    // before. `how` says it for people.
    virtual void unit_ended(const Ended* ended, const std::string& how) = 0;
    // It was stopped by a signal, or continued.
    virtual void unit_stopped(bool stopped) = 0;
};

}  // namespace pf

#endif
