// Signal masks of the calling thread.
#ifndef PARALLEL_FIXTURES_RUNTIME_SIGNALS_H
#define PARALLEL_FIXTURES_RUNTIME_SIGNALS_H

#include <csignal>
#include <initializer_list>

namespace pf {

// The signals that ask a process to end.
inline constexpr std::initializer_list<int> kEndingSignals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// Blocks signals until it is destroyed. Signals that arrive in between are then delivered.
class BlockedSignals {
public:
    explicit BlockedSignals(std::initializer_list<int> signals);
    BlockedSignals(const BlockedSignals&) = delete;
    BlockedSignals& operator=(const BlockedSignals&) = delete;
    ~BlockedSignals() { restore(); }

    // Restores the mask that was set at construction.
    void restore() const;

private:
    sigset_t before_{};
};

// Blocks no signal. Async-signal-safe.
void unblock_all_signals();

// Blocks all signals that can be blocked. Async-signal-safe.
void block_all_signals();

// Blocks all signals and makes SIGCHLD interrupt a system call. Returns a mask for ppoll() that permits SIGCHLD only.
sigset_t block_all_but_sigchld();

}  // namespace pf

#endif
