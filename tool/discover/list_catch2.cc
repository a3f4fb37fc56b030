#include "tool/discover/list_catch2.h"

#include <fmt/format.h>
#include <tinyxml2.h>

#include <algorithm>
#include <optional>

#include "tool/discover/selector.h"
#include "tool/support/number.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::string_view kExclude = "exclude:";

// Returns the form of a name that Catch2 compares: without blanks around it and in lower case.
std::string folded(std::string_view name) {
    std::string text(trimmed(name, kCatch2Blanks));
    std::transform(text.begin(), text.end(), text.begin(), ascii_lower);
    return text;
}

// Returns the pattern before it is quoted. "exclude:" at its beginning would invert it, but not after a `*`.
std::string unquoted_pattern(std::string_view name) {
    return (name.substr(0, kExclude.size()) == kExclude ? "*" : "") + std::string(name);
}

// Returns the arguments that run only the given case of those that its pattern selects: the shard that has it, if each
// has one case. Version 3 has this option.
std::vector<std::string> shard_of(std::size_t of_case, const std::vector<std::size_t>& collisions) {
    const auto before =
        std::count_if(collisions.begin(), collisions.end(), [&](std::size_t other) { return other < of_case; });
    return {"--order",       "decl",
            "--shard-count", std::to_string(collisions.size() + 1),
            "--shard-index", std::to_string(before)};
}

void select_catch2_cases(Listing& listing, bool has_shards) {
    std::vector<ListedCase>& cases = listing.cases;
    CollisionRules rules;
    rules.folded = [&](std::size_t i) { return folded(cases[i].name); };
    rules.is_loose = [&](std::size_t i) {
        const std::string pattern = folded(unquoted_pattern(cases[i].name));
        return !pattern.empty() && (pattern.front() == '*' || pattern.back() == '*');
    };
    rules.matches = [&](std::size_t i, std::size_t j) {
        return catch2_matches(unquoted_pattern(cases[i].name), cases[j].name);
    };
    const auto collisions = find_collisions(cases.size(), rules);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::string pattern = catch2_pattern(cases[i].name);
        std::string spec = pattern;
        const ListedCase* alike = nullptr;
        for (const std::size_t j : collisions[i]) {
            spec += "~" + catch2_pattern(cases[j].name);
            alike = rules.matches(j, i) ? &cases[j] : alike;
        }
        cases[i].arguments = {alike != nullptr ? pattern : spec};
        if (alike != nullptr && has_shards) {
            const std::vector<std::string> shard = shard_of(i, collisions[i]);
            cases[i].arguments.insert(cases[i].arguments.end(), shard.begin(), shard.end());
        } else if (alike != nullptr) {
            cases[i].problem = fmt::format(
                "Catch2 cannot run it without \"{}\", whose name it does not tell from this one; rename one",
                alike->name);
        }
    }
}

// Returns the tags in a text like "[a][b c]", except those that only hide a case.
std::vector<std::string> split_tags(std::string_view text) {
    std::vector<std::string> tags;
    while (true) {
        const std::size_t begin = text.find('[');
        const std::size_t end = begin == std::string_view::npos ? begin : text.find(']', begin);
        if (end == std::string_view::npos) {
            return tags;
        }
        if (const std::string_view tag = text.substr(begin + 1, end - begin - 1);
            !tag.empty() && tag != "." && tag != "!hide") {
            tags.emplace_back(tag);
        }
        text.remove_prefix(end + 1);
    }
}

std::string text_of(const tinyxml2::XMLElement* parent, const char* name) {
    const tinyxml2::XMLElement* element = parent == nullptr ? nullptr : parent->FirstChildElement(name);
    const char* text = element == nullptr ? nullptr : element->GetText();
    return text == nullptr ? "" : text;
}

std::vector<std::string> with_filter(std::vector<std::string> arguments, std::string_view filter) {
    if (!filter.empty()) {
        arguments.emplace(arguments.begin(), filter);
    }
    return arguments;
}

// Returns the number in the last line like "<n> test cases" or "<n> matching test case", and sets `at` to that line.
std::optional<std::size_t> count_in(const std::vector<std::string_view>& lines, std::size_t& at) {
    for (at = lines.size(); at-- > 0;) {
        const std::size_t space = std::min(lines[at].find(' '), lines[at].size());
        const std::string_view rest = lines[at].substr(space);
        if (rest.starts_with(" test case") || rest.starts_with(" matching test case")) {
            if (const auto count = parse_number<std::size_t>(lines[at].substr(0, space))) {
                return count;
            }
        }
    }
    return std::nullopt;
}

// Removes from `name` what `line` has of it. Spaces do not count, because Catch2 breaks lines at them, and it ends a
// part of a word that is longer than a line with a hyphen.
void consume_name(std::string_view& name, std::string_view line) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == ' ') {
            continue;
        }
        n = std::min(name.find_first_not_of(' ', n), name.size());
        if (n < name.size() && name[n] == line[i]) {
            ++n;
        } else if (line[i] != '-' || i + 1 != line.size()) {
            break;
        }
    }
    name.remove_prefix(n);
}

bool is_blank(std::string_view text) { return text.find_first_not_of(' ') == std::string_view::npos; }

// Reads "<file>:<line>", which may be broken into several lines, and passes over a description after it. Both are
// indented by four columns. Does nothing if there is no such place.
void take_place(ListedCase& listed, const std::vector<std::string_view>& lines, std::size_t& at, std::size_t end) {
    constexpr std::size_t kIndent = 4;
    constexpr std::size_t kLongest = 64;  // Lines of a path.
    const auto is_indented = [&](std::size_t i) {
        return i < end && lines[i].size() > kIndent && lines[i].find_first_not_of(' ') == kIndent;
    };
    std::string place;
    for (std::size_t i = at; is_indented(i) && i < at + kLongest; ++i) {
        place += lines[i].substr(kIndent);
        const std::size_t colon = place.rfind(':');
        if (colon == std::string::npos || colon + 1 == place.size() ||
            place.find_first_not_of("0123456789", colon + 1) != std::string::npos) {
            continue;
        }
        listed.line = parse_number<int>(std::string_view(place).substr(colon + 1)).value_or(0);
        listed.file = place.substr(0, colon);
        at = i + 1;
        const bool described = is_indented(at) && lines[at] != "    (NO DESCRIPTION)";
        do {
            at += is_indented(at) ? 1 : 0;
        } while (described && is_indented(at));
        return;
    }
}

// Returns whether Catch2 2 may have put the quotes around this name of its listing. It does so if the name begins with
// #.
bool may_be_quoted(std::string_view name) {
    return name.size() > 2 && name.substr(0, 2) == "\"#" && name.back() == '"';
}

// Removes the quotes of Catch2 around names, except around that of a case whose line of the other listing has them too.
void unquote(ListedCase& listed, std::string_view line) {
    const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
    if (may_be_quoted(listed.name) && line.substr(begin, 1) != "\"") {
        listed.name = listed.name.substr(1, listed.name.size() - 2);
    }
}

// Reads the places and tags of the cases, which are indented below their names, and takes Catch2's quotes from names.
void add_tags(std::vector<ListedCase>& cases, const std::vector<std::string_view>& lines, std::size_t begin,
              std::size_t end) {
    constexpr std::string_view kIndent = "      ";
    std::size_t at = begin;
    for (ListedCase& listed : cases) {
        unquote(listed, at < end ? lines[at] : "");
        std::string_view name = listed.name;
        do {
            at < end ? consume_name(name, lines[at++]) : name.remove_prefix(name.size());
        } while (!is_blank(name));
        take_place(listed, lines, at, end);
        std::string tags;
        for (; at < end && lines[at].substr(0, kIndent.size()) == kIndent; ++at) {
            const std::string_view part = lines[at].substr(kIndent.size());
            if (tags.empty() && part.substr(0, 1) != "[") {
                break;
            }
            // Catch2 may have broken a tag at a space.
            const bool inside = !tags.empty() && tags.back() != ']';
            tags += (inside ? " " : "") + std::string(part);
        }
        listed.labels = split_tags(tags);
    }
}

}  // namespace

std::string catch2_pattern(std::string_view name) {
    std::string pattern = "\"";
    for (const char c : unquoted_pattern(name)) {
        pattern += c == '\\' || c == ',' || c == '"' ? "\\" : "";
        pattern += c;
    }
    return pattern + "\"";
}

std::vector<std::string> catch2_v3_list_arguments(std::string_view filter) {
    return with_filter({"--list-tests", "--reporter", "xml", "--order", "decl"}, filter);
}

std::vector<std::string> catch2_v2_name_arguments(std::string_view filter) {
    return with_filter({"--list-test-names-only"}, filter);
}

std::vector<std::string> catch2_v2_tag_arguments(std::string_view filter) {
    return with_filter({"--list-tests", "--verbosity", "high"}, filter);
}

Result<Listing> parse_catch2_v3_listing(std::string_view output) {
    // The program itself may have printed something before the list.
    const std::size_t begin = output.find("<MatchingTests");
    tinyxml2::XMLDocument document;
    if (begin == std::string_view::npos ||
        document.Parse(output.data() + begin, output.size() - begin) != tinyxml2::XML_SUCCESS) {
        return Error{"its list of tests is not Catch2's XML"};
    }
    Listing listing;
    listing.framework = "catch2";
    for (const auto* test = document.RootElement()->FirstChildElement("TestCase"); test != nullptr;
         test = test->NextSiblingElement("TestCase")) {
        ListedCase listed;
        listed.name = text_of(test, "Name");
        listed.labels = split_tags(text_of(test, "Tags"));
        const tinyxml2::XMLElement* const source = test->FirstChildElement("SourceInfo");
        listed.file = text_of(source, "File");
        listed.line = parse_number<int>(text_of(source, "Line")).value_or(0);
        listing.cases.push_back(std::move(listed));
        if (listing.cases.size() > kMaxCases) {
            return listing;  // check_listing() reports it.
        }
    }
    select_catch2_cases(listing, true);
    return listing;
}

Result<Listing> parse_catch2_v2_listing(std::string_view names, std::string_view tags) {
    const std::vector<std::string_view> tag_lines = split_lines(tags);
    std::size_t end = 0;
    const std::optional<std::size_t> count = count_in(tag_lines, end);
    std::vector<std::string_view> name_lines = split_lines(names);
    if (!count || name_lines.size() < *count) {
        return Error{"its list of tests is not Catch2's"};
    }
    Listing listing;
    listing.framework = "catch2";
    if (*count > kMaxCases) {
        listing.cases.resize(kMaxCases + 1);  // check_listing() reports it.
        return listing;
    }
    // The lines before the names were printed by the program itself.
    name_lines.erase(name_lines.begin(), name_lines.end() - static_cast<std::ptrdiff_t>(*count));
    for (const std::string_view name : name_lines) {
        listing.cases.emplace_back().name = name;
    }
    std::size_t begin = end;
    while (begin > 0 && tag_lines[begin - 1] != "All available test cases:" &&
           tag_lines[begin - 1] != "Matching test cases:") {
        --begin;
    }
    add_tags(listing.cases, tag_lines, begin, end);
    select_catch2_cases(listing, false);
    return listing;
}

}  // namespace pf
