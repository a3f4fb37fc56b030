#include "tool/page/json_text.h"

#include <fmt/format.h>

#include <iterator>

#include "tool/support/text.h"

namespace pf {
namespace {

bool is_plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

// REQUIRES: UTF-8.
void append_escaped(std::string& out, std::string_view text) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_plain(c)) {
            continue;
        }
        out.append(text, begin, i - begin);
        begin = i + 1;
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        }
    }
    out.append(text, begin);
}

}  // namespace

void append_json_string(std::string& out, std::string_view bytes) {
    out += '"';
    if (is_utf8(bytes)) {
        append_escaped(out, bytes);
    } else {
        append_escaped(out, utf8_text(bytes));
    }
    out += '"';
}

void JsonText::flush() {
    static_cast<void>(std::fwrite(buffer_.data(), 1, buffer_.size(), file_));
    buffer_.clear();
}

void JsonText::separate() {
    constexpr std::size_t kFlush = 64U << 10U;
    if (comma_) {
        buffer_ += ',';
    }
    if (line_) {
        buffer_ += '\n';
    }
    comma_ = true;
    line_ = false;
    if (buffer_.size() > kFlush) {
        flush();
    }
}

JsonText& JsonText::open(char bracket) {
    separate();
    buffer_ += bracket;
    comma_ = false;
    return *this;
}

JsonText& JsonText::close(char bracket) {
    buffer_ += bracket;
    comma_ = true;
    return *this;
}

JsonText& JsonText::key(std::string_view name) {
    separate();
    buffer_ += '"';
    buffer_ += name;
    buffer_ += "\":";
    comma_ = false;
    return *this;
}

JsonText& JsonText::text(std::string_view bytes) {
    separate();
    append_json_string(buffer_, bytes);
    return *this;
}

JsonText& JsonText::number(std::int64_t value) {
    separate();
    const fmt::format_int digits(value);
    buffer_.append(digits.data(), digits.size());
    return *this;
}

JsonText& JsonText::boolean(bool value) {
    separate();
    buffer_ += value ? "true" : "false";
    return *this;
}

JsonText& JsonText::null() {
    separate();
    buffer_ += "null";
    return *this;
}

JsonText& JsonText::line() {
    line_ = true;
    return *this;
}

}  // namespace pf
