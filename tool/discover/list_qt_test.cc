#include "tool/discover/list_qt_test.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "tool/plan/plan_values.h"
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
    std::unordered_set<std::string_view> known;
    for (const std::string_view line : split_lines(output)) {
        const std::string_view name = line.substr(0, line.size() - std::min<std::size_t>(2, line.size()));
        if (line.ends_with("()") && is_function_name(name) && known.insert(name).second) {
            names.push_back(name);
        }
    }
    return names;
}

// A line of -datatags: "<class> <function>", " <tag>" unless the function has no rows of its own, and " __global__
// <tag>" unless the program has no global rows.
struct Row {
    std::string_view class_name;
    std::string_view function;
    std::optional<std::string_view> tag;
    std::optional<std::string_view> global;
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
    if (!tags.empty()) {
        row.tag = tags.substr(1);
    }
    return row;
}

// Returns what selects a row. Qt Test takes "<function>:<tag>", and in Qt 6 also "<function>:<global>:<tag>". Sets
// `whole` if that selects something else: Qt Test takes no empty tag, and "::" for a part of the function's name.
std::string selection(const Row& row, bool is_qt5, bool& whole) {
    std::string text(row.function);
    for (const auto& tag : {is_qt5 ? std::nullopt : row.global, row.tag}) {
        text += tag ? ":" + std::string(*tag) : "";
        whole = whole || (tag && tag->empty());
    }
    whole = whole || text.compare(row.function.size(), 2, "::") == 0 || !is_name(text);
    return text;
}

struct Function {
    std::vector<std::string> selections;    // Of its rows, each once, in order.
    std::unordered_set<std::string> known;  // The same.
    std::unordered_set<std::string> rows;   // Each row with its global row.
    bool whole = false;                     // A row cannot be selected, so one case runs all of them.

    void add(const Row& row, bool is_qt5) {
        std::string text = selection(row, is_qt5, whole);
        whole = !rows.insert(text + '\n' + std::string(row.global.value_or(""))).second || whole;
        if (known.insert(text).second) {
            selections.push_back(std::move(text));
        }
    }
};

using Functions = std::unordered_map<std::string_view, Function>;

// Adds the rows to the functions. A line that is no row may be the rest of the tag before it.
void read_rows(std::string_view tags, bool is_qt5, Functions& functions) {
    std::string_view class_name;
    Function* last = nullptr;
    for (const std::string_view line : split_lines(tags)) {
        const Row row = read_row(line);
        const auto function = functions.find(row.function);
        const bool is_known = function != functions.end();
        class_name = class_name.empty() && is_known ? row.class_name : class_name;
        if (is_known && row.class_name == class_name) {
            last = &function->second;
            last->add(row, is_qt5);
        } else if (last != nullptr) {
            last->whole = true;
        }
    }
}

void add_case(Listing& listing, std::string name) {
    ListedCase& listed = listing.cases.emplace_back();
    listed.arguments = {name};
    listed.name = std::move(name);
}

}  // namespace

Result<Listing> parse_qt_test_listing(std::string_view functions, std::string_view tags, std::string_view filter,
                                      bool is_qt5) {
    const std::vector<std::string_view> names = read_functions(functions);
    Functions rows;
    for (const std::string_view name : names) {
        rows[name];
    }
    read_rows(tags, is_qt5, rows);
    Listing listing;
    listing.framework = "qt_test";
    for (const std::string_view name : names) {
        Function& function = rows[name];
        if (function.whole || function.selections.empty()) {
            function.selections = {std::string(name)};
        }
        for (const std::string& one : function.selections) {
            if (listing.cases.size() <= kMaxCases && (filter.empty() || filter == name || filter == one)) {
                add_case(listing, one);
            }
        }
    }
    number_cases(listing);
    return names.empty() ? Result<Listing>(Error{"its list of tests is not Qt Test's"}) : Result<Listing>(listing);
}

}  // namespace pf
