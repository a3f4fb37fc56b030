// Catch2 programs (2.13, 3.4 and later) with a main of their own. Those without link ParallelFixtures::catch2_main and
// need nothing of this. Link ParallelFixtures::catch2, and in main's source:
//
//   #define CATCH_CONFIG_RUNNER                        // Catch2 2 only; before any header of Catch2.
//   #include <parallel_fixtures/catch2.h>
//
//   int main(int argc, char** argv) { return parallel_fixtures::run_catch2(argc, argv); }
//
// Started by hand this is an ordinary Catch2 program. A fixture (fixture.h) is set up before the first test case that
// has its name as a tag, and torn down when the next test case does not have it.
//
// Served, the test cases are those that the command line's test spec selects; hidden ones only when it names them.
// Tags become labels, but for [!...] and [.]. Sharding is ParallelFixtures' own then, --shard-count is not heeded.
#ifndef PARALLEL_FIXTURES_CATCH2_H
#define PARALLEL_FIXTURES_CATCH2_H

#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#define PARALLEL_FIXTURES_HAS_CATCH_SESSION_ 1
#else
#include <catch2/catch.hpp>
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

// What is wanted of Catch::Session, which Catch2 2 shows only to the source file that has CATCH_CONFIG_RUNNER.
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
// In place of session.run(), for a session that has its command line (applyCommandLine) and is configured. Returns what
// main returns.
inline int run_catch2(Catch::Session& session) {
    detail::RealCatchSession real(session);
    return detail::run_catch2(real);
}

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
