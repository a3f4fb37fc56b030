#include "runtime/fixture_registry.h"

#include <functional>
#include <stdexcept>
#include <string>

#include "tests/support/catch.h"

using parallel_fixtures::Report;
using parallel_fixtures::Scope;
using parallel_fixtures::Verdict;
using pf::FixtureRegistry;

namespace {

std::string steps;

struct Base {
    Base() { steps += "+base"; }
    Base(const Base&) = delete;
    Base& operator=(const Base&) = delete;
    ~Base() { steps += "-base"; }
    int value = 5;
};
struct Child {
    using parent = Base;
    static constexpr auto scope = Scope::task;
    explicit Child(Base& base) : value(base.value + 1) { steps += "+child"; }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() { steps += "-child"; }
    int value;
};
struct Sibling {
    using parent = Base;
    Sibling() { steps += "+sibling"; }
    Sibling(const Sibling&) = delete;
    Sibling& operator=(const Sibling&) = delete;
    ~Sibling() noexcept(false) {
        steps += "-sibling";
        throw std::runtime_error("stuck");
    }
};
struct Wider {
    using parent = Child;
    static constexpr auto scope = Scope::worker;
};
struct RingB;
struct RingA {
    using parent = RingB;
};
struct RingB {
    using parent = RingA;
};
struct OnRing {
    using parent = RingA;
};
struct Broken {
    Broken() {
        steps += "!broken";
        throw std::runtime_error("no disk");
    }
};
struct Odd {
    Odd() { throw 7; }
};
struct Absent {
    Absent() { throw parallel_fixtures::Skip("no server"); }
};
int global_value = 0;

template <class T>
void add(FixtureRegistry& registry, const char* name) {
    registry.add(parallel_fixtures::detail::fixture_type<T>(name, "x.cc", 12));
}

template <class T>
T& get(const FixtureRegistry& registry) {
    namespace detail = parallel_fixtures::detail;
    return *static_cast<T*>(registry.live(&detail::type_key<T>, detail::type_text<T>()));
}

template <class Function>
std::string error_of(Function function) {
    try {
        function();
    } catch (const parallel_fixtures::FixtureError& error) {
        return error.what();
    }
    return "no error";
}

std::string mistake_in(FixtureRegistry& registry) {
    return error_of([&] { registry.fixtures(); });
}

class Standing : public parallel_fixtures::Stand {
public:
    void wait(const Report& setup) override {
        waits++;
        report = setup;
        steps += "|";
        if (during) {
            during();
        }
    }

    int waits = 0;
    Report report;
    std::function<void()> during;
};

}  // namespace

TEST_CASE("fixtures come with parent, scope and place, parents first") {
    FixtureRegistry registry;
    add<Child>(registry, "child");
    add<Absent>(registry, "absent");
    add<Base>(registry, "base");
    add<Child>(registry, "child");  // A header that two sources include.
    const auto fixtures = registry.fixtures();
    REQUIRE(fixtures.size() == 3);
    CHECK(fixtures[0].name == "base");
    CHECK(fixtures[0].parent.empty());
    CHECK(fixtures[0].scope == Scope::run);
    CHECK(fixtures[1].name == "child");
    CHECK(fixtures[1].parent == "base");
    CHECK(fixtures[1].scope == Scope::task);
    CHECK(fixtures[1].file == "x.cc");
    CHECK(fixtures[1].line == 12);
    CHECK(fixtures[2].name == "absent");
}

TEST_CASE("each mistake has its message") {
    FixtureRegistry registry;
    SECTION("one name twice") {
        add<Base>(registry, "base");
        add<Absent>(registry, "base");
        CHECK(mistake_in(registry) == "fixture \"base\" (x.cc:12): fixture \"base\" (x.cc:12) has this name already");
    }
    SECTION("one type twice") {
        add<Base>(registry, "base");
        add<Base>(registry, "again");
        CHECK(mistake_in(registry).find("is fixture \"base\" (x.cc:12) already; derive a second type") !=
              std::string::npos);
    }
    SECTION("no name") {
        add<Base>(registry, "");
        CHECK(mistake_in(registry).find("Base, \"\"): a fixture needs a name") != std::string::npos);
    }
    SECTION("no such parent") {
        add<Child>(registry, "child");
        CHECK(mistake_in(registry).find("fixture \"child\" (x.cc:12): its parent ") == 0);
        CHECK(mistake_in(registry).find("Base is not registered: PARALLEL_FIXTURE(") != std::string::npos);
    }
    SECTION("a circle") {
        add<OnRing>(registry, "on");
        add<RingA>(registry, "a");
        add<RingB>(registry, "b");
        CHECK(mistake_in(registry) ==
              "fixture \"a\" (x.cc:12) is nested in itself: \"a\" in \"b\" in \"a\"; remove a parent");
    }
    SECTION("a wider scope") {
        add<Base>(registry, "base");
        add<Child>(registry, "child");
        add<Wider>(registry, "wider");
        CHECK(mistake_in(registry) ==
              "fixture \"wider\" (x.cc:12): its scope worker is wider than that of its parent \"child\", task");
    }
}

TEST_CASE("of several names the innermost fixture counts") {
    FixtureRegistry registry;
    add<Base>(registry, "base");
    add<Child>(registry, "child");
    add<Sibling>(registry, "sibling");
    CHECK(registry.innermost("t", {}).empty());
    CHECK(registry.innermost("t", {"fast", "no"}).empty());
    CHECK(registry.innermost("t", {"base", "fast", "child"}) == "child");
    CHECK(registry.innermost("t", {"child", "base"}) == "child");
    CHECK(registry.innermost("t", {"child", "child"}) == "child");
    CHECK(error_of([&] {
              registry.innermost("t", {"child", "sibling"});
          }).find("test \"t\" requires two fixtures, \"child\" and \"sibling\"") == 0);
}

TEST_CASE("holding sets up, waits and tears down") {
    FixtureRegistry registry;
    add<Base>(registry, "base");
    add<Child>(registry, "child");
    add<Sibling>(registry, "sibling");
    steps.clear();
    Standing base;
    Standing child;
    SECTION("nested") {
        base.during = [&] { CHECK(registry.hold("child", child).verdict == Verdict::passed); };
        child.during = [&] { CHECK(get<Child>(registry).value == 6); };
        CHECK(registry.hold("base", base).verdict == Verdict::passed);
        CHECK(steps == "+base|+child|-child-base");
        CHECK(base.waits == 1);
        CHECK(child.waits == 1);
    }
    SECTION("the program itself") {
        CHECK(registry.hold("", base).verdict == Verdict::passed);
        CHECK(steps == "|");
    }
    SECTION("a teardown that throws") {
        base.during = [&] { CHECK_THROWS_AS(registry.hold("sibling", child), std::runtime_error); };
        registry.hold("base", base);
        CHECK(steps == "+base|+sibling|-sibling-base");
    }
    SECTION("a parent that is not set up") {
        registry.hold("child", child);
        CHECK(child.report.verdict == Verdict::failed);
        CHECK(child.waits == 1);
    }
}

TEST_CASE("a set-up that throws is reported, and nothing is torn down") {
    FixtureRegistry registry;
    add<Broken>(registry, "broken");
    add<Odd>(registry, "odd");
    add<Absent>(registry, "absent");
    steps.clear();
    Standing stand;
    registry.hold("broken", stand);
    CHECK(stand.report.verdict == Verdict::failed);
    CHECK(stand.report.reason == "no disk");
    REQUIRE(stand.report.failures.size() == 1);
    CHECK(stand.report.failures[0].file == "x.cc");
    CHECK(steps == "!broken|");
    registry.hold("odd", stand);
    CHECK(stand.report.reason == "an exception that is no std::exception");
    registry.hold("absent", stand);
    CHECK(stand.report.verdict == Verdict::skipped);
    CHECK(stand.report.reason == "no server");
    CHECK(stand.waits == 3);
}

TEST_CASE("alone a fixture is kept while tests want it") {
    FixtureRegistry registry;
    add<Base>(registry, "base");
    add<Child>(registry, "child");
    add<Sibling>(registry, "sibling");
    steps.clear();
    registry.bring_up("child");
    registry.bring_up("child");
    CHECK(steps == "+base+child");
    registry.bring_up("sibling");
    CHECK(steps == "+base+child-child+sibling");
    CHECK(registry.teardown_failures().empty());
    registry.bring_up("");
    CHECK(steps == "+base+child-child+sibling-sibling-base");
    REQUIRE(registry.teardown_failures().size() == 1);
    CHECK(registry.teardown_failures()[0] == "fixture \"sibling\": teardown failed: stuck");
    registry.bring_up("base");
    registry.tear_down_all();
    CHECK(steps == "+base+child-child+sibling-sibling-base+base-base");
}

TEST_CASE("alone a set-up that failed is not tried again") {
    FixtureRegistry registry;
    add<Broken>(registry, "broken");
    add<Absent>(registry, "absent");
    steps.clear();
    for (int i = 0; i < 2; i++) {
        try {
            registry.bring_up("broken");
            FAIL("stands");
        } catch (const pf::SetupFailure& failure) {
            CHECK(std::string(failure.what()) == "fixture \"broken\": set-up failed: no disk");
            CHECK_FALSE(failure.skipped());
        }
    }
    CHECK(steps == "!broken");
    try {
        registry.bring_up("absent");
        FAIL("stands");
    } catch (const pf::SetupFailure& failure) {
        CHECK(std::string(failure.what()) == "no server");
        CHECK(failure.skipped());
    }
}

TEST_CASE("get says what is missing") {
    FixtureRegistry registry;
    registry.set_hint([](const std::string& fixture) { return "the tag [" + fixture + "]"; });
    add<Base>(registry, "base");
    const auto base = [&] { return error_of([&] { global_value += get<Base>(registry).value; }); };
    CHECK(base().find("fixture \"base\" is not set up, because no test that requires it is running") !=
          std::string::npos);
    registry.begin_test("t");
    CHECK(base().find("test \"t\" does not require fixture \"base\"; add the tag [base]") != std::string::npos);
    CHECK(error_of([&] {
              global_value += get<Child>(registry).value;
          }).find("Child is no fixture: PARALLEL_FIXTURE(") != std::string::npos);
    registry.bring_up("base");
    CHECK(base() == "no error");
    registry.tear_down_all();
    registry.end_test();
    CHECK(base().find("no test that requires it is running") != std::string::npos);
}
