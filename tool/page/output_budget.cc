#include "tool/page/output_budget.h"

#include <fmt/format.h>

namespace pf {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string shortened(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) {
        return std::string(text);
    }
    std::size_t head = limit / 4;
    std::size_t tail = text.size() - (limit - head);
    while (head > 0 && continues_character(text[head])) {
        --head;
    }
    while (tail < text.size() && continues_character(text[tail])) {
        ++tail;
    }
    return fmt::format("{}\n[... {} bytes are left out here ...]\n{}", text.substr(0, head), tail - head,
                       text.substr(tail));
}

std::string OutputBudget::take(std::string_view text) {
    if (text.empty() || exhausted()) {
        return "";
    }
    std::string taken = shortened(text, spent_ < total_ ? each_ : later_);
    spent_ += taken.size();
    return taken;
}

}  // namespace pf
