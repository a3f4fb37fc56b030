// The time limits under ctest, in seconds. Of a task whose TIMEOUT is t, and of its test, three limits are reached in
// this order:
//   1. t after the start of the task, the session inspects it for at most kSessionInspect, and then sends it SIGTERM
//   (or
//      TIMEOUT_SIGNAL_NAME), and SIGKILL kSessionGrace (or TIMEOUT_SIGNAL_GRACE_PERIOD) later.
//   2. CTest ends the test ctest_limit() seconds after its start, or kAfterMark after the test has printed the mark
//      of a timeout. Only a test that CTest ends is shown as a timeout.
//   3. At least kCtestDelay after CTest's limit, the test gives up waiting for CTest and fails.
// The order holds for every number of attempts because
//   kSessionInspect + kSessionGrace < kAttemptMargin  and  kAfterMark < kTestMargin < kCtestDelay.
// A session that loses the connection of a test cannot know at once whether CTest ended the test or ctest itself was
// interrupted: it decides after kCtestEndsTest, and after kInterruptedTest if the test said that a signal ends it. A
// test that said nothing and had used up its limit has timed out in any case.
//
// cmake/ParallelFixturesTimeLimits.cmake has the same numbers for the tests that CMake declares. The test
// cmake.time_limits compares them.
#ifndef PARALLEL_FIXTURES_RUNTIME_TIME_LIMITS_H
#define PARALLEL_FIXTURES_RUNTIME_TIME_LIMITS_H

#include <cmath>

namespace pf {

inline constexpr double kSessionGrace = 0.5;
inline constexpr double kSessionInspect = 2;
inline constexpr int kAttemptMargin = 3;  // What CTest's limit allows each attempt beyond its own limit.
inline constexpr int kTestMargin = 1;     // What CTest's limit allows a test beyond its attempts.
inline constexpr double kAfterMark = 0.05;
inline constexpr int kCtestDelay = 20;
inline constexpr int kSetUpMargin = 60;  // What CTest's limit allows a test that waits for set-ups beyond theirs.
inline constexpr double kNoCtestLimit = 10'000'000;  // CTest's own figure for "no limit".
inline constexpr double kCtestEndsTest = 0.02;
inline constexpr double kInterruptedTest = 0.8;

static_assert(kSessionInspect + kSessionGrace < kAttemptMargin && kAfterMark < kTestMargin &&
              kTestMargin < kCtestDelay);
static_assert(kCtestEndsTest < kInterruptedTest && kInterruptedTest < kCtestDelay);

// Returns CTest's limit for a test that never waits before its task starts. `timeout` is the limit of an attempt,
// `grace` the time from the signal of a timeout to SIGKILL that the project has set, 0 for none.
inline int ctest_limit(double timeout, double grace, int retries) {
    return (static_cast<int>(std::ceil(timeout + grace)) + kAttemptMargin) * (retries + 1) + kTestMargin;
}

}  // namespace pf

#endif
