#include "tool/report/xml_writer.h"

#include <algorithm>

#include "tool/support/text.h"

namespace pf {
namespace {

// Returns whether xml_text() would only copy the text, as is the case for most of it.
bool is_plain(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\n'; });
}

}  // namespace

void XmlWriter::Printer::PrintSpace(int depth) {
    for (int i = 0; i < depth; ++i) {
        Putc('\t');
    }
}

XmlWriter::XmlWriter(std::FILE* file) : printer_(file) {
    printer_.PushDeclaration("xml version=\"1.0\" encoding=\"UTF-8\"");
}

void XmlWriter::open(const char* name, Layout layout) { printer_.OpenElement(name, layout == Layout::same_line); }

void XmlWriter::close(Layout layout) { printer_.CloseElement(layout == Layout::same_line); }

void XmlWriter::attribute(const char* name, const std::string& value) {
    if (is_plain(value)) {
        printer_.PushAttribute(name, value.c_str());
    } else {
        printer_.PushAttribute(name, xml_text(value).c_str());
    }
}

void XmlWriter::text(const std::string& text) {
    if (is_plain(text)) {
        printer_.PushText(text.c_str());
    } else {
        printer_.PushText(xml_text(text).c_str());
    }
}

void XmlWriter::element(const char* name, const std::string& content, Layout layout) {
    open(name, layout);
    text(content);
    close(layout);
}

}  // namespace pf
