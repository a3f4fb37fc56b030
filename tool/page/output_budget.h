// How much output a page holds: a page of any run must open at once.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_OUTPUT_BUDGET_H
#define PARALLEL_FIXTURES_TOOL_PAGE_OUTPUT_BUDGET_H

#include <cstddef>
#include <string>
#include <string_view>

namespace pf {

// Returns `text` if it has at most `limit` bytes. Otherwise returns its beginning and three times as much of its end,
// with a line between them that says how much was left out. Cuts between characters of UTF-8.
std::string shortened(std::string_view text, std::size_t limit);

class OutputBudget {
public:
    // At most `each` bytes of one text and `total` bytes of all; after that, at most `later` bytes of each, up to
    // `total` once more; after that nothing.
    OutputBudget(std::size_t each, std::size_t total, std::size_t later) : each_(each), total_(total), later_(later) {}

    std::string take(std::string_view text);

    // Counts what is not cut.
    void spend(std::size_t bytes) { spent_ += bytes; }

    [[nodiscard]] bool exhausted() const { return spent_ >= (later_ > 0 ? 2 * total_ : total_); }

private:
    std::size_t each_;
    std::size_t total_;
    std::size_t later_;
    std::size_t spent_ = 0;
};

}  // namespace pf

#endif
