// Writes JSON piece by piece, for all reports that are JSON.
//
// nlohmann_json, which the helper uses elsewhere, makes a document of each piece first. With it, summary.json took
// 41,000 instructions for each task. With this writer it takes 1,700.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_JSON_TEXT_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_JSON_TEXT_H

#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "tool/support/file_text.h"
#include "tool/support/json_string.h"

namespace pf {

// Sets commas by itself. Errors are those of the file, and ferror() tells them.
class JsonText {
public:
    explicit JsonText(std::FILE* file, JsonPlace place = JsonPlace::html) : out_(file), place_(place) {}

    JsonText& open(char bracket) {
        out_.filled_to(put(separated(1), bracket));
        comma_ = false;
        return *this;
    }
    JsonText& close(char bracket) {
        out_.push_back(bracket);
        comma_ = true;
        return *this;
    }
    // Begins a member of an object. The name must be short and need no escape.
    JsonText& key(std::string_view name) {
        constexpr std::size_t kMarks = 3;
        char* at = put(separated(name.size() + kMarks), '"');
        std::memcpy(at, name.data(), name.size());
        out_.filled_to(put(put(at + name.size(), '"'), ':'));
        comma_ = false;
        return *this;
    }
    // Writes a string. A byte that is not UTF-8 becomes the text \xff.
    JsonText& text(std::string_view bytes) {
        out_.filled_to(put(separated(1), '"'));
        out_.append(json_plain_length(bytes, place_) == bytes.size() ? bytes : json_escaped(bytes, place_));
        out_.push_back('"');
        return *this;
    }
    template <std::integral Number>
    requires(!std::same_as<Number, bool>) JsonText& number(Number value) {
        constexpr std::size_t kDigits = 20;
        char* const begin = separated(kDigits);
        out_.filled_to(std::to_chars(begin, begin + kDigits, value).ptr);
        return *this;
    }
    // Writes seconds as a decimal number of whole microseconds. What is no number becomes null.
    JsonText& seconds(double value);
    JsonText& boolean(bool value) { return word(value ? "true" : "false"); }
    JsonText& null() { return word("null"); }
    // Begins a line before the next element.
    JsonText& line() {
        line_ = true;
        return *this;
    }
    // Writes `bytes` as they are. No comma follows them.
    JsonText& raw(std::string_view bytes) {
        out_.append(bytes);
        comma_ = line_ = false;
        return *this;
    }

private:
    static char* put(char* at, char c) {
        *at = c;
        return at + 1;
    }

    // Returns where an element of up to `bytes` bytes can be written, behind the comma and the line break that it
    // needs.
    char* separated(std::size_t bytes) {
        char* at = out_.room(bytes + 2);
        if (comma_) {
            at = put(at, ',');
        }
        if (line_) {
            at = put(at, '\n');
        }
        comma_ = true;
        line_ = false;
        return at;
    }

    JsonText& word(std::string_view word) {
        char* const at = separated(word.size());
        std::memcpy(at, word.data(), word.size());
        out_.filled_to(at + word.size());
        return *this;
    }

    FileText out_;
    JsonPlace place_;
    bool comma_ = false;
    bool line_ = false;
};

}  // namespace pf

#endif
