#include "tool/process/capture.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

namespace fs = std::filesystem;
using namespace pf;
using pf::test::Folder;
using pf::test::in_child;

namespace {

constexpr CaptureLimits kSmall{4, 3, 20};

std::string content(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Whole {
    std::string text;
    bool whole = false;
};
Whole text_of(const Capture& capture) {
    Whole result;
    capture.with_text([&](std::string_view text, bool whole) { result = {std::string(text), whole}; });
    return result;
}

}  // namespace

TEST_CASE("output that fits is kept as it is, without a file") {
    const Folder folder;
    for (const char* text : {"", "a", "1234567"}) {
        Capture capture(folder / "output/file", kSmall);
        capture.append(text);
        CHECK(capture.bytes() == std::string(text).size());
        CHECK(text_of(capture).text == text);
        CHECK(text_of(capture).whole);
        const Captured captured = capture.take();
        CHECK(captured.text == text);
        CHECK(captured.bytes == std::string(text).size());
        CHECK_FALSE(captured.cut);
        CHECK_FALSE(captured.in_file);
    }
    CHECK(folder.names().empty());
}

TEST_CASE("of more output beginning and end are kept, and the cut is stated") {
    const Folder folder;
    const std::string text = "1234567890abcdef";
    for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, text.size()}) {
        Capture capture(folder / "output/file", kSmall);
        for (std::size_t at = 0; at < text.size(); at += piece) {
            capture.append(std::string_view(text).substr(at, piece));
        }
        CHECK(text_of(capture).text == text);
        CHECK(text_of(capture).whole);
        const Captured captured = capture.take();
        CHECK(captured.text == "1234\n[... 9 bytes left out ...]\ndef");
        CHECK(captured.bytes == 16);
        CHECK(captured.cut);
        CHECK(captured.in_file);
        CHECK(content(folder / "output/file") == text);
    }
    CHECK((fs::status(folder / "output/file").permissions() & fs::perms::mask) ==
          (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("one byte too many is left out, and no more") {
    Capture capture({}, kSmall);
    capture.append("12345678");
    CHECK(capture.take().text == "1234\n[... 1 bytes left out ...]\n678");
}

TEST_CASE("the file has a limit, memory too") {
    const Folder folder;
    Capture capture(folder / "file", kSmall);
    for (int i = 0; i < 1000; ++i) {
        capture.append("0123456789");
    }
    capture.append("end");
    CHECK(content(folder / "file") == "01234567890123456789");
    CHECK(text_of(capture).text == "01234567890123456789");
    CHECK_FALSE(text_of(capture).whole);
    CHECK(capture.tail(100).size() <= 2 * kSmall.tail);
    const Captured captured = capture.take();
    CHECK(captured.bytes == 10003);
    CHECK(captured.text == "0123\n[... 9996 bytes left out ...]\nend");
    CHECK(captured.in_file);
}

TEST_CASE("without a file only memory holds output") {
    Capture capture({}, kSmall);
    capture.append("0123456789");
    CHECK(text_of(capture).text == "0123");
    CHECK_FALSE(text_of(capture).whole);
    const Captured captured = capture.take();
    CHECK(captured.cut);
    CHECK_FALSE(captured.in_file);
}

TEST_CASE("a file that cannot be written loses nothing of what memory holds") {
    const Folder folder;
    std::string path;
    SECTION("a full disk") { path = "/dev/full"; }
    SECTION("no such folder") { path = folder / "missing/folder/file"; }
    SECTION("a symbolic link in its place is not followed") {
        std::ofstream(folder / "target") << "untouched";
        fs::create_symlink(folder / "target", folder / "link");
        path = folder / "link";
    }
    Capture capture(path, kSmall);
    capture.append("0123456789");
    capture.append("abc");
    CHECK(text_of(capture).text == "0123");
    CHECK_FALSE(text_of(capture).whole);
    const Captured captured = capture.take();
    CHECK(captured.text == "0123\n[... 6 bytes left out ...]\nabc");
    CHECK_FALSE(captured.in_file);
    if (fs::exists(folder / "target")) {
        CHECK(content(folder / "target") == "untouched");
    }
}

TEST_CASE("a disk that becomes full in the middle keeps what it has") {
    const Folder folder;
    CHECK(in_child([&] {
              pf::test::limit_file_size(1000);
              Capture capture(folder / "file", {4, 3, 100000});
              for (int i = 0; i < 500; ++i) {
                  capture.append("0123456789");
              }
              const Whole seen = text_of(capture);
              const Captured captured = capture.take();
              return !seen.whole && captured.bytes == 5000 && captured.cut && captured.in_file &&
                             captured.text == "0123\n[... 4993 bytes left out ...]\n789"
                         ? 0
                         : 1;
          }) == 0);
    CHECK(fs::file_size(folder / "file") == 1000);
}

TEST_CASE("the end of what was printed so far") {
    Capture capture({}, kSmall);
    CHECK(capture.tail(3).empty());
    capture.append("12");
    CHECK(capture.tail(3) == "12");
    capture.append("345");
    CHECK(capture.tail(3) == "345");
    CHECK(capture.tail(5) == "12345");
    capture.append("67890");
    CHECK(capture.tail(3) == "890");
}

TEST_CASE("a capture can be used again after it was taken") {
    const Folder folder;
    Capture capture(folder / "file", kSmall);
    capture.append("0123456789");
    capture.take();
    CHECK(capture.bytes() == 0);
    CHECK(text_of(capture).whole);
    capture.append("next");
    CHECK(capture.take().text == "next");
    CHECK(content(folder / "file") == "0123456789");  // The captured output refers to the file.
    capture.append("more than memory holds");
    const Captured captured = capture.take();
    CHECK(captured.cut);
    CHECK_FALSE(captured.in_file);
    CHECK(content(folder / "file") == "0123456789");
}

TEST_CASE("NULs and other bytes are kept") {
    Capture capture;
    const std::string bytes("a\0b\xff\n", 5);
    capture.append(bytes);
    CHECK(text_of(capture).text == bytes);
    CHECK(capture.take().text == bytes);
}

TEST_CASE("what was not captured says so, and is not to be searched") {
    pf::Capture capture = pf::Capture::uncaptured("not captured\n");
    CHECK_FALSE(capture.captured());
    capture.with_text([](std::string_view text, bool whole) {
        CHECK(text.empty());
        CHECK_FALSE(whole);
    });
    CHECK(capture.take().text == "not captured\n");
}
