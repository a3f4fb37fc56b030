// Reads one JSON text (RFC 8259) from front to back, into variables whose types the caller knows.
//
// Why not a library: every report reads every line of a journal again, and this is several times as fast as building or
// announcing a document of unknown shape. A test holds it against the library.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_JSON_SCANNER_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_JSON_SCANNER_H

#include <charconv>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

namespace pf {

// Each operation passes over blanks, then takes what it is named after, or returns false; after a false the position is
// of no use but for a message.
class JsonScanner {
public:
    // OWNERSHIP: `text` must outlive the scanner.
    explicit JsonScanner(std::string_view text) : text_(text) {}

    // A punctuation mark, if it is next.
    bool take(char mark);
    [[nodiscard]] bool next_is(char mark);
    [[nodiscard]] bool at_end();
    [[nodiscard]] std::size_t position() const { return at_; }

    // A string; valid UTF-8 only.
    bool string(std::string& value);

    bool boolean(bool& value);

    // A number that fits.
    template <typename Number>
    requires std::integral<Number> || std::floating_point<Number>
    bool number(Number& value) {
        const std::string_view digits = number_text();
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return !digits.empty() && error == std::errc{} && end == digits.data() + digits.size();
    }

    // Calls `element` at each element of a list, until one returns false.
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

    // Calls `member(key)` before each value of an object, until one returns false.
    template <typename Member>
    bool object(Member member) {
        if (!take('{')) {
            return false;
        }
        if (take('}')) {
            return true;
        }
        std::string key;
        do {
            if (!string(key) || !take(':') || !member(key)) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    // Any value at all.
    bool skip(int depth = 0);

private:
    void blanks();
    bool word(std::string_view word);
    bool escape(std::string& value);
    bool code_unit(unsigned& unit);
    std::size_t digits_from(std::size_t at) const;
    std::string_view number_text();

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace pf

#endif
