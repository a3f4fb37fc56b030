// Writes XML to a file, element by element. The result is well-formed XML 1.0, whatever bytes the texts have.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_XML_WRITER_H
#define PARALLEL_FIXTURES_TOOL_REPORT_XML_WRITER_H

#include <tinyxml2.h>

#include <cstdio>
#include <string>

namespace pf {

class XmlWriter {
public:
    // Writes the XML declaration. Write errors are reported by ferror() of the file.
    explicit XmlWriter(std::FILE* file);

    // Whether a tag begins a line.
    enum class Layout { own_line, same_line };

    // Opens an element. `name` must exist until the element is closed.
    void open(const char* name, Layout layout = Layout::own_line);
    void close(Layout layout = Layout::own_line);

    // Adds an attribute to an element that was just opened. Readers see line ends in the value as spaces.
    void attribute(const char* name, const std::string& value);

    void text(const std::string& text);

    // Writes an element that contains only text.
    void element(const char* name, const std::string& content, Layout layout = Layout::own_line);

private:
    // Indents with tabs, as CTest does. Four spaces a level would be a third of a large report.
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
