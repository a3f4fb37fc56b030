#include "tool/page/json_text.h"

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"
#include "tests/unit/page/files.h"

using namespace pf;

TEST_CASE("JSON is written with the commas that it needs") {
    const std::string text = test::written([](std::FILE* file) {
        JsonText json(file);
        json.open('{').key("a").open('[').number(1).number(-2).open('[').close(']').close(']');
        json.line().key("b").open('{').close('}').key("c").text("x").key("d").boolean(true).key("e").null().close('}');
    });
    CHECK(text == "{\"a\":[1,-2,[]],\n\"b\":{},\"c\":\"x\",\"d\":true,\"e\":null}");
}

TEST_CASE("a JSON text of any bytes is read back as it is shown, and ends no element of HTML") {
    std::string bytes = "</script><!--]]>&\"\\\n\t\x7f";
    for (int i = 0; i < 128; ++i) {
        bytes += static_cast<char>(i);
    }
    std::string json;
    append_json_string(json, bytes);
    CHECK(nlohmann::json::parse(json).get<std::string>() == bytes);
    CHECK(json.find_first_of("<>&") == std::string::npos);
    json.clear();
    append_json_string(json, "a\xff\xc3\xa9<");
    CHECK(nlohmann::json::parse(json).get<std::string>() == "a\\xff\xc3\xa9<");
}

TEST_CASE("a text longer than the buffer is written whole") {
    const std::string text = test::written([](std::FILE* file) {
        JsonText json(file);
        json.open('[');
        for (int i = 0; i < 50000; ++i) {
            json.text("word");
        }
        json.close(']');
    });
    CHECK(nlohmann::json::parse(text).size() == 50000);
}
