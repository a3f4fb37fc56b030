#include "tool/plan/test_file.h"

#include <algorithm>
#include <cctype>

namespace pf {

namespace {

bool is_word_end(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ')' || c == '('; }

bool same_letter(char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

}  // namespace

void TestFile::skip_blanks() {
    while (at_ < bytes_.size()) {
        if (bytes_[at_] == '#') {
            at_ = std::min(bytes_.find('\n', at_), bytes_.size());
        } else if (std::isspace(static_cast<unsigned char>(bytes_[at_])) != 0) {
            ++at_;
        } else {
            return;
        }
    }
}

bool TestFile::next() {
    std::string_view command;
    while (!damaged_) {
        skip_blanks();
        if (at_ >= bytes_.size()) {
            return false;
        }
        damaged_ = !read_command(command);
        if (damaged_) {
            return false;
        }
        enter_block(command);
        if (command == "set" && words_.size() == 2 && words_[0] == "CTEST_RESOURCE_SPEC_FILE") {
            resource_spec_file_ = words_[1];
        }
        if (command == "set_tests_properties" && !skipping_ && words_.size() >= 2) {
            return true;
        }
    }
    return false;
}

std::size_t TestFile::damaged_line() const {
    return damaged_ ? static_cast<std::size_t>(1 + std::count(bytes_.begin(), bytes_.begin() + at_, '\n')) : 0;
}

// Follows the blocks if(CTEST_CONFIGURATION_TYPE MATCHES "^([Dd][Ee]...)$"), elseif() of the same kind, and else().
// CMake does not nest them.
void TestFile::enter_block(std::string_view command) {
    if (command == "if") {
        in_block_ = true;
        block_done_ = matches_config();
        skipping_ = !block_done_;
    } else if (command == "elseif" && in_block_) {
        const bool matches = !block_done_ && matches_config();
        block_done_ = block_done_ || matches;
        skipping_ = !matches;
    } else if (command == "else" && in_block_) {
        skipping_ = block_done_;
    } else if (command == "endif") {
        in_block_ = skipping_ = false;
    }
}

bool TestFile::matches_config() const {
    if (words_.size() != 3 || words_[0] != "CTEST_CONFIGURATION_TYPE" || words_[1] != "MATCHES") {
        return false;
    }
    // In the expression, each letter is a set of both cases.
    std::string name;
    for (std::size_t i = 0; i < words_[2].size(); ++i) {
        const char c = words_[2][i];
        if (c == '[') {
            name += words_[2].substr(i + 1, 1);
            i = std::min(words_[2].find(']', i), words_[2].size());
        } else if (std::string_view("^()$\\").find(c) == std::string_view::npos) {
            name += c;
        }
    }
    return std::equal(name.begin(), name.end(), config_.begin(), config_.end(), same_letter);
}

// Reads <name>(<word>...).
bool TestFile::read_command(std::string_view& name) {
    const std::size_t open = bytes_.find_first_of("( \n", at_);
    if (open == std::string_view::npos || open == at_ || bytes_[open] != '(') {
        return false;
    }
    name = bytes_.substr(at_, open - at_);
    at_ = open + 1;
    words_.clear();
    unescaped_.clear();
    for (skip_blanks(); at_ < bytes_.size() && bytes_[at_] != ')'; skip_blanks()) {
        if (!read_word()) {
            return false;
        }
    }
    return at_++ < bytes_.size();
}

bool TestFile::read_word() {
    if (bytes_[at_] == '"') {
        return read_quoted();
    }
    if (bytes_[at_] == '[' && at_ + 1 < bytes_.size() && (bytes_[at_ + 1] == '[' || bytes_[at_ + 1] == '=')) {
        return read_bracket();
    }
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && !is_word_end(bytes_[at_])) {
        ++at_;
    }
    words_.push_back(bytes_.substr(begin, at_ - begin));
    return at_ > begin;
}

bool TestFile::read_quoted() {
    const std::size_t begin = at_ + 1;
    std::size_t end = bytes_.find('"', begin);
    const std::string_view plain = bytes_.substr(begin, end - begin);
    const std::size_t escape = plain.find('\\');
    if (end != std::string_view::npos && escape == std::string_view::npos) {
        words_.push_back(plain);
        at_ = end + 1;
        return true;
    }
    std::string text;
    std::size_t copied = begin;
    end = begin + escape;
    while (end < bytes_.size() - 1 && bytes_[end] == '\\') {
        const char c = bytes_[end + 1];
        text += bytes_.substr(copied, end - copied);
        text += c == ';' ? "\\;" : c == 'n' ? "\n" : c == 't' ? "\t" : c == 'r' ? "\r" : std::string(1, c);
        copied = end + 2;
        end = bytes_.find_first_of("\"\\", copied);
    }
    if (end >= bytes_.size() || bytes_[end] != '"') {
        return false;
    }
    text += bytes_.substr(copied, end - copied);
    at_ = end + 1;
    words_.emplace_back(unescaped_.emplace_back(std::move(text)));
    return true;
}

bool TestFile::read_bracket() {
    std::size_t begin = at_ + 1;
    while (begin < bytes_.size() && bytes_[begin] == '=') {
        ++begin;
    }
    if (begin >= bytes_.size() || bytes_[begin] != '[') {
        return false;
    }
    const std::string close = "]" + std::string(begin - at_ - 1, '=') + "]";
    const std::size_t end = bytes_.find(close, begin + 1);
    if (end == std::string_view::npos) {
        return false;
    }
    ++begin;
    begin += begin < end && bytes_[begin] == '\n' ? 1 : 0;  // CMake ignores a line end behind the opening bracket.
    words_.push_back(bytes_.substr(begin, end - begin));
    at_ = end + close.size();
    return true;
}

}  // namespace pf
