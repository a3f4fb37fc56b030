// Writes XML to a file, element by element. The result is well-formed XML 1.0, whatever bytes the texts have.
//
// tinyxml2, which reads XML for us elsewhere, writes byte by byte. With its XMLPrinter, Test.xml took 78,000
// instructions for each test. With this writer it takes 9,500. The tests read with tinyxml2 and xmllint what is written
// here.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_XML_WRITER_H
#define PARALLEL_FIXTURES_TOOL_REPORT_XML_WRITER_H

#include <cstddef>
#include <cstdio>
#include <string_view>
#include <vector>

#include "tool/support/file_text.h"

namespace pf {

class XmlWriter {
public:
    // Writes the XML declaration. Write errors are reported by ferror() of the file.
    explicit XmlWriter(std::FILE* file);

    // Whether a tag begins a line. Lines are indented with tabs, as in CTest's files.
    enum class Layout { own_line, same_line };

    // Opens an element. `name` must exist until the element is closed.
    void open(std::string_view name, Layout layout = Layout::own_line) {
        end_start_tag();
        if (layout == Layout::own_line) {
            begin_line();
        }
        out_.push_back('<');
        out_.append(name);
        open_.push_back(name);
        in_start_tag_ = true;
    }
    void close(Layout layout = Layout::own_line);

    // Adds an attribute to an element that was just opened. Readers see line ends in the value as spaces.
    void attribute(std::string_view name, std::string_view value) {
        out_.push_back(' ');
        out_.append(name);
        out_.append("=\"");
        attribute_value(value);
        out_.push_back('"');
    }

    void text(std::string_view text);

    // Writes an element that contains only text.
    void element(std::string_view name, std::string_view content, Layout layout = Layout::own_line) {
        open(name, layout);
        text(content);
        close(layout);
    }

    // Writes a line of markup around a text, for elements that are in a file once for each test. `before` and `after`
    // are written as they are.
    void line(std::string_view before, std::string_view text, std::string_view after) {
        end_start_tag();
        begin_line();
        out_.append(before);
        content(text);
        out_.append(after);
    }

private:
    void begin_line() {
        if (text_depth_ == 0) {
            out_.push_back('\n');
            out_.append(open_.size(), '\t');
        }
    }
    void end_start_tag() {
        if (in_start_tag_) {
            out_.push_back('>');
            in_start_tag_ = false;
        }
    }
    void attribute_value(std::string_view value);
    void content(std::string_view text);

    FileText out_;
    std::vector<std::string_view> open_;
    bool in_start_tag_ = false;
    // How many elements are open in the outermost one that has text, to which a line break would add. 0: there is none.
    std::size_t text_depth_ = 0;
};

}  // namespace pf

#endif
