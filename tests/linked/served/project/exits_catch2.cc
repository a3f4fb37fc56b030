// What listeners of Catch2 do when a run ends.
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
using Base = Catch::EventListenerBase;
#else
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>
using Base = Catch::TestEventListenerBase;
#endif

#include <cstdlib>

#include "log.h"

namespace {

class AtEnd : public Base {
public:
    using Base::Base;
    void testRunEnded(const Catch::TestRunStats& /*stats*/) override {
        log_line("run end");
        if (asked("EXIT_AT_END")) {
            std::exit(3);
        }
    }
};
CATCH_REGISTER_LISTENER(AtEnd)

}  // namespace

TEST_CASE("first") { CHECK(true); }
TEST_CASE("second") {
    std::atexit([] { log_line("atexit of a test"); });
    CHECK(true);
}
