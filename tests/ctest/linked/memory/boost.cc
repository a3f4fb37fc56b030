#define BOOST_TEST_MODULE memory
#include <boost/test/unit_test.hpp>

#include "blocks.h"

BOOST_AUTO_TEST_CASE(Passes) { BOOST_TEST(true); }
BOOST_AUTO_TEST_SUITE(store, *boost::unit_test::fixture<Store>())
BOOST_AUTO_TEST_CASE(Uses) { BOOST_TEST(true); }
BOOST_AUTO_TEST_CASE(Leaks) { leak(); }
BOOST_AUTO_TEST_CASE(Keeps) { keep(); }
BOOST_AUTO_TEST_SUITE_END()
