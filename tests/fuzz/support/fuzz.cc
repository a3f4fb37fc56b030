#include "tests/fuzz/support/fuzz.h"

#include <fcntl.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "runtime/directory.h"
#include "tool/support/file.h"

namespace pf::fuzz {

void broken(const char* rule, const std::string& details, const char* file, int line) {
    static_cast<void>(std::fprintf(stderr, "%s:%d: does not hold: %s\n%s\n", file, line, rule, details.c_str()));
    std::abort();
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> pieces(std::string_view text, std::size_t most) {
    std::minstd_rand random(static_cast<unsigned>(std::hash<std::string_view>()(text)));
    const std::size_t longest = 2 * (random() % 4 == 0 ? text.size() / most : 1 + text.size() / (2 + random() % most));
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const bool last = parts.size() + 1 == most;
        parts.push_back(text.substr(0, last ? text.size() : 1 + random() % (longest + 1)));
        text.remove_prefix(parts.back().size());
    }
    return parts;
}

bool is_message(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '\x7f'; });
}

const std::string& scratch() {
    static const TemporaryDirectory directory = [] {
        auto made = TemporaryDirectory::make("pf-fuzz-");
        PF_HOLDS(made.ok());
        return std::move(*made);
    }();
    return directory.path();
}

std::string scratch_file(const std::string& name, std::string_view content) {
    const std::string path = scratch() + "/" + name;
    auto file = open_file(path, O_WRONLY | O_CREAT | O_TRUNC);
    PF_HOLDS(file.ok() && write_all(file->get(), content) == content.size());
    return path;
}

}  // namespace pf::fuzz
