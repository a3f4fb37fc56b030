// Fixtures as C++ types, for Catch2 and doctest programs. The constructor sets up, the destructor tears down:
//
//   struct Database {
//       Database();                                      // An exception: the set-up has failed, and says why.
//       Connection connect();
//   };
//   PARALLEL_FIXTURE(Database, "database");
//
//   struct Schema {
//       using parent = Database;                         // Set up on it. Without this: on the program itself.
//       static constexpr auto scope = parallel_fixtures::Scope::worker;      // Without this: Scope::run.
//       explicit Schema(Database& database);             // Or without a parameter.
//       ~Schema();
//   };
//   PARALLEL_FIXTURE(Schema, "schema");
//
//   TEST_CASE("inserts", "[schema]") {                   // doctest: inside TEST_SUITE("schema")
//       auto& schema = parallel_fixtures::get<Schema>();
//       auto& database = parallel_fixtures::get<Database>();    // What it stands on is there as well.
//   }
//
// A test asks for a fixture by its tag (Catch2) or its test suite (doctest), with those it stands on. It is set up
// before the test, whether the test calls get() or not, and destroyed in the process that constructed it only.
//
// C++17, no third-party header. THREADS: everything here is called by the main thread, but get(), while nothing is
// being set up or torn down.
#ifndef PARALLEL_FIXTURES_FIXTURE_H
#define PARALLEL_FIXTURES_FIXTURE_H

#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "parallel_fixtures/program.h"

namespace parallel_fixtures {

// Thrown by a fixture's constructor: this cannot be tested here ("no PostgreSQL"). All tests on the fixture are
// skipped.
class Skip : public std::exception {
public:
    explicit Skip(std::string reason) : reason_(std::move(reason)) {}
    const char* what() const noexcept override { return reason_.c_str(); }

private:
    std::string reason_;
};

// A mistake in how fixtures are declared or asked for. what() names it and the mend.
class FixtureError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

namespace detail {

// Has one address for each type. Not const: equal constants may be merged.
template <class T>
inline char type_key = 0;

// "... [T = Schema]" or alike, of which the registry takes the name for its messages.
template <class T>
const char* type_text() {
    return __PRETTY_FUNCTION__;
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
    const char* type = "";             // type_text()
    const void* parent_key = nullptr;  // nullptr: the program itself.
    const char* parent_type = "";
    Scope scope = Scope::run;
    const char* file = "";
    int line = 0;
    void* (*create)(void* parent) = nullptr;
    void (*destroy)(void* object) = nullptr;
};

// Throws nothing; mistakes are found when the program starts.
void add_fixture(const FixtureType& type);

// The live object. Throws FixtureError.
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

// The fixture that the running test asks for, or one that it stands on; in a fixture's constructor, one that it stands
// on. Any other: throws FixtureError, which says what the test lacks.
template <class T>
T& get() {
    using Type = std::remove_cv_t<T>;
    return *static_cast<Type*>(detail::live_fixture(&detail::type_key<Type>, detail::type_text<Type>()));
}

}  // namespace parallel_fixtures

// At namespace scope, behind the type, in a source file or a header. The name is unique in the program; it is the tag
// or suite by which tests ask for the fixture.
#define PARALLEL_FIXTURE(type, name) PARALLEL_FIXTURE_AT_(type, name, __LINE__)
#define PARALLEL_FIXTURE_AT_(type, name, line) PARALLEL_FIXTURE_NAMED_(type, name, line)
#define PARALLEL_FIXTURE_NAMED_(type, name, line)                                    \
    namespace {                                                                      \
    const ::parallel_fixtures::detail::Registration parallel_fixture_at_line_##line( \
        ::parallel_fixtures::detail::fixture_type<type>(name, __FILE__, line));      \
    }                                                                                \
    static_assert(true, "")

#endif
