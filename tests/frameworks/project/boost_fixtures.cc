// Cases of suites whose fixtures fail. Because of expected_failures() Boost.Test ends with exit code 0 all the same.
#define BOOST_TEST_MODULE fixtures
#if defined(HEADER_ONLY)
#include <boost/test/included/unit_test.hpp>
#else
#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#endif
#include <cstdlib>
#include <stdexcept>

namespace ut = boost::unit_test;

namespace {

void fails() { BOOST_REQUIRE_MESSAGE(false, "no disk"); }
void checks() { BOOST_CHECK_MESSAGE(false, "no disk"); }
void throws() { throw std::runtime_error("no disk"); }
void works() {}

struct Global {
    void setup() {
        const char* const value = std::getenv("GLOBAL");
        const std::string how = value == nullptr ? "" : value;
        BOOST_CHECK_MESSAGE(how != "checks", "no network");
        if (how == "throws") {
            throw std::runtime_error("no network");
        }
    }
};

}  // namespace

BOOST_TEST_GLOBAL_FIXTURE(Global);

BOOST_AUTO_TEST_CASE(known, *ut::expected_failures(1)) { BOOST_TEST(false); }
BOOST_AUTO_TEST_CASE(passes) { BOOST_TEST(true); }

BOOST_AUTO_TEST_SUITE(up_fails, *ut::fixture(&fails, &works))
BOOST_AUTO_TEST_CASE(ok) { BOOST_TEST(true); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(up_throws, *ut::fixture(&throws, &works))
BOOST_AUTO_TEST_CASE(ok) { BOOST_TEST(true); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(up_checks, *ut::fixture(&checks, &works))
BOOST_AUTO_TEST_CASE(ok) { BOOST_TEST(true); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(down_checks, *ut::fixture(&works, &checks))
BOOST_AUTO_TEST_CASE(ok) { BOOST_TEST(true); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(down_throws, *ut::fixture(&works, &throws))
BOOST_AUTO_TEST_CASE(ok) { BOOST_TEST(true); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(works_well, *ut::fixture(&works, &works))
BOOST_AUTO_TEST_CASE(ok) { BOOST_TEST(true); }
BOOST_AUTO_TEST_CASE(expected, *ut::expected_failures(1)) { BOOST_TEST(false); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(after, *ut::depends_on("up_fails")) { BOOST_TEST(true); }
