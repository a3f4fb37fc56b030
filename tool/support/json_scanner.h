// Reads one JSON text (RFC 8259) from front to back into variables whose types the caller knows.
//
// The journal has a reader of its own because every report reads all of it. Decoding the journal of 6,000 tasks (5.6
// MB) into events takes 10 ms with this scanner; nlohmann_json takes 31 ms to announce the same values one by one (SAX)
// and 45 ms to build documents of them, without making events. Everything else uses nlohmann_json, and a unit test
// compares the two.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_JSON_SCANNER_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_JSON_SCANNER_H

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "tool/support/number.h"

namespace pf {

// Each operation skips blanks, then reads what it is named after and returns true, or returns false. After a false only
// position() may be called.
class JsonScanner {
public:
    // `text` must outlive the scanner.
    explicit JsonScanner(std::string_view text) : text_(text) {}

    // Reads the punctuation mark.
    bool take(char mark) {
        const bool next = next_is(mark);
        at_ += next ? 1 : 0;
        return next;
    }
    [[nodiscard]] bool next_is(char mark) {
        blanks();
        return at_ < text_.size() && text_[at_] == mark;
    }
    [[nodiscard]] bool at_end();
    // Returns how many bytes have been read.
    [[nodiscard]] std::size_t position() const { return at_; }

    // Reads a string, which must be UTF-8.
    bool string(std::string& value);

    bool boolean(bool& value);

    // Reads a number, which must fit into the type of `value`.
    template <typename Number>
    requires std::integral<Number> || std::floating_point<Number>
    bool number(Number& value) {
        const auto number = parse_number<Number>(number_text());
        value = number.value_or(value);
        return number.has_value();
    }

    // Reads a list. Calls `element()`, which must read one element, for each. Ends if a call returns false.
    template <typename Element>
    bool list(Element element) {
        if (!take('[')) {
            return false;
        }
        if (take(']')) {
            return true;
        }
        do {
            if (!element()) {
                return false;
            }
        } while (take(','));
        return take(']');
    }

    // Reads an object. Calls `member(key)`, which must read the value, for each key, a std::string_view that is valid
    // during the call. Ends if a call returns false.
    template <typename Member>
    bool object(Member member) {
        std::string escaped;
        return object(member, escaped);
    }
    // The same. The views of keys stay valid as long as the text and `escaped`.
    template <typename Member>
    bool object(Member member, std::string& escaped) {
        if (!take('{')) {
            return false;
        }
        if (take('}')) {
            return true;
        }
        do {
            const auto key = this->key(escaped);
            if (!key || !take(':') || !member(*key)) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    // Reads a value of any kind, nested up to 64 levels.
    bool skip(int depth = 0);

private:
    void blanks() {
        if (at_ < text_.size() && text_[at_] <= ' ') {
            skip_blanks();
        }
    }
    void skip_blanks();
    // Returns a string as a view of the text or, if it is not plain, of `escaped`.
    std::optional<std::string_view> key(std::string& escaped);
    bool word(std::string_view word);
    bool unplain_string(std::string& value);
    std::optional<char> copy_piece(std::string& value, bool& ascii);
    bool code_point(std::string& value);
    bool code_unit(unsigned& unit);
    std::size_t digits_from(std::size_t at) const;
    std::string_view number_text();

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace pf

#endif
