// Preloaded: a system that refuses now and then. CHAOS_REFUSALS is "seed=1,short=30,interrupt=20,fork=2,..." with
// chances in a thousand. Only for the helper and for programs linked with ParallelFixtures; what is static is spared.
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

struct Chances {
    bool active = false;
    std::atomic<std::uint64_t> state{1};
    unsigned short_io = 0, interrupt = 0, fork = 0, exec = 0, descriptors = 0, full = 0, clock = 0;
};
Chances chances;

unsigned value_of(const char* text, const char* name) {
    const char* found = std::strstr(text, name);
    return found != nullptr ? static_cast<unsigned>(std::atol(found + std::strlen(name))) : 0;
}

bool is_meant() {
    char program[4096];
    const ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    if (size <= 0) {
        return false;
    }
    program[size] = '\0';
    const char* slash = std::strrchr(program, '/');
    const char* name = slash != nullptr ? slash + 1 : program;
    return std::strcmp(name, "parallel-fixtures") == 0 || std::strcmp(name, "linked") == 0 ||
           std::strcmp(name, "typed") == 0;
}

__attribute__((constructor)) void read_chances() {
    const char* text = std::getenv("CHAOS_REFUSALS");
    if (text == nullptr || !is_meant()) {
        return;
    }
    chances.state = value_of(text, "seed=") * 2654435761U + 1;
    chances.short_io = value_of(text, "short=");
    chances.interrupt = value_of(text, "interrupt=");
    chances.fork = value_of(text, "fork=");
    chances.exec = value_of(text, "exec=");
    chances.descriptors = value_of(text, "descriptors=");
    chances.full = value_of(text, "full=");
    chances.clock = value_of(text, "clock=");
    chances.active = true;
}

// splitmix64: the same again with the same seed, as far as calls come in the same order.
std::uint64_t draw() {
    std::uint64_t z = chances.state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

bool happens(unsigned chance) { return chances.active && chance != 0 && draw() % 1000 < chance; }

bool refused(unsigned chance, int error) {
    if (!happens(chance)) {
        return false;
    }
    errno = error;
    return true;
}

// A call that does not wait is not interrupted by a signal.
bool interrupted(int fd) {
    struct stat status {};
    if (chances.interrupt == 0 || fstat(fd, &status) != 0 || S_ISREG(status.st_mode) ||
        (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0) {
        return false;
    }
    return refused(chances.interrupt, EINTR);
}

// No pipe and no socket is ever told that of a disk.
bool is_full(int fd) {
    struct stat status {};
    return chances.full != 0 && fd > 2 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
           refused(chances.full, ENOSPC);
}

// Up to PIPE_BUF a pipe takes all or nothing.
size_t shortened(int fd, size_t size) {
    struct stat status {};
    if (chances.short_io == 0 || size < 2 || fstat(fd, &status) != 0 ||
        (S_ISFIFO(status.st_mode) && size <= PIPE_BUF) || !happens(chances.short_io)) {
        return size;
    }
    return 1 + draw() % (size - 1);
}

template <typename Function>
Function* real(const char* name, Function* /*own*/) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

#define REAL(name) static const auto real_##name = real(#name, ::name)

extern "C" {

ssize_t read(int fd, void* buffer, size_t size) {
    REAL(read);
    return interrupted(fd) ? -1 : real_read(fd, buffer, size);
}

ssize_t write(int fd, const void* buffer, size_t size) {
    REAL(write);
    if (interrupted(fd) || is_full(fd)) {
        return -1;
    }
    return real_write(fd, buffer, shortened(fd, size));
}

ssize_t writev(int fd, const iovec* parts, int count) {
    REAL(writev);
    if (interrupted(fd) || is_full(fd)) {
        return -1;
    }
    if (count > 0 && happens(chances.short_io)) {
        return write(fd, parts[0].iov_base, parts[0].iov_len);
    }
    return real_writev(fd, parts, count);
}

int poll(pollfd* descriptors, nfds_t count, int timeout) {
    REAL(poll);
    return refused(chances.interrupt, EINTR) ? -1 : real_poll(descriptors, count, timeout);
}

int ppoll(pollfd* descriptors, nfds_t count, const timespec* timeout, const sigset_t* mask) {
    REAL(ppoll);
    return refused(chances.interrupt, EINTR) ? -1 : real_ppoll(descriptors, count, timeout, mask);
}

int waitid(idtype_t type, id_t id, siginfo_t* info, int options) {
    REAL(waitid);
    return (options & WNOHANG) == 0 && refused(chances.interrupt, EINTR) ? -1 : real_waitid(type, id, info, options);
}

pid_t waitpid(pid_t pid, int* status, int options) {
    REAL(waitpid);
    return (options & WNOHANG) == 0 && refused(chances.interrupt, EINTR) ? -1 : real_waitpid(pid, status, options);
}

pid_t fork() {
    REAL(fork);
    return refused(chances.fork, EAGAIN) ? -1 : real_fork();
}

int execve(const char* program, char* const argv[], char* const envp[]) {
    REAL(execve);
    static const int errors[] = {ENOENT, EACCES, ENOMEM, ETXTBSY};
    if (happens(chances.exec)) {
        errno = errors[draw() % 4];
        return -1;
    }
    return real_execve(program, argv, envp);
}

int open(const char* path, int flags, ...) {
    REAL(open);
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return refused(chances.descriptors, EMFILE) ? -1 : real_open(path, flags, mode);
}

int pipe2(int descriptors[2], int flags) {
    REAL(pipe2);
    return refused(chances.descriptors, EMFILE) ? -1 : real_pipe2(descriptors, flags);
}

// An hour forth or back.
int clock_gettime(clockid_t clock, timespec* now) {
    REAL(clock_gettime);
    const int result = real_clock_gettime(clock, now);
    if (clock == CLOCK_REALTIME && happens(chances.clock)) {
        now->tv_sec += (draw() & 1) != 0 ? 3600 : -3600;
    }
    return result;
}

time_t time(time_t* result) {
    REAL(time);
    time_t now = real_time(nullptr);
    if (happens(chances.clock)) {
        now += (draw() & 1) != 0 ? 3600 : -3600;
    }
    if (result != nullptr) {
        *result = now;
    }
    return now;
}

#if defined(__x86_64__)
// vfork returns twice on one stack, so it cannot be called from here: it is jumped to.
void* chaos_real_vfork() {
    static void* const found = dlsym(RTLD_NEXT, "vfork");
    return found;
}
int chaos_vfork_refused() { return refused(chances.fork, EAGAIN) ? 1 : 0; }
asm(".text\n"
    ".globl vfork\n"
    ".type vfork, @function\n"
    "vfork:\n"
    "    subq $8, %rsp\n"
    "    call chaos_vfork_refused@PLT\n"
    "    testl %eax, %eax\n"
    "    jne 1f\n"
    "    call chaos_real_vfork@PLT\n"
    "    addq $8, %rsp\n"
    "    jmp *%rax\n"
    "1:  addq $8, %rsp\n"
    "    movq $-1, %rax\n"
    "    ret\n"
    ".size vfork, .-vfork\n");
#endif
}
