#include "tool/journal/json_scanner.h"

#include <charconv>
#include <system_error>

#include "tool/support/text.h"

namespace pf {
namespace {

constexpr int kDeepest = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void JsonScanner::blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
        ++at_;
    }
}

bool JsonScanner::next_is(char mark) {
    blanks();
    return at_ < text_.size() && text_[at_] == mark;
}

bool JsonScanner::take(char mark) {
    const bool next = next_is(mark);
    at_ += next ? 1 : 0;
    return next;
}

bool JsonScanner::at_end() {
    blanks();
    return at_ == text_.size();
}

bool JsonScanner::string(std::string& value) {
    value.clear();
    if (!take('"')) {
        return false;
    }
    unsigned char any = 0;
    std::size_t begin = at_;
    for (; at_ < text_.size(); ++at_) {
        const auto c = static_cast<unsigned char>(text_[at_]);
        any |= c;
        if (c == '"' || c == '\\') {
            value.append(text_, begin, at_ - begin);
            if (c == '"') {
                ++at_;
                return any < 0x80 || is_utf8(value);
            }
            if (!escape(value)) {
                return false;
            }
            begin = at_ + 1;
        } else if (c < 0x20) {
            return false;
        }
    }
    return false;
}

// Reads from the backslash to the last character of the escape.
bool JsonScanner::escape(std::string& value) {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    ++at_;
    const std::size_t letter = at_ < text_.size() ? kLetters.find(text_[at_]) : std::string_view::npos;
    if (letter != std::string_view::npos) {
        value += kMeanings[letter];
        return true;
    }
    unsigned code = 0;
    if (!code_unit(code) || (code >= 0xDC00 && code <= 0xDFFF)) {
        return false;
    }
    if (code >= 0xD800 && code <= 0xDBFF) {
        unsigned low = 0;
        at_ += 2;
        if (at_ >= text_.size() || text_[at_ - 1] != '\\' || !code_unit(low) || low < 0xDC00 || low > 0xDFFF) {
            return false;
        }
        code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    }
    append_utf8(value, code);
    return true;
}

// Reads from the 'u' to the last of its four digits.
bool JsonScanner::code_unit(unsigned& unit) {
    if (at_ + 4 >= text_.size() || text_[at_] != 'u') {
        return false;
    }
    const char* digits = text_.data() + at_ + 1;
    at_ += 4;
    const auto [end, error] = std::from_chars(digits, digits + 4, unit, 16);
    return error == std::errc{} && end == digits + 4;
}

bool JsonScanner::word(std::string_view word) {
    const bool next = text_.substr(at_).starts_with(word);
    at_ += next ? word.size() : 0;
    return next;
}

bool JsonScanner::boolean(bool& value) {
    blanks();
    value = word("true");
    return value || word("false");
}

std::size_t JsonScanner::digits_from(std::size_t at) const {
    while (at < text_.size() && is_digit(text_[at])) {
        ++at;
    }
    return at;
}

// Returns the text of a number of JSON, or "" for anything else. std::from_chars would also take 01, 1., .5 and inf.
std::string_view JsonScanner::number_text() {
    blanks();
    const auto has = [this](std::size_t at, std::string_view any) {
        return at < text_.size() && any.find(text_[at]) != std::string_view::npos;
    };
    const std::size_t first = at_ + (has(at_, "-") ? 1 : 0);
    std::size_t end = has(first, "0") ? first + 1 : digits_from(first);
    bool good = end > first;
    if (good && has(end, ".")) {
        const std::size_t fraction = end + 1;
        end = digits_from(fraction);
        good = end > fraction;
    }
    if (good && has(end, "eE")) {
        const std::size_t exponent = end + (has(end + 1, "+-") ? 2 : 1);
        end = digits_from(exponent);
        good = end > exponent;
    }
    const std::string_view number = good ? text_.substr(at_, end - at_) : std::string_view();
    at_ += number.size();
    return number;
}

bool JsonScanner::skip(int depth) {
    blanks();
    if (at_ == text_.size() || depth > kDeepest) {
        return false;
    }
    std::string text;
    switch (text_[at_]) {
        case '{':
            return object([&](const std::string&) { return skip(depth + 1); });
        case '[':
            return list([&] { return skip(depth + 1); });
        case '"':
            return string(text);
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return !number_text().empty();
    }
}

}  // namespace pf
