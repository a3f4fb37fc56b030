// Everything that differs between Linux and other POSIX systems. Each system implements this header in its own sources.
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

// Makes orphaned descendants children of the calling process instead of init (PR_SET_CHILD_SUBREAPER). Returns false if
// the system cannot do this.
bool become_subreaper();

// Requests SIGKILL for the calling process when its parent ends (PR_SET_PDEATHSIG). The caller must check getppid()
// afterwards, because the parent may have ended before. Async-signal-safe; a vfork child may call it.
void die_with_parent();

// Returns true if the directory contains only "." and "..". The descriptor `directory` must be at the beginning of the
// directory; its position changes. Does not allocate: readdir() allocates 32 KiB, which would cost a worker the copies
// of eight pages for each task.
bool is_empty_directory(int directory);

// Returns freed memory to the system, so that a fork does not copy the page tables for it. The time it takes grows with
// the amount of memory. May do nothing.
void give_memory_back();

// Closes all descriptors from `first` upwards. Async-signal-safe.
void close_descriptors_from(int first);

// Returns the children of all threads of a process, including zombies. Returns none if the process has gone.
std::vector<pid_t> children_of(pid_t pid);

// Returns the parent of a process, or 0 if the process has gone.
pid_t parent_of(pid_t pid);

// Returns true if the process has gone, or if all of its threads have ended and it has not been reaped.
bool has_ended(pid_t pid);

// Returns true if the process has ended, or if a SIGKILL for it is on its way.
bool is_ending(pid_t pid);

// Returns a name of the process for messages: its command line without the program's directory and without control
// characters, cut to 60 bytes, or its short name if it has no command line. Returns "?" if it has gone.
std::string process_name(pid_t pid);

// Returns the pattern of the names of core files; "": unknown. It begins with '|' if a program takes the core files.
std::string core_pattern();

// Sends `signal` to `pid` if it is still a child of `parent`, or of the calling process, which adopts orphans. Uses a
// pidfd, so that a reused number is never signalled. Returns false if the process had gone.
bool signal_process(pid_t pid, pid_t parent, int signal);

// The process that listens on a TCP port of this machine, relative to a process `root`.
enum class Listener { nobody, within, elsewhere, unknown };

// Returns `within` if `root` or a descendant of it listens on the port, and `unknown` if there is a listener but some
// of those processes could not be inspected.
Listener listener_of(int port, pid_t root);

// Returns the TCP ports on which `root` and its descendants listen, without those that cannot be inspected.
std::vector<int> ports_of(pid_t root);

// A socket that receives sd_notify(3) messages. `address` is the value for NOTIFY_SOCKET. It is in the abstract
// namespace, so that a service which has changed its user can still reach it.
struct NotifySocket {
    Descriptor socket;  // Non-blocking.
    std::string address;
};
Result<NotifySocket> open_notify_socket();

// A message and its sender, which the kernel verifies (SCM_CREDENTIALS). Its pid is 0 if no message is waiting.
struct Notification {
    pid_t pid = 0;
    std::string text;
};
Notification next_notification(int socket);

// Returns the number of CPUs that this process may use according to its affinity mask and cgroup quota; at least 1.
int usable_cpus();

// Returns the smallest CPU quota of a cgroup and its ancestors, rounded up, or INT_MAX if there is none. `groups` is
// the content of /proc/<pid>/cgroup; `root` is the directory where the hierarchies are mounted.
int cpus_by_quota(const std::string& groups, const std::string& root);

// Returns the id of the calling process as the C library notes it at each fork(), without a system call where the
// library tells it. A process that was made by a system call of its own has that of its parent.
pid_t kept_pid();

// Returns a descriptor that is readable while one of `signals` is pending. The signals must be blocked.
Result<Descriptor> open_signal_source(const std::vector<int>& signals);

// The next signal of such a descriptor.
struct PendingSignal {
    int number = 0;      // 0: none.
    bool typed = false;  // The terminal sent it for a key, such as SIGINT for Ctrl-C.
};
PendingSignal next_signal(int source);

// Identifies a process even if its number is reused.
struct ProcessIdentity {
    pid_t pid = 0;
    std::uint64_t start_ticks = 0;  // Time of its start, in clock ticks since boot.
};

// Returns the identity of a process; `start_ticks` is 0 if it has gone.
ProcessIdentity identity_of(pid_t pid);

// Return the arguments and the environment ("K=V") that a process was started with; empty if it has gone.
std::vector<std::string> command_line_of(pid_t pid);
std::vector<std::string> environment_of(pid_t pid);

// Returns the arguments of the calling process as the kernel knows them. Under valgrind they include valgrind's own.
std::vector<std::string> own_command_line();

// The program file, the working directory and the open files of a process, as absolute paths. A path is empty, and
// `files` may be incomplete, if the caller lacks the permission or the process has gone.
struct OpenPaths {
    std::string program;
    std::string working_directory;
    std::vector<std::string> files;
};
OpenPaths open_paths_of(pid_t pid);

// Returns when the process was started, in seconds since the epoch.
double start_time(const ProcessIdentity& process);

// Returns a descriptor that becomes readable when the process ends (pidfd). Fails if the process has gone or the system
// has no pidfds.
Result<Descriptor> watch_process(const ProcessIdentity& process);

// Returns the status of a process that has ended, as waitpid() would; it need not be a child. `handle` comes from
// watch_process(), called before the end. Returns nullopt if the process is running or the system no longer knows the
// status.
std::optional<int> end_status(const ProcessIdentity& process, int handle);

// Returns the process at the other end of a connected local socket: for the client, the one that called listen().
// Returns 0 if it is unknown.
pid_t peer_process(int socket);

// Returns the user at the other end of a connected local socket, as the kernel verifies it, or -1 if unknown.
uid_t peer_user(int socket);

// Lets the calling process use all CPUs, undoing taskset or CTest's PROCESSOR_AFFINITY.
void use_all_cpus();

// Returns the nearest ctest above the calling process if no helper is between them; otherwise pid 0. A process counts
// as ctest if its program has that name or if it has a ctest's log open.
ProcessIdentity ctest_above();

// Returns true if a helper is above the calling process.
bool below_helper();

// Returns true if the ctest is running a memory checker on the tests of this build tree (its step MemCheck).
bool checks_memory(const ProcessIdentity& ctest, const std::string& build_dir);

// Returns true if the parent has begun to exit. From then on its program name is unknown, although its descriptors may
// still be open.
bool parent_is_ending();

// Returns the path of the calling program's file.
std::string own_executable();

// Returns true if a debugger or another tracer is attached to the calling process.
bool is_traced();

// Notes the threads that an emulator of another processor, such as qemu, has in this process. Call it before any code
// of the program can have started a thread.
void note_threads_of_emulator();

// Returns the names of the threads of this process except the calling one and those of an emulator.
std::vector<std::string> other_threads();

// A regular file that the calling process has open, with its descriptor. Its offset is shared across fork().
struct OpenFile {
    int fd = -1;
    std::string path;
    bool operator==(const OpenFile& other) const { return fd == other.fd && path == other.path; }
};
std::vector<OpenFile> open_files();

// Registers a handler that exit() calls with the exit status, before all handlers that were registered earlier.
void at_exit(void (*handler)(int status));

}  // namespace pf::platform

#endif
