// Keeps the fixtures of a Catch2 or doctest program: their types, their parents, and the objects that are set up now.
// This code does not depend on a test framework. THREADS: not thread-safe.
#ifndef PARALLEL_FIXTURES_RUNTIME_FIXTURE_REGISTRY_H
#define PARALLEL_FIXTURES_RUNTIME_FIXTURE_REGISTRY_H

#include <deque>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "parallel_fixtures/fixture.h"
#include "parallel_fixtures/program.h"

namespace pf {

// Thrown when a fixture that a test requires could not be set up, now or for an earlier test.
class SetupFailure : public std::runtime_error {
public:
    SetupFailure(const std::string& message, bool skipped) : std::runtime_error(message), skipped_(skipped) {}

    // Returns true if the set-up threw Skip.
    bool skipped() const { return skipped_; }

private:
    bool skipped_;
};

class FixtureRegistry {
public:
    // Returns the registry of the program. It outlives all static objects of the program, and fixtures that are set up
    // at exit() are not torn down.
    static FixtureRegistry& global();

    // Frees the registry of the program at its very end, unless fixtures are set up, which only the registry refers to.
    static void free_global();

    // Registers a fixture. A repeated registration of a type under the same name is ignored, because a header may
    // contain it.
    void add(const parallel_fixtures::detail::FixtureType& type);

    // Sets a function that names what a test must declare to require a fixture, such as "the tag [schema]". Messages
    // use it.
    void set_hint(std::string (*hint)(const std::string& fixture)) { hint_ = hint; }

    // Returns all fixtures, each after its parent and otherwise in the order of registration. Throws
    // parallel_fixtures::FixtureError if a name or a type is registered twice, or if a parent is missing, is part of a
    // cycle, or has a narrower scope than its child.
    std::vector<parallel_fixtures::Fixture> fixtures() const;

    // Returns the innermost fixture among `names`, or "" if none of them is a fixture. Throws FixtureError if two of
    // them are fixtures and neither is an ancestor of the other. REQUIRES, as do all functions below: fixtures() does
    // not throw.
    std::string innermost(const std::string& test, const std::vector<std::string>& names) const;

    // Implements Program::hold().
    parallel_fixtures::Report hold(const std::string& fixture, parallel_fixtures::Stand& stand);

    // Sets the name of the running test, which the messages of live() mention.
    void begin_test(const std::string& test);
    void end_test();

    // Sets up the fixture and its ancestors, and first tears down every other fixture. Used in programs that the user
    // starts directly. Throws SetupFailure; a set-up that has failed once is not repeated.
    void bring_up(const std::string& fixture);

    // Tears all fixtures down, the last one first. In a process forked from the one that set them up, only forgets
    // them.
    void tear_down_all();

    // Returns the exceptions that bring_up() and tear_down_all() caught in teardowns; each text names its fixture.
    const std::vector<std::string>& teardown_failures() const { return teardown_failures_; }

    // Implements get<T>().
    void* live(const void* key, const char* type) const;

private:
    using FixtureType = parallel_fixtures::detail::FixtureType;

    struct ReadyFixture {
        const FixtureType* type;
        void* object;
        long owner;  // Id of the process that has set it up.
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
    std::vector<const FixtureType*> chain(const std::string& fixture) const;  // From the outermost fixture inwards.
    void set_up(const FixtureType& type);                                     // Throws what the constructor throws.
    void tear_down_last();                                                    // Throws what the destructor throws.
    void tear_down_to(std::size_t count);

    std::deque<FixtureType> types_;  // A deque, because pointers to its elements are kept.
    std::vector<ReadyFixture> ready_;
    std::map<std::string, Failed> failed_;
    std::vector<std::string> teardown_failures_;
    std::string (*hint_)(const std::string& fixture) = nullptr;
    bool in_test_ = false;
    std::string test_;
    std::string setting_up_;
};

// The common part of Catch2 and doctest programs: their fixtures are those of the registry.
class RegistryProgram : public parallel_fixtures::Program {
public:
    std::vector<parallel_fixtures::Fixture> fixtures() override;
    bool has_shared_setup() override { return false; }  // Each fixture has a name, by which tests require it.
    parallel_fixtures::Report hold(const std::string& fixture, parallel_fixtures::Stand& stand) override;
};

// Ends a program that the user has started directly and whose framework returned `status`: tears the fixtures down and
// prints the teardowns that failed. Returns the exit code for main() to return.
int finish_foreground_test(int status);

}  // namespace pf

#endif
