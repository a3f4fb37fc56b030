#include "tool/support/text.h"

#include <set>

#include "tests/support/catch.h"

using namespace std::string_literals;

TEST_CASE("UTF-8 is what RFC 3629 says") {
    for (const char* good : {"", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                             "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "gr\xC3\xBC\xC3\x9F"}) {
        INFO(good);
        CHECK(pf::is_utf8(good));
    }
    CHECK(pf::is_utf8("a\0b"s));
    // These have a stray continuation, a long form, a surrogate, a code above U+10FFFF, or an incomplete character.
    for (const char* bad :
         {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "a\xC3(", "\xE2(\x80"}) {
        INFO(pf::utf8_text(bad));
        CHECK_FALSE(pf::is_utf8(bad));
    }
}

TEST_CASE("other bytes become visible, one by one") {
    CHECK(pf::utf8_text("a\xFF\xC3(\xE2\x82\xACz") == "a\\xff\\xc3(\xE2\x82\xACz");
    CHECK(pf::utf8_text("\x1b[1m") == "\x1b[1m");
}

TEST_CASE("a terminal gets no control of its own") {
    CHECK(pf::printable("a\tb\nc") == "a\tb\nc");
    CHECK(pf::printable("\x1b[2J\a\b\x7F") == "\\x1b[2J\\x07\\x08\\x7f");
    CHECK(pf::printable("a\0b"s) == "a\\x00b");
    CHECK(pf::printable("\xC2\x9B"
                        "31m") == "\\x9b31m");  // This is CSI as one C1 character.
    CHECK(pf::printable("\xFF\xFE") == "\\xff\\xfe");
    CHECK(pf::printable("user\xE2\x80\xAEtxt.exe") == "user\\u202etxt.exe");
    CHECK(pf::printable("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80") == "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80");
}

TEST_CASE("carriage returns end lines instead of overwriting them") {
    CHECK(pf::printable("one\r\ntwo\r\n") == "one\ntwo\n");
    CHECK(pf::printable("10%\r20%\r") == "10%\n20%\n");
    CHECK(pf::printable("a\r\r\nb\n\nc") == "a\n\nb\n\nc");
    CHECK(pf::printable("\r\n\n\r\n") == "\n\n\n");
    CHECK(pf::printable("a\rb\nc") == "a\nb\nc");
}

TEST_CASE("what XML cannot hold is shown as CTest shows it") {
    CHECK(pf::xml_text("a\x1b"
                       "b\xFF"
                       "c\x01") == "a[NON-XML-CHAR-0x1B]b[NON-UTF-8-BYTE-0xFF]c[NON-XML-CHAR-0x1]");
    CHECK(pf::xml_text("a\0b"s) == "a[NON-XML-CHAR-0x0]b");
    CHECK(pf::xml_text("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD") ==
          "[NON-XML-CHAR-0xFFFE][NON-XML-CHAR-0xFFFF]\xEF\xBF\xBD");
    CHECK(pf::xml_text("\xED\xA0\x80") == "[NON-UTF-8-BYTE-0xED][NON-UTF-8-BYTE-0xA0][NON-UTF-8-BYTE-0x80]");
    CHECK(pf::xml_text("\t\r\n\x7F ]]> <x> & \"\xF0\x9F\x98\x80") == "\t\r\n\x7F ]]> <x> & \"\xF0\x9F\x98\x80");
}

TEST_CASE("a plain id is its own file name") { CHECK(pf::safe_file_name("sql.inserts_2-a") == "sql.inserts_2-a"); }

TEST_CASE("other ids give safe names, each its own") {
    const std::string ids[] = {"",
                               ".",
                               "..",
                               "../../etc/passwd",
                               "a/b",
                               "a_b",
                               "a b",
                               ".rc",
                               "_rc",
                               "a\nb",
                               "a\xFFg",
                               "a\\b",
                               "a\0b"s,
                               "-",
                               "\xC3\xBC",
                               std::string(100, 'x'),
                               std::string(101, 'x'),
                               std::string(300, 'x'),
                               std::string(5000, '/')};
    std::set<std::string> names;
    for (const std::string& id : ids) {
        const std::string name = pf::safe_file_name(id);
        INFO(name);
        CHECK(names.insert(name).second);
        CHECK(name.size() <= 120);
        CHECK(name.front() != '.');
        CHECK(name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") ==
              std::string::npos);
    }
}

TEST_CASE("an id that looks like another's altered name is altered too") {
    const std::string taken = pf::safe_file_name("a/b");
    CHECK(pf::safe_file_name(taken) != taken);
}

TEST_CASE("a text for a message is one line") {
    CHECK(pf::one_line("a b") == "a b");
    CHECK(pf::one_line("a\r\nb\tc\nd") == "a b c d");
    CHECK(pf::one_line("\x1b[31m\xff") == "\\x1b[31m\\xff");
}
