// XML to a file, element by element. Whatever bytes come, the result is well-formed XML 1.0.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_XML_WRITER_H
#define PARALLEL_FIXTURES_TOOL_REPORT_XML_WRITER_H

#include <tinyxml2.h>

#include <cstdio>
#include <string>

namespace pf {

class XmlWriter {
public:
    // Writes the declaration. Errors are the file's: ferror().
    explicit XmlWriter(std::FILE* file);

    // OWNERSHIP: `name` must live until the element is closed. same_line: no line of its own.
    enum class Layout { own_line, same_line };
    void open(const char* name, Layout layout = Layout::own_line);
    void close(Layout layout = Layout::own_line);

    // REQUIRES: an element was opened and nothing written into it yet. Line ends become spaces when it is read.
    void attribute(const char* name, const std::string& value);

    void text(const std::string& text);

    // An element with nothing but text.
    void element(const char* name, const std::string& content, Layout layout = Layout::own_line);

private:
    // Tabs, as CTest has them: four spaces a level are a third of a large report.
    class Printer : public tinyxml2::XMLPrinter {
    public:
        using XMLPrinter::XMLPrinter;

    protected:
        void PrintSpace(int depth) override;
    };

    Printer printer_;
};

}  // namespace pf

#endif
