// What is alive below the calling process, and how it ends.
#ifndef PARALLEL_FIXTURES_RUNTIME_PROCESS_TREE_H
#define PARALLEL_FIXTURES_RUNTIME_PROCESS_TREE_H

#include <sys/types.h>

#include <string>
#include <vector>

namespace pf {

struct Descendant {
    pid_t pid = 0;
    pid_t parent = 0;
};

// Everything below `root`, parents before children, without what has ended.
std::vector<Descendant> descendants_of(pid_t root);

// Signals every descendant of the calling process, those in the process group `group` at one go. 0: there is none.
// Otherwise it is the caller's own, which blocks `signal`, or that of a child that has not been reaped, so that the
// number is still its own.
// Exact: our own children cannot be recycled before we reap them, the others are reached through pidfds.
void signal_descendants(int signal, pid_t group);

// "name (pid n)" for each.
std::vector<std::string> names_of(const std::vector<Descendant>& processes);

// Reaps until the calling process has no children left or `limit_ms` has passed. True: there are none.
// REQUIRES: as for sweep().
bool wait_until_none(int limit_ms);

// Kills and reaps everything below the calling process, which must be a subreaper, until nothing is left or
// `limit_ms` has passed (a process in an uninterruptible system call cannot be killed at once). True: nothing is left.
// REQUIRES: no child whose end the caller still wants to see.
bool sweep(int limit_ms);

}  // namespace pf

#endif
