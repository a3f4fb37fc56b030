// Which of the signals that ask a run to end are a request of their own.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_REPEATED_SIGNALS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_REPEATED_SIGNALS_H

namespace pf {

// GNU timeout sends its signal to the process and to the process's group, and a shell and a container's init do much
// the same, so one request may arrive twice. The same signal within half a second of the one that counted is therefore
// no further request, unless somebody typed both of them: the terminal sends a signal for each key once.
class RepeatedSignals {
public:
    // `now` is in seconds. `typed`: it came from a key of the terminal.
    bool counts(int number, bool typed, double now) {
        constexpr double kMoment = 0.5;
        if (number == number_ && now - at_ < kMoment && !(typed && typed_)) {
            return false;
        }
        number_ = number;
        typed_ = typed;
        at_ = now;
        return true;
    }

private:
    int number_ = 0;  // Of the last one that counted; 0: there was none.
    bool typed_ = false;
    double at_ = 0;
};

}  // namespace pf

#endif
