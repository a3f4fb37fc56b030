#include "tool/support/xml_element.h"

#include <algorithm>
#include <cstddef>

namespace pf {
namespace {

constexpr int kDeepest = 100;
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::pair<std::string_view, char> kReferences[] = {
    {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};

// Appends the text with its references replaced. Returns false if one is unknown.
bool append_text(std::string_view raw, std::string& text) {
    while (!raw.empty()) {
        const std::size_t plain = std::min(raw.find('&'), raw.size());
        text.append(raw.substr(0, plain));
        raw.remove_prefix(plain);
        if (raw.empty()) {
            break;
        }
        const auto* const known = std::find_if(std::begin(kReferences), std::end(kReferences),
                                               [&](const auto& reference) { return raw.starts_with(reference.first); });
        if (known == std::end(kReferences)) {
            return false;
        }
        text.push_back(known->second);
        raw.remove_prefix(known->first.size());
    }
    return true;
}

// Each operation returns false if the document does not go on as its name says.
class XmlParser {
public:
    explicit XmlParser(std::string_view document) : rest_(document) {}

    bool root(XmlElement& element) {
        blanks();
        while (take("<?") ? skip_past("?>") : take("<!--") && skip_past("-->")) {
            blanks();
        }
        return take("<") && this->element(element, kDeepest);
    }

private:
    bool take(std::string_view mark) {
        const bool next = rest_.starts_with(mark);
        rest_.remove_prefix(next ? mark.size() : 0);
        return next;
    }

    bool skip_past(std::string_view mark) {
        const std::size_t at = rest_.find(mark);
        rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + mark.size());
        return at != std::string_view::npos;
    }

    void blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size())); }

    bool word(std::string& word) {
        const std::size_t size = std::min(rest_.find_first_of(" \t\r\n<>/='\"&"), rest_.size());
        word = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return size != 0;
    }

    // Reads what follows the "<" of an element.
    bool element(XmlElement& element, int deepest) {
        if (deepest == 0 || !word(element.name)) {
            return false;
        }
        for (blanks(); !take(">"); blanks()) {
            if (take("/>")) {
                return true;
            }
            auto& [name, value] = element.attributes.emplace_back();
            if (!word(name) || !attribute_value(value)) {
                return false;
            }
        }
        return content(element, deepest);
    }

    bool attribute_value(std::string& value) {
        blanks();
        const bool equals = take("=");
        blanks();
        const std::string_view quote = rest_.substr(0, 1);
        if (!equals || (quote != "\"" && quote != "'")) {
            return false;
        }
        const std::size_t end = rest_.find(quote.front(), 1);
        if (end == std::string_view::npos) {
            return false;
        }
        const std::string_view raw = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        return raw.find('<') == std::string_view::npos && append_text(raw, value);
    }

    bool content(XmlElement& element, int deepest) {
        while (true) {
            const std::size_t end = rest_.find('<');
            if (end == std::string_view::npos || !append_text(rest_.substr(0, end), element.text)) {
                return false;
            }
            rest_.remove_prefix(end);
            if (take("</")) {
                std::string name;
                const bool same = word(name) && name == element.name;
                blanks();
                return same && take(">");
            }
            const bool read = take("<!--") ? skip_past("-->")
                                           : take("<") && this->element(element.children.emplace_back(), deepest - 1);
            if (!read) {
                return false;
            }
        }
    }

    std::string_view rest_;
};

}  // namespace

std::string XmlElement::attribute(std::string_view wanted) const {
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [&](const auto& attribute) { return attribute.first == wanted; });
    return found == attributes.end() ? "" : found->second;
}

std::string XmlElement::text_of(std::string_view wanted) const {
    const XmlElement* const found = child(wanted);
    return found == nullptr ? "" : found->text;
}

const XmlElement* XmlElement::child(std::string_view wanted) const {
    const auto found = std::find_if(children.begin(), children.end(),
                                    [&](const XmlElement& element) { return element.name == wanted; });
    return found == children.end() ? nullptr : &*found;
}

std::optional<XmlElement> parse_xml(std::string_view document) {
    XmlElement root;
    return XmlParser(document).root(root) ? std::optional(std::move(root)) : std::nullopt;
}

}  // namespace pf
