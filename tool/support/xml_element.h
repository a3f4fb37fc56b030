// Reads the XML in which test frameworks list their tests.
//
// A library for XML would have to be loaded at each start of the helper, and libstdc++ with it.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_XML_ELEMENT_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_XML_ELEMENT_H

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pf {

struct XmlElement {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes;
    std::string text;  // What is directly in it, blanks included.
    std::vector<XmlElement> children;

    // Returns the value of the attribute; "": there is none.
    [[nodiscard]] std::string attribute(std::string_view wanted) const;
    // Returns the text of the first child with this name; "": there is none.
    [[nodiscard]] std::string text_of(std::string_view wanted) const;
    // Returns the first child with this name; null: there is none.
    [[nodiscard]] const XmlElement* child(std::string_view wanted) const;
};

// Returns the first element of a document, and ignores what follows it. Returns nothing if that element is not whole,
// if it is nested more than 100 deep, or if it has what test frameworks do not print: CDATA, or references other than
// &amp; &lt; &gt; &quot; and &apos;.
std::optional<XmlElement> parse_xml(std::string_view document);

}  // namespace pf

#endif
