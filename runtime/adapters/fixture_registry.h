// The fixtures of a Catch2 or doctest program: which there are, how they stand on each other, which of them stand now.
// Knows no framework. THREADS: not thread-safe.
#ifndef PARALLEL_FIXTURES_RUNTIME_ADAPTERS_FIXTURE_REGISTRY_H
#define PARALLEL_FIXTURES_RUNTIME_ADAPTERS_FIXTURE_REGISTRY_H

#include <sys/types.h>

#include <deque>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "parallel_fixtures/fixture.h"
#include "parallel_fixtures/program.h"

namespace pf {

// A fixture that does not stand: what its set-up came to, here or at an earlier test.
class SetupFailure : public std::runtime_error {
public:
    SetupFailure(const std::string& message, bool skipped) : std::runtime_error(message), skipped_(skipped) {}

    // The set-up threw Skip.
    bool skipped() const { return skipped_; }

private:
    bool skipped_;
};

// The exception being handled, in words.
std::string current_exception_text();

class FixtureRegistry {
public:
    // That of the program. Is never destroyed: fixtures that still stand at exit() are not torn down.
    static FixtureRegistry& global();

    // The same type under the same name again is none more: a header may register it.
    void add(const parallel_fixtures::detail::FixtureType& type);

    // What a test has to have to ask for a fixture: "the tag [schema]". Used in messages.
    void set_hint(std::string (*hint)(const std::string& fixture)) { hint_ = hint; }

    // Parents before their children, otherwise as they were added. Throws parallel_fixtures::FixtureError when names or
    // types are registered twice, or parents are missing, go in a circle or have a narrower scope than a child.
    std::vector<parallel_fixtures::Fixture> fixtures() const;

    // The innermost fixture among the names; "": none of them is one. Throws FixtureError when two of them are fixtures
    // of which neither stands on the other. REQUIRES, like all below: fixtures() does not throw.
    std::string innermost(const std::string& test, const std::vector<std::string>& names) const;

    // Program::hold.
    parallel_fixtures::Report hold(const std::string& fixture, parallel_fixtures::Stand& stand);

    // The test that runs from now on, for the messages of live().
    void begin_test(const std::string& test);
    void end_test();

    // Started by hand: makes the fixture stand, with those below it, and nothing else: what else stood is torn down
    // before. Throws SetupFailure; a set-up that has failed is not tried again.
    void bring_up(const std::string& fixture);

    // Last-in first-out. In a process forked from the one that set them up: forgets them.
    void tear_down_all();

    // What teardowns of bring_up() and tear_down_all() threw, each naming its fixture.
    const std::vector<std::string>& teardown_failures() const { return teardown_failures_; }

    // get<T>().
    void* live(const void* key, const char* type) const;

private:
    using FixtureType = parallel_fixtures::detail::FixtureType;

    struct ReadyFixture {
        const FixtureType* type;
        void* object;
        pid_t owner;
    };
    struct Failed {
        std::string message;
        bool skipped;
    };

    const FixtureType* by_name(const std::string& name) const;
    const FixtureType* by_key(const void* key) const;
    const ReadyFixture* find_ready(const void* key) const;
    void check(const FixtureType& type) const;
    void check_parents(const FixtureType& type) const;
    void append(const FixtureType& type, std::vector<const FixtureType*>& order) const;
    std::vector<const FixtureType*> chain(const std::string& fixture) const;  // From the outermost.
    void set_up(const FixtureType& type);                                     // Throws what the constructor throws.
    void tear_down_last();                                                    // Throws what the destructor throws.
    void tear_down_to(std::size_t count);

    std::deque<FixtureType> types_;  // Others point into it.
    std::vector<ReadyFixture> ready_;
    std::map<std::string, Failed> failed_;
    std::vector<std::string> teardown_failures_;
    std::string (*hint_)(const std::string& fixture) = nullptr;
    bool in_test_ = false;
    std::string test_;
    std::string setting_up_;
};

// What the programs of both frameworks have in common: their fixtures are those of the registry.
class RegistryProgram : public parallel_fixtures::Program {
public:
    std::vector<parallel_fixtures::Fixture> fixtures() override;
    parallel_fixtures::Report hold(const std::string& fixture, parallel_fixtures::Stand& stand) override;
};

// A test that has failed, and why.
parallel_fixtures::Report failed(const std::string& reason);

// The end of a program started by hand whose framework returned `status`: tears down and says what failed. Returns what
// main returns.
int finish_foreground(int status);

}  // namespace pf

#endif
