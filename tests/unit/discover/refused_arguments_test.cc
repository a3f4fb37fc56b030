#include "tool/discover/refused_arguments.h"

#include "tests/support/catch.h"

using namespace pf;

namespace {

std::string refused(std::string_view framework, const char* word, bool options_follow = true) {
    TestProgram program;
    program.file = "/build/tests";
    program.command = {"emulator", "--list-tests", "-o", "/build/tests", "--data", word};
    return refused_argument(framework, program, options_follow);
}

}  // namespace

TEST_CASE("arguments that leave a wrong report or run no test are refused, in every form") {
    for (const char* word : {"--gtest_output=xml:out", "-gtest_output=json", "--gtest_output", "--gtest_repeat=3",
                             "--gtest_shuffle", "--gtest_shuffle=1", "--gtest_list_tests", "--gtest_list_tests=yes",
                             "--gtest_stream_result_to=localhost:1"}) {
        INFO(word);
        CHECK(refused("gtest", word).find(word) != std::string::npos);
    }
    for (const char* word : {"-o", "--out", "--out=file", "--out:file", "-so", "-o=file", "junit::out=file",
                             "--reporter=xml::out=file", "-l", "--list-tests", "--list-tags", "-?", "-h", "--help"}) {
        INFO(word);
        CHECK(refused("catch2", word).find(word) != std::string::npos);
        CHECK(refused("gtest", word).empty());
    }
    for (const char* word : {"-o=file", "--out=file", "-dt-o=file", "--dt-out=file", "-ltc", "--list-test-cases",
                             "-ltc=true", "--dt-list-test-suites", "-lr", "-c", "--count", "-nr", "--no-run", "-v",
                             "--first=2", "-f=2", "--dt-last=1", "-l=1"}) {
        INFO(word);
        CHECK(refused("doctest", word).find(word) != std::string::npos);
        CHECK(refused("", word).empty());
    }
    for (const char* word : {"--log_sink=file",
                             "--log_format=JUNIT",
                             "--logger=XML,all,file",
                             "-k",
                             "-f",
                             "--report_level=no",
                             "-r",
                             "--report_sink=file",
                             "-e",
                             "--output_format=XML",
                             "-o",
                             "--run_test=a",
                             "-t",
                             "--random",
                             "--random=3",
                             "--list_content",
                             "--list_content=DOT",
                             "--list_labels",
                             "--help",
                             "-?",
                             "--version",
                             "--run=plain",
                             "--report_l=no",
                             "--vers",
                             "--"}) {
        INFO(word);
        CHECK(refused("boost_test", word).find(word) != std::string::npos);
    }
    for (const char* word : {"-o", "-xml", "-junitxml", "-tap", "-functions", "-datatags", "-help", "-repeat"}) {
        INFO(word);
        CHECK(refused("qt_test", word).find(word) != std::string::npos);
    }
}

TEST_CASE("other arguments, and the words of an emulator, are not") {
    for (const char* word :
         {"--gtest_filter=A.*", "--gtest_color=no", "--gtest_repeats", "gtest_output", "--output=x"}) {
        CHECK(refused("gtest", word).empty());
    }
    for (const char* word :
         {"-r", "--reporter=xml", "junit", "[out]", "--order", "-s", "-d", "--outer", "-", "--", "-r=xml"}) {
        INFO(word);
        CHECK(refused("catch2", word).empty());
    }
    for (const char* word :
         {"-r=xml", "--reporters=junit", "-tc=out", "--no-skip", "-s", "o=file", "-d", "--outer=x"}) {
        CHECK(refused("doctest", word).empty());
    }
    for (const char* word : {"--log_level=all", "-l", "all", "--build_info", "--catch_system_errors=no", "-s",
                             "run_test=a", "--result_code=no", "--color_output=no", "-x"}) {
        INFO(word);
        CHECK(refused("boost_test", word).empty());
    }
    CHECK(refused("boost_test", "--", false).empty());
    for (const char* word : {"-v2", "-vs", "-silent", "-txt", "-maxwarnings", "o", "-iterations"}) {
        INFO(word);
        CHECK(refused("qt_test", word).empty());
    }
}
