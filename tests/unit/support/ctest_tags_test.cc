#include "tool/support/ctest_tags.h"

#include "tests/support/catch.h"

using pf::read_ctest_tags;

TEST_CASE("output without tags stays as it is") {
    for (const char* text : {"", "\n", "one\ntwo", "<CTes", "a < b <CTest\n", "<CTestMeasurementX>"}) {
        const pf::CTestTags tags = read_ctest_tags(text);
        CHECK(tags.output == text);
        CHECK_FALSE(tags.details.has_value());
        CHECK(tags.labels.empty());
        CHECK(tags.measurements.empty());
    }
}

TEST_CASE("lines with details and labels are dropped, the last details count") {
    const pf::CTestTags tags = read_ctest_tags(
        "one\nx <CTestDetails>a</CTestDetails> y\n<CTestLabel>l</CTestLabel>\n<CTestLabel>l</CTestLabel>\n"
        "<CTestDetails>b</CTestDetails> <CTestDetails>c</CTestDetails>\ntwo <CTestDetails>never closed\n");
    CHECK(tags.output == "one\ntwo <CTestDetails>never closed\n");
    CHECK(tags.details == "b</CTestDetails> <CTestDetails>c");
    CHECK(tags.labels == std::vector<std::string>{"l"});
}

TEST_CASE("measurements are taken out of the output, each once") {
    const pf::CTestTags tags = read_ctest_tags(
        "a<CTestMeasurement type=\"t\" name='n &quot;'>1 &lt; 2</CTestMeasurement>b"
        "<DartMeasurementFile name=\"f>\" type=\"file\">\n /x \n</DartMeasurementFile>"
        "<CTestMeasurement type=\"t\" name='n &quot;'>1 &lt; 2</CTestMeasurement>c");
    CHECK(tags.output == "abc");
    REQUIRE(tags.measurements.size() == 2);
    CHECK_FALSE(tags.measurements[0].is_file);
    CHECK(tags.measurements[0].type == "t");
    CHECK(tags.measurements[0].name == "n \"");
    CHECK(tags.measurements[0].value == "1 < 2");
    CHECK(tags.measurements[1].is_file);
    CHECK(tags.measurements[1].type == "file");
    CHECK(tags.measurements[1].name == "f>");
    CHECK(tags.measurements[1].value == "/x");
}

TEST_CASE("what is no element, or has one in it, is output") {
    for (const char* text :
         {"<CTestMeasurement name=\"a\">b < c</CTestMeasurement>", "<CTestMeasurement>", "</CTestMeasurement>",
          "<CTestMeasurement name=\"a\">b</CTestMeasurement", "<CTestMeasurement"}) {
        CHECK(read_ctest_tags(text).output == text);
        CHECK(read_ctest_tags(text).measurements.empty());
    }
    const pf::CTestTags after = read_ctest_tags("<CTestMeasurement <CTestMeasurement>1</CTestMeasurement>");
    CHECK(after.output == "<CTestMeasurement ");
    CHECK(after.measurements.size() == 1);
}

TEST_CASE("an element that is called otherwise is dropped, as ctest drops it") {
    const pf::CTestTags tags = read_ctest_tags("a<CTestMeasurements name=\"n\">1</CTestMeasurement>b");
    CHECK(tags.output == "ab");
    CHECK(tags.measurements.empty());
}
