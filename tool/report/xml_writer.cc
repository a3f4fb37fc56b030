#include "tool/report/xml_writer.h"

#include <algorithm>
#include <cstddef>

#include "tool/support/copy_text.h"
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

// Writes a character of markup as its entity. Returns false for another one.
bool put_entity(const char*& from, char*& to) {
    const std::string_view entity = entity_of(*from);
    if (entity.empty()) {
        return false;
    }
    to = std::copy(entity.begin(), entity.end(), to);
    ++from;
    return true;
}

// Appends any bytes. `Markup` are the characters that become entities.
template <char... Markup>
void append_escaped(FileText& out, std::string_view text) {
    constexpr char kMarkup[] = {Markup...};
    constexpr std::size_t kPiece = 4096;
    constexpr std::size_t kLongestEntity = 6;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        char* to = out.room(kPiece * kLongestEntity + sizeof(ByteBlock));
        const char* const piece_end = at + std::min<std::ptrdiff_t>(end - at, kPiece);
        const bool whole = copy_text<PlainLines<Markup...>>(at, piece_end, to, put_entity);
        out.filled_to(to);
        if (!whole) {
            append_marked(out, xml_text(std::string_view(at, end)), std::string_view(kMarkup, sizeof kMarkup));
            return;
        }
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
