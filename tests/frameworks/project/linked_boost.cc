// Fixtures of every kind, which write what they do into the file of the variable STEPS.
#define BOOST_TEST_MODULE linked
#if defined(HEADER_ONLY)
#include <boost/test/included/unit_test.hpp>
#else
#define BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#endif
#include <unistd.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

namespace ut = boost::unit_test;

namespace {

// Appends a word to the file, in one write.
void step(const std::string& word) {
    if (const char* const file = std::getenv("STEPS")) {
        std::ofstream(file, std::ios::app) << word + "\n";
    }
}

int rows = 0;  // What the fixtures set up and cases change.

boost::test_tools::assertion_result never(ut::test_unit_id /*id*/) {
    boost::test_tools::assertion_result result(false);
    result.message() << "there is no printer";
    return result;
}

struct Database {
    void setup() {
        step("database up");
        rows = 1;
    }
    void teardown() { step("database down with " + std::to_string(rows)); }
};
struct Schema {
    Schema() {
        step("schema up");
        rows += 10;
    }
    ~Schema() { step("schema down"); }
};
struct Table {
    Table() { rows += 100; }
    ~Table() { step("table down"); }
};
struct Broken {
    Broken() { BOOST_REQUIRE_MESSAGE(rows == 0, "no disk"); }
};

}  // namespace

BOOST_TEST_GLOBAL_FIXTURE(Database);

BOOST_AUTO_TEST_CASE(sees_the_database) {
    BOOST_TEST(rows == 1);
    rows = 1000;
}
BOOST_AUTO_TEST_CASE(sees_it_unchanged) {
    BOOST_TEST(rows == 1);
    rows = 2000;
}
BOOST_AUTO_TEST_CASE(fails) {
    BOOST_TEST_CONTEXT("looking at " << 7) { BOOST_TEST(rows == 3); }
}
BOOST_AUTO_TEST_CASE(throws) { throw std::runtime_error("thrown thing"); }
BOOST_AUTO_TEST_CASE(aborts) { std::abort(); }
BOOST_AUTO_TEST_CASE(exits) { std::exit(0); }
BOOST_AUTO_TEST_CASE(off, *ut::disabled()) { BOOST_TEST(false); }
BOOST_AUTO_TEST_CASE(only_if, *ut::precondition(never)) { BOOST_TEST(false); }
BOOST_AUTO_TEST_CASE(expected, *ut::expected_failures(1)) { BOOST_TEST(false); }
BOOST_AUTO_TEST_CASE(too_slow, *ut::timeout(1)) { sleep(60); }
BOOST_AUTO_TEST_CASE(on_good, *ut::depends_on("sees_it_unchanged")) { BOOST_TEST(rows == 1); }
BOOST_AUTO_TEST_CASE(on_off, *ut::depends_on("off")) { BOOST_TEST(true); }
BOOST_FIXTURE_TEST_CASE(has_a_table, Table) { BOOST_TEST(rows == 101); }

BOOST_AUTO_TEST_SUITE(schema, *ut::fixture<Schema>() * ut::label("stored"))
BOOST_AUTO_TEST_CASE(sees_both) {
    BOOST_TEST(rows == 11);
    rows = 0;
}
BOOST_DATA_TEST_CASE(sees_both_again, ut::data::xrange(2), n) { BOOST_TEST(rows + n - n == 11); }
BOOST_AUTO_TEST_SUITE(inner, *ut::fixture<Schema>())
BOOST_AUTO_TEST_CASE(sees_all) { BOOST_TEST(rows == 21); }
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

// It has the full name of that suite.
const bool added = [] {
    auto* const twin = new ut::test_case("schema/inner", __FILE__, __LINE__, [] { BOOST_TEST(rows == 1); });
    ut::framework::master_test_suite().add(twin);
    return true;
}();

BOOST_AUTO_TEST_SUITE(broken, *ut::fixture<Broken>())
BOOST_AUTO_TEST_CASE(never_runs) { BOOST_TEST(true); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(unwanted, *ut::precondition(never))
BOOST_AUTO_TEST_CASE(never_runs) { BOOST_TEST(false); }
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(around, *ut::precondition(never))
BOOST_AUTO_TEST_SUITE(inner, *ut::fixture<Schema>())
BOOST_AUTO_TEST_CASE(never_runs) { BOOST_TEST(false); }
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(around_off, *ut::depends_on("off"))
BOOST_AUTO_TEST_SUITE(inner, *ut::fixture<Schema>())
BOOST_AUTO_TEST_CASE(never_runs) { BOOST_TEST(false); }
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(around_good, *ut::depends_on("sees_it_unchanged"))
BOOST_AUTO_TEST_SUITE(inner, *ut::fixture<Table>())
BOOST_AUTO_TEST_CASE(runs) { BOOST_TEST(rows == 101); }
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
