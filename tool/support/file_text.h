// Collects text for a file. The writers of JSON and XML append a few bytes at a time, for which std::string and
// std::FILE each take several times as many instructions.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_FILE_TEXT_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_FILE_TEXT_H

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

namespace pf {

// Write errors are those of the file, and ferror() tells them.
class FileText {
public:
    explicit FileText(std::FILE* file) : file_(file), begin_(std::make_unique_for_overwrite<char[]>(kSize)) {}
    FileText(const FileText&) = delete;
    FileText& operator=(const FileText&) = delete;
    ~FileText() { flush(); }

    void append(std::string_view text) {
        if (text.size() > kSize - used_) {
            flush();
            if (text.size() > kSize) {
                static_cast<void>(std::fwrite(text.data(), 1, text.size(), file_));
                return;
            }
        }
        std::memcpy(begin_.get() + used_, text.data(), text.size());
        used_ += text.size();
    }

    void push_back(char c) { *room(1) = c, ++used_; }

    void append(std::size_t count, char c) {
        for (std::size_t i = 0; i < count; ++i) {
            push_back(c);
        }
    }

    // Returns where up to `bytes` bytes, at most 64 KiB, can be written. filled_to() must follow.
    char* room(std::size_t bytes) {
        if (bytes > kSize - used_) {
            flush();
        }
        return begin_.get() + used_;
    }
    void filled_to(const char* end) { used_ = static_cast<std::size_t>(end - begin_.get()); }

private:
    static constexpr std::size_t kSize = 64U << 10U;

    void flush() {
        static_cast<void>(std::fwrite(begin_.get(), 1, used_, file_));
        used_ = 0;
    }

    std::FILE* file_;
    std::unique_ptr<char[]> begin_;
    std::size_t used_ = 0;
};

}  // namespace pf

#endif
