#include "tool/support/json_scanner.h"

#include <cstdint>
#include <nlohmann/json.hpp>

#include "tests/support/catch.h"

using namespace std::string_literals;
using pf::JsonScanner;

namespace {

// Returns whether the text is one value with nothing after it, which is what the library accepts.
bool accepts(std::string_view text) {
    JsonScanner scanner(text);
    return scanner.skip() && scanner.at_end();
}

}  // namespace

TEST_CASE("the scanner accepts what the library accepts and nothing else") {
    for (const std::string& text : {"0"s,
                                    "-0"s,
                                    "10"s,
                                    "-1.5e+10"s,
                                    "1E5"s,
                                    "0.1"s,
                                    "01"s,
                                    "1."s,
                                    ".5"s,
                                    "+1"s,
                                    "-"s,
                                    "1e"s,
                                    "1e+"s,
                                    "inf"s,
                                    "NaN"s,
                                    "0x1"s,
                                    "\"\""s,
                                    "\"a"s,
                                    "\"\\\"\""s,
                                    "\"\\\\\""s,
                                    "\"\\u0041\\/\\b\\f\\n\\r\\t\""s,
                                    "\"\\u00e\""s,
                                    "\"\\x\""s,
                                    "\"\\\""s,
                                    "\"\\ud83d\\ude00\""s,
                                    "\"\\ud83d\""s,
                                    "\"\\ud83dx\""s,
                                    "\"\\ude00\""s,
                                    "\"\\ud83d\\u0041\""s,
                                    "\"\\ud83d\\"s,
                                    "\"\\u-001\""s,
                                    "\"\\u+001\""s,
                                    "\"\\u 001\""s,
                                    "\"\n\""s,
                                    "\"\x7F\""s,
                                    "\"\0\""s,
                                    "\"\xC3\xBC\""s,
                                    "\"\xFF\""s,
                                    "\"\xC3\""s,
                                    "\"\xED\xA0\x80\""s,
                                    "true"s,
                                    "false"s,
                                    "null"s,
                                    "tru"s,
                                    "nulll"s,
                                    "True"s,
                                    "[]"s,
                                    "[1,2]"s,
                                    "[1,]"s,
                                    "[,1]"s,
                                    "[1 2]"s,
                                    "["s,
                                    "]"s,
                                    "{}"s,
                                    "{\"a\":1}"s,
                                    "{\"a\":1,}"s,
                                    "{\"a\"}"s,
                                    "{a:1}"s,
                                    "{\"a\":}"s,
                                    "{1:2}"s,
                                    "{"s,
                                    " \t\r\n[ 1 , { \"a\" : [ ] } ] "s,
                                    ""s,
                                    " "s,
                                    "1 1"s,
                                    "[1]]"s,
                                    "/**/1"s}) {
        INFO(text);
        CHECK(accepts(text) == nlohmann::json::accept(text));
    }
}

TEST_CASE("strings are what the library makes of them") {
    for (const std::string text :
         {R"("")", R"("plain")", R"("\"\\\/\b\f\n\r\t")", R"("\u0000\u001F\u007f\u0080\u07FF\u0800")",
          R"("\uFFFF\ud83d\uDE00 end")", "\"gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80\""}) {
        std::string value = "left over";
        JsonScanner scanner(text);
        CHECK(scanner.string(value));
        CHECK(value == nlohmann::json::parse(text).get<std::string>());
    }
}

// Compares the scanner with the library on strings that have `special` at each place from `first` on.
void check_at_each_place(const std::string& special, std::size_t first, std::size_t places) {
    for (std::size_t before = first; before < first + places; ++before) {
        for (const std::size_t after : {0, 1, 15, 40}) {
            const std::string text = '"' + std::string(before, 'x') + special + std::string(after, 'y') + '"';
            INFO(before << " before " << special << " and " << after << " after it");
            std::string value;
            JsonScanner scanner(text);
            const bool read = scanner.string(value) && scanner.at_end();
            REQUIRE(read == nlohmann::json::accept(text));
            REQUIRE((!read || value == nlohmann::json::parse(text).get<std::string>()));
        }
    }
}

TEST_CASE("an escape may be at any place of a string of any length") {
    constexpr std::size_t kLong = 16384;  // Longer strings are read in several pieces.
    for (const std::string special : {R"(\n)", R"(\n\n\n\n\n\n\n\n\n)", R"(\\\"\n1\n12\n123\n)",
                                      R"(\u001b[31m\u001b[0m)", R"(\ud83d\ude00)", R"(\ud83d)", R"(\x)", "\n", "\x01",
                                      R"(\n\)", "\xC3\xBC", "\xC3", "\xF0\x9F\x98\x80\\n", R"(\)", R"(\u00e)"}) {
        check_at_each_place(special, 0, 70);
        check_at_each_place(special, kLong - 20, 40);
    }
}

TEST_CASE("a number must fit") {
    const auto fits = [](std::string_view text, auto value) { return JsonScanner(text).number(value); };
    CHECK(fits("2147483647", int()));
    CHECK_FALSE(fits("2147483648", int()));
    CHECK(fits("-2147483648", int()));
    CHECK_FALSE(fits("1.0", int()));
    CHECK_FALSE(fits("-1", std::uint64_t()));
    CHECK(fits("18446744073709551615", std::uint64_t()));
    CHECK_FALSE(fits("1e999", double()));
    double value = 0;
    CHECK((JsonScanner("-1.25e2").number(value) && value == -125));
}

TEST_CASE("nesting has a bottom") {
    CHECK(accepts(std::string(60, '[') + std::string(60, ']')));
    CHECK_FALSE(accepts(std::string(100000, '[') + std::string(100000, ']')));
}
