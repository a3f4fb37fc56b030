#include "tool/plan/plan_values.h"

#include <csignal>
#include <string>

#include "tests/support/catch.h"

TEST_CASE("switches are CMake's words in any case") {
    for (const char* on : {"1", "ON", "on", "TRUE", "Yes", "y"}) {
        CHECK(pf::parse_switch(on) == true);
    }
    for (const char* off : {"0", "OFF", "false", "NO", "n"}) {
        CHECK(pf::parse_switch(off) == false);
    }
    for (const char* neither : {"", "2", "ONN", "O", "maybe", " ON"}) {
        CHECK_FALSE(pf::parse_switch(neither).has_value());
    }
}

TEST_CASE("seconds are decimal numbers from 0") {
    CHECK(pf::parse_decimal("0") == 0);
    CHECK(pf::parse_decimal("1.5") == 1.5);
    CHECK(pf::parse_decimal(".5") == 0.5);
    CHECK(pf::parse_decimal("007") == 7);
    for (const char* bad : {"", "-1", "1e3", "1 ", " 1", "inf", "nan", "0x10", "1,5", "1000000001", "soon"}) {
        INFO(bad);
        CHECK_FALSE(pf::parse_decimal(bad).has_value());
    }
    CHECK_FALSE(pf::parse_decimal(std::string(400, '9')).has_value());
}

TEST_CASE("whole numbers keep to their range") {
    CHECK(pf::parse_int("7", 1, 7) == 7);
    for (const char* bad : {"", "8", "0", "-1", "7.0", "7 ", "+7", "99999999999999999999"}) {
        INFO(bad);
        CHECK_FALSE(pf::parse_int(bad, 1, 7).has_value());
    }
}

TEST_CASE("signals have their names") {
    CHECK(pf::parse_signal("sigterm") == SIGTERM);
    CHECK(pf::parse_signal("SIGINT") == SIGINT);
    CHECK_FALSE(pf::parse_signal("TERM").has_value());
    CHECK_FALSE(pf::parse_signal("SIGSTOP").has_value());
}

TEST_CASE("assignments and modifications have a name") {
    CHECK(pf::is_assignment("A="));
    CHECK(pf::is_assignment("A=b=c"));
    CHECK_FALSE(pf::is_assignment("=b"));
    CHECK_FALSE(pf::is_assignment("A"));
    CHECK(pf::is_modification("PATH=path_list_append:/a:/b"));
    CHECK(pf::is_modification("X=unset:"));
    CHECK_FALSE(pf::is_modification("X=append:y"));
    CHECK_FALSE(pf::is_modification("X=set"));
    CHECK_FALSE(pf::is_modification("=set:y"));
    CHECK_FALSE(pf::is_modification("set:y"));
    CHECK_FALSE(pf::is_modification(""));
}

TEST_CASE("names hold no control characters and reserved ids are known") {
    CHECK(pf::is_name("größe; [x]"));
    CHECK_FALSE(pf::is_name(""));
    CHECK_FALSE(pf::is_name("a\nb"));
    CHECK_FALSE(pf::is_name("a\x7f"));
    CHECK_FALSE(pf::is_name(std::string("a\0b", 3)));
    CHECK(pf::is_reserved_id("g.setup"));
    CHECK(pf::is_reserved_id("g.x.teardown"));
    CHECK(pf::is_reserved_id("g.DISCOVERY_FAILED"));
    CHECK_FALSE(pf::is_reserved_id("g.setup2"));
    CHECK_FALSE(pf::is_reserved_id("setup"));
}
