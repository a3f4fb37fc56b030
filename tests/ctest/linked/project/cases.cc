#include <parallel_fixtures/fixture.h>

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "log.h"

namespace {

struct Catalog {
    Catalog() { log_line("up catalog"); }
    ~Catalog() { log_line("down catalog"); }
    Catalog(const Catalog&) = delete;
    Catalog& operator=(const Catalog&) = delete;
    int entries = 3;
};

}  // namespace

PARALLEL_FIXTURE(Catalog, "catalog");

TEST_CASE("it has entries", "[catalog]") { CHECK(parallel_fixtures::get<Catalog>().entries == 3); }
TEST_CASE("an entry, \"[quoted]\"; \\ and $more", "[catalog][tagged]") {
    CHECK(++parallel_fixtures::get<Catalog>().entries == 4);
}
TEST_CASE("it fails", "[catalog]") { CHECK(parallel_fixtures::get<Catalog>().entries == 4); }
TEST_CASE("stands on nothing") { SUCCEED(); }
