#include "tool/terminal/text_width.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstddef>

#include "tool/support/text.h"

namespace pf {
namespace {

constexpr utf8proc_int32_t kEmojiStyle = 0xFE0F;      // After a character: show it as an emoji, two columns wide.
constexpr utf8proc_int32_t kFirstPictures = 0x1F000;  // From here on, new characters are most likely emoji.

int columns_of(utf8proc_int32_t code) {
    const bool unknown = utf8proc_category(code) == UTF8PROC_CATEGORY_CN;
    return code == kEmojiStyle || (unknown && code >= kFirstPictures) ? 2 : utf8proc_charwidth(code);
}

struct Cluster {
    std::size_t bytes = 0;
    int columns = 0;
};

// Returns the grapheme cluster at the beginning of `text`, which must not be empty.
Cluster first_cluster(std::string_view text) {
    Character character = first_character(text);
    if (character.bytes == 0) {
        return {1, 1};
    }
    Cluster cluster;
    utf8proc_int32_t state = 0;
    auto code = static_cast<utf8proc_int32_t>(character.code);
    bool ended = false;
    while (!ended) {
        cluster.bytes += character.bytes;
        cluster.columns = std::min(cluster.columns + columns_of(code), 2);
        character = first_character(text.substr(cluster.bytes));
        const auto next = static_cast<utf8proc_int32_t>(character.code);
        ended = character.bytes == 0 || utf8proc_grapheme_break_stateful(code, next, &state);
        code = next;
    }
    return cluster;
}

}  // namespace

int text_width(std::string_view text) {
    int columns = 0;
    while (!text.empty()) {
        const Cluster cluster = first_cluster(text);
        columns += cluster.columns;
        text.remove_prefix(cluster.bytes);
    }
    return columns;
}

std::string fit(std::string_view text, int columns, bool utf8) {
    if (text_width(text) <= columns) {
        return std::string(text);
    }
    if (columns <= 0) {
        return {};
    }
    const std::string_view end = utf8 ? "\u2026" : columns < 2 ? "." : "..";
    const int room = columns - text_width(end);
    std::size_t kept = 0;
    int used = 0;
    while (true) {
        const Cluster cluster = first_cluster(text.substr(kept));
        used += cluster.columns;
        if (used > room) {
            return std::string(text.substr(0, kept)).append(end);
        }
        kept += cluster.bytes;
    }
}

}  // namespace pf
