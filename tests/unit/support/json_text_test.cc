#include "tool/support/json_text.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/support/catch.h"
#include "tool/support/text.h"

using namespace pf;

namespace {

template <typename Writer>
std::string json_of(Writer writer, JsonPlace place = JsonPlace::html) {
    char* bytes = nullptr;
    std::size_t size = 0;
    std::FILE* file = open_memstream(&bytes, &size);
    {
        JsonText json(file, place);
        writer(json);
    }
    REQUIRE(std::fclose(file) == 0);
    const std::unique_ptr<char, decltype(&std::free)> owned(bytes, std::free);
    return {bytes, size};
}

std::string string_of(std::string_view bytes, JsonPlace place) {
    return json_of([bytes](JsonText& json) { json.text(bytes); }, place);
}

std::string seconds_of(double seconds) {
    return json_of([seconds](JsonText& json) { json.seconds(seconds); });
}

}  // namespace

TEST_CASE("JSON is written with the commas that it needs") {
    const std::string text = json_of([](JsonText& json) {
        json.open('{').key("a").open('[').number(1).number(-2).open('[').close(']').close(']');
        json.line().key("b").open('{').close('}').key("c").text("x").key("d").boolean(true).key("e").null().close('}');
        json.raw("\n").number(UINT64_MAX).number(INT64_MIN);
    });
    CHECK(text ==
          "{\"a\":[1,-2,[]],\n\"b\":{},\"c\":\"x\",\"d\":true,\"e\":null}\n18446744073709551615,-9223372036854775808");
}

TEST_CASE("a JSON text of any bytes is read back as it is shown, and ends no element of HTML") {
    std::string bytes = "</script><!--]]>&\"\\\n\t\x7f";
    for (int i = 0; i < 128; ++i) {
        bytes += static_cast<char>(i);
    }
    bytes += "\xc3\xa9\"<\xf0\x9f\x98\x80\n";
    for (const JsonPlace place : {JsonPlace::html, JsonPlace::file}) {
        const std::string json = string_of(bytes, place);
        CHECK(nlohmann::json::parse(json).get<std::string>() == bytes);
        CHECK((json.find_first_of("<>&") == std::string::npos) == (place == JsonPlace::html));
        CHECK(nlohmann::json::parse(string_of("a\xff\xc3\xa9<", place)).get<std::string>() == "a\\xff\xc3\xa9<");
    }
}

TEST_CASE("a byte that must not stand in a JSON text is found at any place of it") {
    for (std::size_t size = 1; size < 40; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            for (const char* special : {"\"", "\\", "<", ">", "&", "\x1f", "\n", "\x80", "\xff"}) {
                std::string bytes(size, 'x');
                bytes[at] = *special;
                INFO(size << " " << at);
                const std::string json = string_of(bytes, JsonPlace::html);
                CHECK(nlohmann::json::parse(json).get<std::string>() == utf8_text(bytes));
                CHECK(json.size() > size + 2);
            }
        }
    }
}

TEST_CASE("seconds are whole microseconds, as a number that is read back") {
    CHECK(seconds_of(0) == "0.0");
    CHECK(seconds_of(2) == "2.0");
    CHECK(seconds_of(0.5) == "0.5");
    CHECK(seconds_of(-0.25) == "-0.25");
    CHECK(seconds_of(0.00000049) == "0.0");
    CHECK(seconds_of(0.000001) == "0.000001");
    CHECK(seconds_of(12.3456789) == "12.345679");
    CHECK(seconds_of(1.9999999) == "2.0");
    CHECK(nlohmann::json::parse(seconds_of(1e300)).get<double>() == 1e300);
    CHECK(seconds_of(std::numeric_limits<double>::quiet_NaN()) == "null");
    CHECK(seconds_of(-std::numeric_limits<double>::infinity()) == "null");
    for (double seconds = 1e-6; seconds < 1e9; seconds *= 1.7) {
        CHECK(nlohmann::json::parse(seconds_of(seconds)).get<double>() == std::round(seconds * 1e6) / 1e6);
    }
}

TEST_CASE("a text longer than the buffer is written whole") {
    const std::string longer(200000, 'y');
    const std::string text = json_of([&longer](JsonText& json) {
        json.open('[');
        for (int i = 0; i < 50000; ++i) {
            json.text("word");
        }
        json.text(longer).close(']');
    });
    const auto parsed = nlohmann::json::parse(text);
    CHECK(parsed.size() == 50001);
    CHECK(parsed.back().get<std::string>() == longer);
}

TEST_CASE("each byte is escaped as JSON needs it, at any place of a text") {
    constexpr std::size_t kPiece = 1024;  // Longer texts are written in several pieces.
    for (const std::size_t before : {0, 1, 7, 15, 16, 17, 40, static_cast<int>(kPiece) - 1, static_cast<int>(kPiece)}) {
        for (int c = 0; c < 0x80; ++c) {
            const std::string bytes = std::string(before, 'x') + static_cast<char>(c) + "1\n12\n" +
                                      static_cast<char>(c) + std::string(20, 'y') + "\xc3\xa9";
            REQUIRE(nlohmann::json::parse(string_of(bytes, JsonPlace::file)) == bytes);
            const std::string in_html = string_of(bytes, JsonPlace::html);
            REQUIRE(nlohmann::json::parse(in_html) == bytes);
            REQUIRE(in_html.find_first_of("<>&") == std::string::npos);
        }
    }
}
