// What a test may do to its own process: alone, linked, and as it is.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>

namespace {

void limit(decltype(RLIMIT_NOFILE) what, rlim_t to) {
    const rlimit limits{to, to};
    ASSERT_EQ(setrlimit(what, &limits), 0);
}

bool is_root() { return geteuid() == 0; }

}  // namespace

TEST(Free, ClosesAllDescriptors) {
    for (int fd = 3; fd < 1024; ++fd) {
        close(fd);
    }
}
TEST(Free, ClosesEverything) {
    for (int fd = 0; fd < 1024; ++fd) {
        close(fd);
    }
}
TEST(Free, ReplacesAllDescriptors) {
    const int null = open("/dev/null", O_RDWR);
    for (int fd = 3; fd < 256; ++fd) {
        dup2(null, fd);
    }
}
TEST(Free, WritesNothingToFilesOfTheTest) {
    char name[] = "/tmp/pf-freedom-XXXXXX";
    const int file = mkstemp(name);
    ASSERT_GE(file, 0);
    unlink(name);
    for (int fd = 3; fd < 256; ++fd) {
        dup2(file, fd);
    }
    std::atexit([] {
        struct stat status {};
        if (fstat(100, &status) != 0 || status.st_size != 0) {
            _exit(9);
        }
    });
}
TEST(Free, BecomesSessionLeader) { EXPECT_NE(setsid(), -1); }
TEST(Free, BecomesGroupLeader) { EXPECT_EQ(setpgid(0, 0), 0); }
TEST(Free, SignalsItsGroup) {
    std::signal(SIGTERM, SIG_IGN);
    EXPECT_EQ(kill(0, SIGTERM), 0);
}
TEST(Free, DropsPrivileges) {
    if (is_root()) {
        ASSERT_EQ(setgid(65534), 0);
        ASSERT_EQ(setuid(65534), 0);
    }
}
TEST(Free, FailsWithoutPrivileges) {
    if (is_root()) {
        ASSERT_EQ(setuid(65534), 0);
    }
    FAIL() << "this is seen";
}
TEST(Free, SkipsWithoutPrivileges) {
    if (is_root()) {
        ASSERT_EQ(setuid(65534), 0);
    }
    GTEST_SKIP() << "as nobody";
}
TEST(Free, ExitsWithoutPrivileges) {
    if (is_root()) {
        ASSERT_EQ(setuid(65534), 0);
    }
    std::exit(0);
}
TEST(Free, NeedsNoDescriptors) { limit(RLIMIT_NOFILE, 3); }
TEST(Free, NeedsNoFiles) { limit(RLIMIT_FSIZE, 0); }
TEST(Free, FailsWithoutDescriptors) {
    limit(RLIMIT_NOFILE, 3);
    FAIL() << "this is seen";
}
TEST(Free, NeedsNoProcesses) { limit(RLIMIT_NPROC, 0); }
TEST(Free, NeedsNoCore) { limit(RLIMIT_CORE, 0); }
TEST(Free, HasAnotherMask) {
    umask(0777);
    sigset_t all;
    sigfillset(&all);
    ASSERT_EQ(sigprocmask(SIG_SETMASK, &all, nullptr), 0);
}
TEST(Free, IgnoresSignals) {
    std::signal(SIGCHLD, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
}
TEST(Free, IsNotToBeTraced) {
    ASSERT_EQ(prctl(PR_SET_DUMPABLE, 0), 0);
    ASSERT_EQ(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    ASSERT_EQ(prctl(PR_SET_NAME, "another"), 0);
    ASSERT_EQ(prctl(PR_SET_PDEATHSIG, 0), 0);
}
TEST(Free, IsInADirectoryThatIsGone) {
    char name[] = "/tmp/pf-freedom-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    ASSERT_EQ(chdir(name), 0);
    ASSERT_EQ(rmdir(name), 0);
}
TEST(Rooted, ChangesItsRoot) {
    if (is_root()) {
        ASSERT_EQ(chroot("/proc/self"), 0);
    }
}
