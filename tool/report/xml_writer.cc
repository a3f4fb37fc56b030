#include "tool/report/xml_writer.h"

#include <cstddef>

#include "tool/support/plain_length.h"
#include "tool/support/text.h"

namespace pf {
namespace {

std::string_view entity_of(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&apos;";
        default:
            return {};
    }
}

// Appends characters that XML can hold, with entities for those in `markup`.
void append_marked(FileText& out, std::string_view text, std::string_view markup) {
    for (std::size_t at = text.find_first_of(markup); at != std::string_view::npos; at = text.find_first_of(markup)) {
        out.append(text.substr(0, at));
        out.append(entity_of(text[at]));
        text.remove_prefix(at + 1);
    }
    out.append(text);
}

// Appends any bytes. `Markup` are the characters that become entities.
template <char... Markup>
void append_escaped(FileText& out, std::string_view text) {
    constexpr char kMarkup[] = {Markup...};
    while (true) {
        const std::size_t plain = plain_length<Markup...>(text);
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) {
            return;
        }
        const std::string_view entity = entity_of(text.front());
        if (!entity.empty()) {
            out.append(entity);
        } else if (text.front() == '\n') {
            out.push_back('\n');
        } else {
            append_marked(out, xml_text(text), std::string_view(kMarkup, sizeof kMarkup));
            return;
        }
        text.remove_prefix(1);
    }
}

}  // namespace

XmlWriter::XmlWriter(std::FILE* file) : out_(file) { out_.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"); }

void XmlWriter::close(Layout layout) {
    const std::string_view name = open_.back();
    open_.pop_back();
    if (in_start_tag_) {
        out_.append("/>");
    } else {
        if (layout == Layout::own_line) {
            begin_line();
        }
        out_.append("</");
        out_.append(name);
        out_.push_back('>');
    }
    in_start_tag_ = false;
    text_depth_ = text_depth_ > open_.size() ? 0 : text_depth_;
    if (open_.empty()) {
        out_.push_back('\n');
    }
}

void XmlWriter::attribute_value(std::string_view value) { append_escaped<'&', '<', '>', '"', '\''>(out_, value); }

void XmlWriter::text(std::string_view text) {
    end_start_tag();
    text_depth_ = text_depth_ == 0 ? open_.size() : text_depth_;
    content(text);
}

void XmlWriter::content(std::string_view text) { append_escaped<'&', '<', '>'>(out_, text); }

}  // namespace pf
