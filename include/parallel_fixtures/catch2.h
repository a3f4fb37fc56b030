// For Catch2 programs (2.13, or 3.4 and later) that define main() themselves. A program without its own main() links
// ParallelFixtures::catch2_main and does not need this header. A program with one links ParallelFixtures::catch2 and
// contains, in the source file of main():
//
//   #define CATCH_CONFIG_RUNNER                        // Needed for Catch2 2 only, before any Catch2 header.
//   #include <parallel_fixtures/catch2.h>
//
//   int main(int argc, char** argv) { return parallel_fixtures::run_catch2(argc, argv); }
//
// A program that you start yourself behaves as an ordinary Catch2 program. A fixture (fixture.h) is set up before the
// first test case that has the fixture's name as a tag, and torn down when the next test case lacks that tag.
//
// In a run of ParallelFixtures, the test cases are those that the command line's test spec selects; a hidden test case
// is included only if the test spec names it. Tags become labels, except [!...] and [.]. ParallelFixtures distributes
// the tests itself and ignores --shard-count.
//
// THREADS: call run_catch2() from the main thread, before any fork.
#ifndef PARALLEL_FIXTURES_CATCH2_H
#define PARALLEL_FIXTURES_CATCH2_H

// A project may have included a copy of its own before.
#if defined(CATCH_AMALGAMATED_HPP_INCLUDED)
#define PARALLEL_FIXTURES_HAS_CATCH_SESSION_ 1
#elif !defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED) && __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#define PARALLEL_FIXTURES_HAS_CATCH_SESSION_ 1
#else
#if !defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED)
#include <catch2/catch.hpp>
#endif
#if defined(CATCH_CONFIG_RUNNER)
#define PARALLEL_FIXTURES_HAS_CATCH_SESSION_ 1
#endif
#endif

#include "parallel_fixtures/program.h"

namespace Catch {
struct ConfigData;
class Config;
}  // namespace Catch

namespace parallel_fixtures {

namespace detail {

// The part of Catch::Session that the adapter uses. Catch2 2 declares Catch::Session only in the source file that
// defines CATCH_CONFIG_RUNNER, which the adapter is not.
class CatchSession {
public:
    CatchSession() = default;
    CatchSession(const CatchSession&) = delete;
    CatchSession& operator=(const CatchSession&) = delete;
    virtual ~CatchSession() = default;

    virtual Catch::ConfigData& data() = 0;
    virtual void use(const Catch::ConfigData& data) = 0;
    virtual Catch::Config& config() = 0;
    virtual int run() = 0;
};

int run_catch2(CatchSession& session);

#if defined(PARALLEL_FIXTURES_HAS_CATCH_SESSION_)
class RealCatchSession : public CatchSession {
public:
    explicit RealCatchSession(Catch::Session& session) : session_(session) {}

    Catch::ConfigData& data() override { return session_.configData(); }
    void use(const Catch::ConfigData& data) override { session_.useConfigData(data); }
    Catch::Config& config() override { return session_.config(); }
    int run() override { return session_.run(); }

private:
    Catch::Session& session_;
};
#endif

}  // namespace detail

#if defined(PARALLEL_FIXTURES_HAS_CATCH_SESSION_)
// Call this instead of session.run(), after session.applyCommandLine(). Returns the exit code for main() to return.
inline int run_catch2(Catch::Session& session) {
    detail::RealCatchSession real(session);
    return detail::run_catch2(real);
}

// Applies the command line to a new session and runs it. Returns the exit code for main() to return.
inline int run_catch2(int argc, char** argv) {
    Catch::Session session;
    const int mistake = session.applyCommandLine(argc, argv);
    return mistake != 0 ? mistake : run_catch2(session);
}
#else
template <class Count>
int run_catch2(Count /*argc*/, char** /*argv*/) {
    static_assert(sizeof(Count) == 0, "Catch2 2: #define CATCH_CONFIG_RUNNER before the first header of Catch2");
    return 1;
}
#endif

}  // namespace parallel_fixtures

#undef PARALLEL_FIXTURES_HAS_CATCH_SESSION_

#endif
