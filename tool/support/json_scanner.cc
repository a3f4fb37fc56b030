#include "tool/support/json_scanner.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include "tool/support/copy_text.h"
#include "tool/support/plain_length.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr int kDeepestValue = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The most bytes of a string that are copied at a time.
constexpr std::size_t kPiece = 16384;

// The character that a backslash and a letter are, by the letter. 0: they are none by themselves.
constexpr auto kMeanings = [] {
    std::array<char, 256> meanings{};
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kCharacters = "\"\\/\b\f\n\r\t";
    for (std::size_t i = 0; i < kLetters.size(); ++i) {
        meanings[static_cast<unsigned char>(kLetters[i])] = kCharacters[i];
    }
    return meanings;
}();

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
        const std::optional<char> stop = copy_piece(value, ascii);
        if (stop == '"') {
            ++at_;
            return ascii || is_utf8(value);
        }
        if (stop && (stop != '\\' || !code_point(value))) {
            return false;
        }
    }
    return false;
}

// Appends a part of a string, as much as one block has room for. Returns the byte at which it stopped before that: the
// end of the string, the backslash of an escape with a number, or one that must not be there.
std::optional<char> JsonScanner::copy_piece(std::string& value, bool& ascii) {
    std::array<char, kPiece + sizeof(ByteBlock)> block;  // Not initialized: only what was written is read.
    char* out = block.data();
    const char* at = text_.data() + at_;
    const char* const end = text_.data() + text_.size();
    const auto special = [&ascii, end](const char*& from, char*& to) {
        if ((*from & '\x80') != 0) {
            ascii = false;
            *to++ = *from++;
            return true;
        }
        *to = *from == '\\' && end - from > 1 ? kMeanings[static_cast<unsigned char>(from[1])] : '\0';
        const bool is_simple = *to != '\0';
        from += is_simple ? 2 : 0;
        to += is_simple ? 1 : 0;
        return is_simple;
    };
    const char* const piece_end = at + std::min<std::ptrdiff_t>(end - at, kPiece);
    const bool whole = copy_text<PlainText<'"', '\\'>>(at, piece_end, out, special);
    value.append(block.data(), out);
    at_ = static_cast<std::size_t>(at - text_.data());
    return whole ? std::nullopt : std::optional(*at);
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

// Reads an escape with the number of a character.
bool JsonScanner::code_point(std::string& value) {
    ++at_;
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
    ++at_;
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
