#include "tool/support/base64.h"

#include "tests/support/catch.h"

TEST_CASE("the test vectors of RFC 4648") {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : vectors) {
        CHECK(pf::base64_encode(plain) == encoded);
        CHECK(pf::base64_decode(encoded) == plain);
    }
}

TEST_CASE("every byte survives") {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        bytes += static_cast<char>(i);
        CHECK(pf::base64_decode(pf::base64_encode(bytes)) == bytes);
    }
}

TEST_CASE("what is not Base64 is refused") {
    for (const char* text : {"Z", "Zg", "Zg=", "Z===", "====", "Zm9v!mFy", "Zg==Zg==", "=m9v"}) {
        INFO(text);
        CHECK(pf::base64_decode(text) == std::nullopt);
    }
}
