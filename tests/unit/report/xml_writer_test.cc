#include "tool/report/xml_writer.h"

#include <tinyxml2.h>

#include "tests/unit/report/reports.h"
#include "tool/support/text.h"

using namespace pf;

namespace {

template <typename Writer>
std::string xml_of(Writer writer) {
    const test::Folder folder;
    return test::written(folder, [&](std::FILE* file) {
        XmlWriter xml(file);
        writer(xml);
        return ok_status();
    });
}

}  // namespace

TEST_CASE("elements are indented, and those with text have no blanks that the text does not have") {
    const std::string xml = xml_of([](XmlWriter& to) {
        to.open("a");
        to.attribute("x", "1");
        to.open("b");
        to.close();
        to.element("c", "");
        to.open("d");
        to.text("one ");
        to.element("e", "two");
        to.text(" three");
        to.close();
        to.open("f");
        to.element("g", "in line", XmlWriter::Layout::same_line);
        to.close(XmlWriter::Layout::same_line);
        to.close();
    });
    CHECK(xml ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"1\">\n\t<b/>\n\t<c></c>\n\t<d>one <e>two</e> three</d>\n"
          "\t<f><g>in line</g></f>\n</a>\n");
}

TEST_CASE("a byte that must not stand in XML is found at any place of a text and of an attribute") {
    for (std::size_t size = 1; size < 40; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            for (const char* special : {"<", "&", "\"", "'", ">", "\x01", "\x80", "\x7f"}) {
                std::string bytes(size, 'x');
                bytes[at] = *special;
                bytes += "\n<&>\"'\xc3\xa9";
                const std::string xml = xml_of([&bytes](XmlWriter& to) {
                    to.open("a");
                    to.attribute("b", bytes);
                    to.text(bytes);
                    to.close();
                });
                INFO(xml);
                tinyxml2::XMLDocument document;
                REQUIRE(document.Parse(xml.c_str()) == tinyxml2::XML_SUCCESS);
                CHECK(document.RootElement()->GetText() == xml_text(bytes));
                CHECK(document.RootElement()->Attribute("b") == xml_text(bytes));
                CHECK(is_utf8(xml));
                CHECK(xml.find('\x01') == std::string::npos);
            }
        }
    }
}

TEST_CASE("a long text of short lines is what it was, whatever stands at the end of a piece") {
    constexpr std::size_t kPiece = 4096;  // Longer texts are written in several pieces.
    for (const char* special : {"\n", "\t", "<", "&\n<", "\x01", "\xc3\xa9"}) {
        for (std::size_t before = kPiece - 20; before < kPiece + 4; ++before) {
            std::string bytes;
            while (bytes.size() < before) {
                bytes += std::to_string(bytes.size()) + "\n";
            }
            bytes.resize(before);
            bytes += special + bytes;
            const std::string xml = xml_of([&bytes](XmlWriter& to) { to.element("a", bytes); });
            tinyxml2::XMLDocument document;
            REQUIRE(document.Parse(xml.c_str()) == tinyxml2::XML_SUCCESS);
            REQUIRE(document.RootElement()->GetText() == xml_text(bytes));
        }
    }
}
