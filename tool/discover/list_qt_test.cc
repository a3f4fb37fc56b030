#include "tool/discover/list_qt_test.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "tool/support/text.h"

namespace pf {
namespace {

bool is_function_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               (c & '\x80') != 0;
    });
}

// Reads lines "name()". The program itself may have printed others.
std::vector<std::string_view> read_functions(std::string_view output) {
    std::vector<std::string_view> names;
    for (const std::string_view line : split_lines(output)) {
        if (line.ends_with("()") && is_function_name(line.substr(0, line.size() - 2))) {
            names.push_back(line.substr(0, line.size() - 2));
        }
    }
    return names;
}

// A line of -datatags: "<class> <function>", " <tag>" unless the function has no rows of its own, and " __global__
// <tag>" unless the program has no global rows.
struct Row {
    std::string_view class_name;
    std::string_view function;
    std::string_view tag;
    std::string_view global;
};

Row read_row(std::string_view line) {
    constexpr std::string_view kGlobal = " __global__ ";
    Row row;
    const std::size_t space = std::min(line.find(' '), line.size());
    row.class_name = line.substr(0, space);
    line.remove_prefix(std::min(space + 1, line.size()));
    const std::size_t end = std::min(line.find(' '), line.size());
    row.function = line.substr(0, end);
    std::string_view tags = line.substr(end);
    if (const std::size_t at = tags.rfind(kGlobal); at != tags.npos) {
        row.global = tags.substr(at + kGlobal.size());
        tags = tags.substr(0, at);
    }
    row.tag = tags.substr(std::min<std::size_t>(1, tags.size()));
    return row;
}

// Returns what selects a row. Qt Test takes "<function>:<tag>", and in Qt 6 also "<function>:<global>:<tag>".
std::string selection(const Row& row, bool is_qt5) {
    std::string text(row.function);
    if (!is_qt5 && !row.global.empty()) {
        text += ":" + std::string(row.global);
    }
    return row.tag.empty() ? text : text + ":" + std::string(row.tag);
}

// Collects the cases. A further row with the same tag cannot be run, because Qt Test takes the first one. Rows of Qt 5
// that differ only in their global rows are one case.
class Cases {
public:
    explicit Cases(bool is_qt5) : is_qt5_(is_qt5) { listing_.framework = "qt_test"; }

    void add(const Row& row) {
        const std::string name = selection(row, is_qt5_);
        const auto [first, is_new] = globals_.emplace(name, row.global);
        if (!is_new && first->second != row.global) {
            return;
        }
        ListedCase& listed = listing_.cases.emplace_back();
        listed.name = name;
        listed.arguments = {name};
        listed.problem = is_new ? "" : "Qt Test runs only the first row of this tag; rename one";
    }

    Listing take() {
        number_cases(listing_);
        return std::move(listing_);
    }
    [[nodiscard]] std::size_t count() const { return listing_.cases.size(); }

private:
    bool is_qt5_;
    Listing listing_;
    std::unordered_map<std::string, std::string_view> globals_;  // The global row of the first case of each name.
};

}  // namespace

Result<Listing> parse_qt_test_listing(std::string_view functions, std::string_view tags, std::string_view filter,
                                      bool is_qt5) {
    const std::vector<std::string_view> names = read_functions(functions);
    const std::unordered_set<std::string_view> known(names.begin(), names.end());
    std::unordered_set<std::string_view> with_rows;
    std::string_view class_name;
    Cases cases(is_qt5);
    const auto is_wanted = [&](const Row& row) {
        return filter.empty() || filter == row.function || filter == selection(row, is_qt5);
    };
    for (const std::string_view line : split_lines(tags)) {
        const Row row = read_row(line);
        class_name = class_name.empty() && known.count(row.function) != 0 ? row.class_name : class_name;
        if (known.count(row.function) == 0 || row.class_name != class_name || cases.count() > kMaxCases) {
            continue;
        }
        with_rows.insert(row.function);
        if (is_wanted(row)) {
            cases.add(row);
        }
    }
    for (const std::string_view name : names) {
        if (const Row row{"", name, "", ""}; with_rows.count(name) == 0 && is_wanted(row)) {
            cases.add(row);
        }
    }
    return names.empty() ? Result<Listing>(Error{"its list of tests is not Qt Test's"}) : Result<Listing>(cases.take());
}

}  // namespace pf
