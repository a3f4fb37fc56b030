#include "tool/support/json_scanner.h"

#include <charconv>
#include <system_error>

#include "tool/support/plain_length.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr int kDeepestValue = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void JsonScanner::skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
        ++at_;
    }
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
    const std::size_t plain = plain_length<'"', '\\'>(text_.substr(at_));
    if (at_ + plain < text_.size() && text_[at_ + plain] == '"') {
        value.assign(text_, at_, plain);
        at_ += plain + 1;
        return true;
    }
    return unplain_string(value);
}

bool JsonScanner::unplain_string(std::string& value) {
    bool ascii = true;
    while (at_ < text_.size()) {
        const std::size_t plain = plain_length<'"', '\\'>(text_.substr(at_));
        value.append(text_, at_, plain);
        at_ += plain;
        if (at_ == text_.size()) {
            return false;
        }
        if (text_[at_] == '"') {
            ++at_;
            return ascii || is_utf8(value);
        }
        if (text_[at_] == '\\') {
            if (!escape(value)) {
                return false;
            }
        } else if ((text_[at_] & '\x80') != 0) {
            ascii = false;
            value += text_[at_];
            while (at_ + 1 < text_.size() && (text_[at_ + 1] & '\x80') != 0) {
                value += text_[++at_];
            }
        } else {
            return false;
        }
        ++at_;
    }
    return false;
}

std::optional<std::string_view> JsonScanner::key(std::string& escaped) {
    if (!next_is('"')) {
        return std::nullopt;
    }
    const std::string_view rest = text_.substr(at_ + 1);
    const std::size_t plain = plain_length<'"', '\\'>(rest);
    if (plain < rest.size() && rest[plain] == '"') {
        at_ += plain + 2;
        return rest.substr(0, plain);
    }
    return string(escaped) ? std::optional<std::string_view>(escaped) : std::nullopt;
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
    const auto has = [this](std::size_t at, char one, char other) {
        return at < text_.size() && (text_[at] == one || text_[at] == other);
    };
    const std::size_t first = at_ + (has(at_, '-', '-') ? 1 : 0);
    std::size_t end = has(first, '0', '0') ? first + 1 : digits_from(first);
    bool good = end > first;
    if (good && has(end, '.', '.')) {
        const std::size_t fraction = end + 1;
        end = digits_from(fraction);
        good = end > fraction;
    }
    if (good && has(end, 'e', 'E')) {
        const std::size_t exponent = end + (has(end + 1, '+', '-') ? 2 : 1);
        end = digits_from(exponent);
        good = end > exponent;
    }
    const std::string_view number = good ? text_.substr(at_, end - at_) : std::string_view();
    at_ += number.size();
    return number;
}

bool JsonScanner::skip(int depth) {
    blanks();
    if (at_ == text_.size() || depth > kDeepestValue) {
        return false;
    }
    std::string text;
    switch (text_[at_]) {
        case '{':
            return object([&](std::string_view) { return skip(depth + 1); });
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
