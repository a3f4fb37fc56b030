// Listings of Qt Test programs, versions 5 and 6.
//
// THREADS: pure function.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_QT_TEST_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_LIST_QT_TEST_H

#include <string_view>

#include "runtime/result.h"
#include "tool/discover/listing.h"

namespace pf {

// Lists a case for each row of each test function, named <function>:<tag> as on Qt Test's command line, and one for
// each function without rows. `functions` is the output of -functions, and `tags` that of -datatags, which is "" if the
// program cannot make its rows without running. With global data, a case of Qt 6 has one row of both, and a case of Qt
// 5, which cannot select a global row, has all global rows of its own.
//
// `filter` is a function or a case; empty: all.
Result<Listing> parse_qt_test_listing(std::string_view functions, std::string_view tags, std::string_view filter,
                                      bool is_qt5);

}  // namespace pf

#endif
