// JSON that is written to a file piece by piece, for the reports that a browser or a trace viewer reads.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_JSON_TEXT_H
#define PARALLEL_FIXTURES_TOOL_PAGE_JSON_TEXT_H

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace pf {

// Appends `bytes` as a JSON string. A byte that is not UTF-8 becomes the text \xff. The result may also be written in
// an HTML <script> element, because the characters <, > and & are escaped.
void append_json_string(std::string& out, std::string_view bytes);

// Sets commas by itself. Errors are those of the file, and ferror() tells them.
class JsonText {
public:
    explicit JsonText(std::FILE* file) : file_(file) {}
    JsonText(const JsonText&) = delete;
    JsonText& operator=(const JsonText&) = delete;
    ~JsonText() { flush(); }

    JsonText& open(char bracket);
    JsonText& close(char bracket);
    // Begins a member of an object. The name must need no escape.
    JsonText& key(std::string_view name);
    JsonText& text(std::string_view bytes);
    JsonText& number(std::int64_t value);
    JsonText& boolean(bool value);
    JsonText& null();
    // Begins a line before the next element.
    JsonText& line();

private:
    void separate();
    void flush();

    std::FILE* file_;
    std::string buffer_;
    bool comma_ = false;
    bool line_ = false;
};

}  // namespace pf

#endif
