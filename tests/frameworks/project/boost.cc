// Cases of every kind, some of which Boost.Test's own filters cannot name.
#define BOOST_TEST_MODULE the module
#if defined(HEADER_ONLY)
#include <boost/test/included/unit_test.hpp>
#else
#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#endif
#include <unistd.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <tuple>

namespace ut = boost::unit_test;

namespace {

// What the program prints itself may look like anything.
const int noise = std::printf("digraph G {\n");

boost::test_tools::assertion_result never(ut::test_unit_id /*id*/) {
    boost::test_tools::assertion_result result(false);
    result.message() << "there is no printer";
    return result;
}

// Names that only cases that are registered without a macro can have.
const bool added = [] {
    const auto add = [](const char* name, bool passes) {
        auto* const added = new ut::test_case(name, __FILE__, __LINE__, [passes] { BOOST_TEST(passes); });
        ut::framework::master_test_suite().add(added);
        return added;
    };
    add("a:b", true);
    add("a long, name", true);
    add("!not", false);
    add("not", true);
    add("@at", true);
    add("+plus/minus", false);
    add("star*", true);
    add("starX", false);
    add("*", false);
    add(" blanks | bar (7) ", true);
    add("x:1", true);
    add("x:2", true);
    add("quote \"];", true);
    auto* const needed = add("needed", true);
    add("need*", true)->depends_on(needed);
    return true;
}();

}  // namespace

BOOST_AUTO_TEST_CASE(passes) { BOOST_TEST(noise > 0); }
BOOST_AUTO_TEST_CASE(fails) {
    BOOST_TEST_CONTEXT("looking at " << 7) { BOOST_TEST(1 + 1 == 3, "one and one"); }
}
BOOST_AUTO_TEST_CASE(throws) {
    BOOST_TEST(true);
    throw std::runtime_error("thrown thing");
}
BOOST_AUTO_TEST_CASE(no_assertion) {}
BOOST_AUTO_TEST_CASE(exits) { std::exit(0); }
BOOST_AUTO_TEST_CASE(exits_badly) { std::exit(3); }
BOOST_AUTO_TEST_CASE(aborts) { std::abort(); }
BOOST_AUTO_TEST_CASE(killed) { raise(SIGKILL); }
BOOST_AUTO_TEST_CASE(hangs) { sleep(60); }
BOOST_AUTO_TEST_CASE(off, *ut::disabled()) { BOOST_TEST(false); }
BOOST_AUTO_TEST_CASE(only_if, *ut::precondition(never)) { BOOST_TEST(false); }
BOOST_AUTO_TEST_CASE(expected, *ut::expected_failures(1)) { BOOST_TEST(false); }
BOOST_AUTO_TEST_CASE(too_slow, *ut::timeout(1)) { sleep(60); }
BOOST_AUTO_TEST_CASE(on_good, *ut::depends_on("passes")) { BOOST_TEST(true); }
BOOST_AUTO_TEST_CASE(on_bad, *ut::depends_on("fails")) { BOOST_TEST(true); }

BOOST_AUTO_TEST_SUITE(math, *ut::label("numbers"))
BOOST_AUTO_TEST_CASE(adds, *ut::label("quick") * ut::description("of two")) { BOOST_TEST(true); }
using Types = std::tuple<int, double>;
BOOST_AUTO_TEST_CASE_TEMPLATE(is_small, T, Types) { BOOST_TEST(sizeof(T) <= sizeof(int)); }
BOOST_DATA_TEST_CASE(is_even, ut::data::xrange(3), n) { BOOST_TEST(n % 2 == 0); }
BOOST_AUTO_TEST_SUITE(nested, *ut::disabled())
BOOST_AUTO_TEST_CASE(off) { BOOST_TEST(true); }
BOOST_AUTO_TEST_CASE(on, *ut::enabled()) { BOOST_TEST(true); }
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
