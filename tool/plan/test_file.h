// The syntax of CTestTestfile.cmake, which CMake generates in each directory of a build for ctest to read.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_TEST_FILE_H
#define PARALLEL_FIXTURES_TOOL_PLAN_TEST_FILE_H

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

// The commands of such a file that set properties of tests in one configuration. The blocks of other configurations,
// which multi-configuration generators write, are skipped, and so are all other commands.
class TestFile {
public:
    // `bytes` must outlive this object. `config` is compared as ctest compares -C, without regard to case.
    TestFile(std::string_view bytes, std::string_view config) : bytes_(bytes), config_(config) {}

    // Goes to the next set_tests_properties of the configuration. Returns false at the end of the file, and if the
    // rest of the file is not what CMake writes.
    bool next();

    // Returns its words: the name of the test, PROPERTIES, and names and values in turn. They are valid until the
    // next call of next().
    [[nodiscard]] const std::vector<std::string_view>& words() const { return words_; }

    // Returns what the part of the file up to here has set CTEST_RESOURCE_SPEC_FILE to, or "".
    [[nodiscard]] const std::string& resource_spec_file() const { return resource_spec_file_; }

    // Returns the line at which the file is damaged, from 1, or 0 if next() has reached the end of a whole file.
    [[nodiscard]] std::size_t damaged_line() const;

private:
    void skip_blanks();
    bool read_command(std::string_view& name);
    bool read_word();
    bool read_quoted();
    bool read_bracket();
    void enter_block(std::string_view command);
    [[nodiscard]] bool matches_config() const;

    std::string_view bytes_;
    std::string_view config_;
    std::size_t at_ = 0;
    bool damaged_ = false;
    std::vector<std::string_view> words_;
    std::deque<std::string> unescaped_;  // The texts of words that had escape sequences.
    std::string resource_spec_file_;
    bool in_block_ = false;    // Between if() and endif().
    bool skipping_ = false;    // In a block of another configuration.
    bool block_done_ = false;  // A branch of the block was of the configuration.
};

}  // namespace pf

#endif
