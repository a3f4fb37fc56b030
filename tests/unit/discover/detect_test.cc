#include "tool/discover/detect.h"

#include <fstream>
#include <string>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using pf::detect_in;
using pf::Framework;
using namespace std::string_literals;

namespace {

std::string marker() { return std::string("parallel_fixtures_") + "runtime_v1"; }

void check_framework(const std::string& bytes, Framework framework) {
    INFO(bytes);
    const auto detected = detect_in(
        "\x7f"
        "ELF\0.."s +
            bytes + "\0.."s,
        "");
    REQUIRE(detected.ok());
    CHECK_FALSE(detected->linked);
    CHECK(detected->framework == framework);
}

}  // namespace

TEST_CASE("a framework is told by its own texts, or by the symbols of its shared library") {
    check_framework("Except for --gtest_list_tests, you can", Framework::gtest);
    check_framework("_ZN7testing8internal23MakeAndRegisterTestInfoEPKcS2_S2_", Framework::gtest);
    check_framework("--list-test-names-only", Framework::catch2_v2);
    check_framework("_ZN5Catch7AutoRegC1EPNS_12ITestInvokerERKNS_14SourceLineInfoE", Framework::catch2_v2);
    check_framework("N5Catch12ITestInvokerE --shard-count", Framework::catch2_v3);
    check_framework("_ZN5Catch7AutoRegC1ENS_6Detail10unique_ptrINS_12ITestInvokerEEE", Framework::catch2_v3);
    check_framework(" -ltc, --list-test-cases               lists", Framework::doctest);
    check_framework("_ZN7doctest6detail7regTestERKNS0_8TestCaseE", Framework::doctest);
    check_framework("BOOST_TEST_RUN_FILTERS", Framework::boost_test);
    check_framework("_ZN5boost9unit_test14unit_test_mainEPFbvEiPPc", Framework::boost_test);
    check_framework("Qt_5 _ZN5QTest5qExecEP7QObjectiPPc", Framework::qt5_test);
    check_framework("Qt_6 _ZN5QTest5qExecEP7QObjectiPPc", Framework::qt6_test);
    check_framework("Qt 5.15 -datatags    : Print", Framework::qt5_test);
}

TEST_CASE("a program with none or several frameworks is refused, unless it is told which") {
    CHECK(detect_in("", "").error().message.find("name the framework with FRAMEWORK") != std::string::npos);
    const std::string two = "gtest_list_tests --list-test-names-only";
    CHECK(detect_in(two, "").error().message.find("GoogleTest Catch2; name with FRAMEWORK") != std::string::npos);
    CHECK(detect_in(two, "gtest")->framework == Framework::gtest);
    CHECK(detect_in(two, "catch2")->framework == Framework::catch2_v2);
    CHECK(detect_in("", "doctest")->framework == Framework::doctest);
    CHECK(detect_in("", "boost_test")->framework == Framework::boost_test);
    CHECK(detect_in("", "qt_test")->framework == Framework::qt6_test);
    CHECK(detect_in("Qt_5", "qt_test")->framework == Framework::qt5_test);
}

TEST_CASE("a program with our runtime is linked, whatever else it has") {
    CHECK(detect_in("gtest_list_tests" + marker(), "")->linked);
    CHECK(detect_in(marker(), "catch2")->linked);
    CHECK_FALSE(detect_in(marker().substr(1) + "gtest_list_tests", "")->linked);
}

TEST_CASE("files of any kind are looked at, missing ones are an error") {
    const pf::test::Folder folder;
    CHECK_FALSE(pf::detect(folder / "none", "").ok());
    CHECK_FALSE(pf::detect(folder.path(), "").ok());
    std::ofstream(folder / "empty").flush();
    CHECK_FALSE(pf::detect(folder / "empty", "").ok());
    CHECK(pf::detect(folder / "empty", "gtest").ok());
    std::ofstream(folder / "one") << "gtest_list_tests";
    CHECK(pf::detect(folder / "one", "")->framework == Framework::gtest);
}
