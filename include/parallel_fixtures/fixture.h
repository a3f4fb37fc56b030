// Fixtures as C++ types, for Catch2 and doctest programs. The constructor is the set-up and the destructor the
// teardown:
//
//   struct Database {
//       Database();                                      // An exception fails the set-up with its text.
//       Connection connect();
//   };
//   PARALLEL_FIXTURE(Database, "database");
//
//   struct Schema {
//       using parent = Database;                         // Optional: the parent fixture.
//       static constexpr auto scope = parallel_fixtures::Scope::worker;      // Default: Scope::run.
//       explicit Schema(Database& database);             // Or a default constructor.
//       ~Schema();
//   };
//   PARALLEL_FIXTURE(Schema, "schema");
//
//   TEST_CASE("inserts", "[schema]") {                   // doctest: inside TEST_SUITE("schema")
//       auto& schema = parallel_fixtures::get<Schema>();
//       auto& database = parallel_fixtures::get<Database>();    // The parent is available as well.
//   }
//
// A test requires a fixture by its tag (Catch2) or its test suite (doctest), and with the fixture all of its parents.
// ParallelFixtures sets the fixture up before the test, whether or not the test calls get(), and destroys it only in
// the process that constructed it.
//
// This header requires C++17 and includes no third-party header.
//
// THREADS: get() may be called from any thread, including the threads of a forked test process, while no fixture is
// being set up or torn down. Everything else must be called from the main thread.
#ifndef PARALLEL_FIXTURES_FIXTURE_H
#define PARALLEL_FIXTURES_FIXTURE_H

#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "parallel_fixtures/program.h"

namespace parallel_fixtures {

// A fixture's constructor throws Skip when its tests cannot run on this machine, for example with the reason "no
// PostgreSQL". All tests that require the fixture are then reported as skipped.
class Skip : public std::exception {
public:
    explicit Skip(std::string reason) : reason_(std::move(reason)) {}
    const char* what() const noexcept override { return reason_.c_str(); }

private:
    std::string reason_;
};

// Reports a mistake in how fixtures are declared or requested. what() names the mistake and its fix.
class FixtureError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

namespace detail {

// Its address identifies the type T. The variable is not const, because a linker may merge equal constants.
template <class T>
inline char type_key = 0;

// Returns a text such as "... [T = Schema]", from which the registry extracts the type's name for its messages.
template <class T>
const char* type_text() {
#if defined(_MSC_VER) && !defined(__clang__)
    return __FUNCSIG__;
#else
    return __PRETTY_FUNCTION__;
#endif
}

template <class T, class = void>
struct ParentOf {
    using Type = void;
};
template <class T>
struct ParentOf<T, std::void_t<typename T::parent>> {
    using Type = typename T::parent;
};

template <class T, class = void>
struct ScopeOf {
    static constexpr Scope kValue = Scope::run;
};
template <class T>
struct ScopeOf<T, std::void_t<decltype(T::scope)>> {
    static constexpr Scope kValue = T::scope;
};

struct FixtureType {
    std::string name;
    const void* key = nullptr;
    const char* type = "";             // Result of type_text<T>().
    const void* parent_key = nullptr;  // nullptr: the fixture has no parent.
    const char* parent_type = "";
    Scope scope = Scope::run;
    const char* file = "";
    int line = 0;
    void* (*create)(void* parent) = nullptr;
    void (*destroy)(void* object) = nullptr;
};

// Registers a fixture before main(). Does not throw; mistakes are reported when the program lists its fixtures.
void add_fixture(const FixtureType& type);

// Returns the object of a fixture that is set up. Throws FixtureError if it is not.
void* live_fixture(const void* key, const char* type);

template <class T>
void* create_fixture([[maybe_unused]] void* parent) {
    using Parent = typename ParentOf<T>::Type;
    if constexpr (!std::is_void_v<Parent>) {
        if constexpr (std::is_constructible_v<T, Parent&>) {
            return new T(*static_cast<Parent*>(parent));
        } else {
            static_assert(std::is_default_constructible_v<T>, "a fixture needs T(parent&) or T()");
            return new T();
        }
    } else {
        static_assert(std::is_default_constructible_v<T>, "a fixture without `using parent` needs T()");
        return new T();
    }
}

template <class T>
void destroy_fixture(void* object) {
    delete static_cast<T*>(object);
}

template <class T>
FixtureType fixture_type(const char* name, const char* file, int line) {
    FixtureType type;
    type.name = name;
    type.key = &type_key<T>;
    type.type = type_text<T>();
    using Parent = typename ParentOf<T>::Type;
    if constexpr (!std::is_void_v<Parent>) {
        type.parent_key = &type_key<Parent>;
        type.parent_type = type_text<Parent>();
    }
    type.scope = ScopeOf<T>::kValue;
    type.file = file;
    type.line = line;
    type.create = &create_fixture<T>;
    type.destroy = &destroy_fixture<T>;
    return type;
}

struct Registration {
    explicit Registration(const FixtureType& type) { add_fixture(type); }
};

}  // namespace detail

// Returns the fixture of type T. A running test may get the fixture that it requires and that fixture's parents; a
// fixture's constructor may get its own parents. Throws FixtureError for any other type; what() says what the test or
// the fixture must declare. The reference is valid until the test or the constructor ends.
template <class T>
T& get() {
    using Type = std::remove_cv_t<T>;
    return *static_cast<Type*>(detail::live_fixture(&detail::type_key<Type>, detail::type_text<Type>()));
}

}  // namespace parallel_fixtures

// Registers `type` as the fixture `name`. Use it at namespace scope, after the definition of the type, in a source file
// or a header. The name must be unique in the program; it is the tag or the test suite by which tests require the
// fixture.
#define PARALLEL_FIXTURE(type, name) PARALLEL_FIXTURE_AT_(type, name, __LINE__)
#define PARALLEL_FIXTURE_AT_(type, name, line) PARALLEL_FIXTURE_NAMED_(type, name, line)
#define PARALLEL_FIXTURE_NAMED_(type, name, line)                                    \
    namespace {                                                                      \
    const ::parallel_fixtures::detail::Registration parallel_fixture_at_line_##line( \
        ::parallel_fixtures::detail::fixture_type<type>(name, __FILE__, line));      \
    }                                                                                \
    static_assert(true, "")

#endif
