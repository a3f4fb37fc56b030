// Everything that differs between Linux and other POSIX systems. One header, one source for each system.
#ifndef PARALLEL_FIXTURES_RUNTIME_PLATFORM_H
#define PARALLEL_FIXTURES_RUNTIME_PLATFORM_H

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/result.h"

namespace pf::platform {

// Orphans among our descendants become our children instead of init's (PR_SET_CHILD_SUBREAPER). False: not available.
bool become_subreaper();

// SIGKILL for the calling process when its parent ends (PR_SET_PDEATHSIG). The caller re-checks getppid() afterwards:
// the parent may have gone before. ASYNC-SIGNAL-SAFE, so that a vfork child may call it.
void die_with_parent();

// Nothing but "." and ".." is in it. `directory` is at its beginning, and need not stay there. Allocates nothing:
// readdir() wants 32 KiB, which a worker would take from its heap, and copy, for each task.
bool is_empty_directory(int directory);

// Children that are forked from now on have the code of the program and its libraries mapped as far as this process
// has. Otherwise Linux leaves it to a page fault for each 64 KiB that a child comes to, since nothing in such a mapping
// differs from its file; so a page of each is made to, with the same content. That page is what it costs. May do
// nothing.
void copy_code_at_forks();

// What was freed goes back to the system: a fork need not copy its page tables then. Takes as long as there is much of
// it. May do nothing.
void give_memory_back();

// Closes every descriptor from `first` upwards. ASYNC-SIGNAL-SAFE.
void close_descriptors_from(int first);

// The children of a process, all its threads' together. Zombies are included. A process that has gone has none.
std::vector<pid_t> children_of(pid_t pid);

// The parent of a process; 0 when it has gone.
pid_t parent_of(pid_t pid);

// True for a process all of whose threads have ended and that waits to be reaped, and for one that is not there.
bool has_ended(pid_t pid);

// Returns true if the process has ended, or if a SIGKILL for it is on its way.
bool is_ending(pid_t pid);

// For a person: the command line without the program's folder and control characters, cut to 60 bytes, or the short
// name where there is none.
// "?" when it has gone.
std::string process_name(pid_t pid);

// Sends `signal` to `pid` only while it is still a child of `parent`, or of the calling process, which gets what its
// descendants orphan (pidfd, so that a reused number is never hit). False: it had gone.
bool signal_process(pid_t pid, pid_t parent, int signal);

// Who listens on a TCP port of this machine.
enum class Listener { nobody, within, elsewhere, unknown };

// `within`: `root` or a process below it. `unknown`: a socket is there, but not all of those processes may be looked
// at.
Listener listener_of(int port, pid_t root);

// A socket for sd_notify(3) messages. `address` is what NOTIFY_SOCKET is to hold: a name in the abstract namespace,
// which a service that changed its user can still reach.
struct NotifySocket {
    Descriptor socket;  // Non-blocking.
    std::string address;
};
Result<NotifySocket> open_notify_socket();

// The next message and its sender as the kernel vouches for it; pid 0: none.
struct Notification {
    pid_t pid = 0;
    std::string text;
};
Notification next_notification(int socket);

// CPUs this process may use: affinity and cgroup quota, at least 1.
int usable_cpus();

// What the quotas of a cgroup and of those above it leave, rounded up; INT_MAX: there is none. `groups` is the content
// of /proc/<pid>/cgroup, `root` where the hierarchies are mounted.
int cpus_by_quota(const std::string& groups, const std::string& root);

// A descriptor that becomes readable when one of `signals` is pending; they must be blocked.
Result<Descriptor> open_signal_source(const std::vector<int>& signals);

// The next signal of such a descriptor.
struct PendingSignal {
    int number = 0;      // 0: none.
    bool typed = false;  // The kernel sent it for a key, as SIGINT for Ctrl-C; no process did.
};
PendingSignal next_signal(int source);

// Who a process is, whatever becomes of its number: pid and start time.
struct ProcessIdentity {
    pid_t pid = 0;
    std::uint64_t start_ticks = 0;  // Since boot.
};

// `start_ticks` is 0 when it has gone.
ProcessIdentity identity_of(pid_t pid);

// How it was called, and with what: argv, and K=V. Empty when it has gone.
std::vector<std::string> command_line_of(pid_t pid);
std::vector<std::string> environment_of(pid_t pid);

// The calling process's, as the system has it: in valgrind with the words of valgrind.
std::vector<std::string> own_command_line();

// The program's file, the working directory and the files that a process has open, as absolute paths. A path is empty,
// and `files` may lack some, where the caller may not look or the process has gone.
struct OpenPaths {
    std::string program;
    std::string working_directory;
    std::vector<std::string> files;
};
OpenPaths open_paths_of(pid_t pid);

// When it was started, in seconds since the epoch.
double start_time(const ProcessIdentity& process);

// A descriptor that becomes readable when this process has ended, however (pidfd). The error: it has gone already, or
// the system cannot do that.
Result<Descriptor> watch_process(const ProcessIdentity& process);

// How a process ended that need not be a child: as waitpid() would say it. nullopt: it still runs, or the system no
// longer knows. `handle` is that of watch_process(), from before the end.
std::optional<int> end_status(const ProcessIdentity& process, int handle);

// The process at the other end of a connected local socket; of the end that connected, the one that listened. 0: not
// known.
pid_t peer_process(int socket);

// The user at the other end of a connected local socket, as the kernel vouches for it; -1: not known.
uid_t peer_user(int socket);

// Undoes what taskset, or CTest's PROCESSOR_AFFINITY, did to the calling process.
void use_all_cpus();

// The nearest ctest above the calling process, as long as no helper lies between; pid 0: there is none. A ctest is a
// program of that name, or one that has the log of a ctest open, whatever it is called.
ProcessIdentity ctest_above();

// A helper is above the calling process.
bool below_helper();

// This ctest runs a memory checker on the tests of this build tree: it is in its step MemCheck.
bool checks_memory(const ProcessIdentity& ctest, const std::string& build_dir);

// The parent has begun to exit: it is no ancestor by its name any more, although its end of a pipe may still be open.
bool parent_is_ending();

// The calling program's file.
std::string own_executable();

// A debugger, or another tracer, has hold of the calling process.
bool is_traced();

// The names of the calling process's threads other than the calling one.
std::vector<std::string> other_threads();

// The calling process's descriptors, from 3 upwards, of files that have an offset, which a fork shares.
struct OpenFile {
    int fd = -1;
    std::string path;
    bool operator==(const OpenFile& other) const { return fd == other.fd && path == other.path; }
};
std::vector<OpenFile> open_files();

// Calls `last_words` when the process calls exit(), with its status, before everything that was registered earlier.
void at_exit(void (*last_words)(int status));

}  // namespace pf::platform

#endif
