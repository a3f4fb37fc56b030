// Recognizes signals that arrive twice for one request to end.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_REPEATED_SIGNALS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_REPEATED_SIGNALS_H

namespace pf {

// GNU timeout sends its signal to the process and to its process group, and so do some shells and container inits. The
// same signal within half a second of one that counted is therefore no further request. It is one if both were typed,
// because the terminal sends one signal for each key.
class RepeatedSignals {
public:
    // Returns whether the signal is a request of its own. `now` is in seconds; `typed` says that it came from a key of
    // the terminal.
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
    int number_ = 0;  // The last signal that counted; 0: there was none.
    bool typed_ = false;
    double at_ = 0;
};

}  // namespace pf

#endif
