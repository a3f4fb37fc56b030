// Finds, signals and ends the descendants of a process.
#ifndef PARALLEL_FIXTURES_RUNTIME_PROCESS_TREE_H
#define PARALLEL_FIXTURES_RUNTIME_PROCESS_TREE_H

#include <sys/types.h>

#include <string>
#include <vector>

namespace pf {

// How long to wait for the end of processes that were killed, in milliseconds. A process in an uninterruptible system
// call does not end, and on a busy machine any process waits for a processor before it ends.
inline constexpr int kSweepLimitMs = 5000;

struct Descendant {
    pid_t pid = 0;
    pid_t parent = 0;
};

// Returns all descendants of `root` that have not ended, parents before their children.
std::vector<Descendant> descendants_of(pid_t root);

// Sends `signal` to every descendant of the calling process. `group` is a process group that receives the signal at
// once, or 0. It must be the caller's own group, with `signal` blocked, or that of a child that has not been reaped, so
// that its number cannot have been reused. Never signals another process: a child's number cannot be reused before we
// reap it, and a pidfd identifies every other descendant.
void signal_descendants(int signal, pid_t group);

// Returns "name (pid n)" for each process.
std::vector<std::string> names_of(const std::vector<Descendant>& processes);

// Reaps children until none is left or `limit_ms` has passed. Returns true if none is left. REQUIRES: as for sweep().
bool wait_until_none(int limit_ms);

// Kills and reaps the children of the calling process except `known`: those that a killed supervisor has left to it,
// and their descendants. Gives up after kSweepLimitMs. Returns the names of the processes that it killed.
std::vector<std::string> kill_strays(const std::vector<pid_t>& known);

// Kills and reaps all descendants of the calling process until none is left or `limit_ms` has passed; a process in an
// uninterruptible system call cannot be killed at once. Returns true if none is left. REQUIRES: the calling process is
// a subreaper and needs the exit status of no child.
bool sweep(int limit_ms);

}  // namespace pf

#endif
