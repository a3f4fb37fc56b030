#include "tool/support/ctest_tags.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

#include "tool/support/text.h"

namespace pf {
namespace {

// Returns the text between the first `open` in the line and the last `close` after it.
std::optional<std::string> content_of(std::string_view line, std::string_view open, std::string_view close) {
    const std::size_t from = line.find(open);
    const std::size_t to = line.rfind(close);
    if (from == std::string_view::npos || to == std::string_view::npos || to < from + open.size()) {
        return std::nullopt;
    }
    return std::string(line.substr(from + open.size(), to - from - open.size()));
}

// Returns whether the line holds details or a label, which are then added to `tags`. ctest drops such a line.
bool take_line(std::string_view line, CTestTags& tags) {
    if (auto details = content_of(line, "<CTestDetails>", "</CTestDetails>")) {
        tags.details = std::move(details);
        return true;
    }
    auto label = content_of(line, "<CTestLabel>", "</CTestLabel>");
    if (label && std::find(tags.labels.begin(), tags.labels.end(), *label) == tags.labels.end()) {
        tags.labels.push_back(*label);
    }
    return label.has_value();
}

std::string without_lines(std::string_view output, CTestTags& tags) {
    std::string kept;
    kept.reserve(output.size());
    while (!output.empty()) {
        const std::string_view line = output.substr(0, output.find('\n'));
        const std::size_t size = std::min(line.size() + 1, output.size());
        if (!take_line(line, tags)) {
            kept.append(output.substr(0, size));
        }
        output.remove_prefix(size);
    }
    return kept;
}

constexpr std::array<std::string_view, 2> kOpen{"<CTestMeasurement", "<DartMeasurement"};
constexpr std::array<std::string_view, 2> kClose{"</CTestMeasurement", "</DartMeasurement"};

// Returns the size in bytes of the end tag with which `text` begins, or 0 if it does not begin with one.
std::size_t end_tag(std::string_view text) {
    for (const std::string_view close : kClose) {
        if (text.substr(0, close.size()) == close) {
            std::size_t size = close.size();
            while (size < text.size() && std::isalpha(static_cast<unsigned char>(text[size])) != 0) {
                ++size;
            }
            return size < text.size() && text[size] == '>' ? size + 1 : 0;
        }
    }
    return 0;
}

// Returns the beginning and the end of the first element at or after `from` that contains text only. The range is empty
// if there is none.
std::pair<std::size_t, std::size_t> find_element(std::string_view text, std::size_t from) {
    while (true) {
        const std::size_t begin = std::min(text.find(kOpen[0], from), text.find(kOpen[1], from));
        if (begin == std::string_view::npos) {
            return {text.size(), text.size()};
        }
        const std::size_t inner_end = text.find('<', begin + 1);
        const std::size_t tag = inner_end == std::string_view::npos ? 0 : end_tag(text.substr(inner_end));
        if (tag != 0) {
            return {begin, inner_end + tag};
        }
        from = begin + 1;
    }
}

std::string decoded(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
    std::string result;
    while (!text.empty()) {
        const auto* entity = std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& one) {
            return text.substr(0, one.first.size()) == one.first;
        });
        const bool found = entity != kEntities.end();
        result += found ? entity->second : text.front();
        text.remove_prefix(found ? entity->first.size() : 1);
    }
    return result;
}

// Returns the value of an attribute in a start tag, or "" if the tag has none of this name.
std::string attribute(std::string_view tag, std::string_view name) {
    for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
        std::size_t value = at + name.size();
        const bool whole = at > 0 && std::isspace(static_cast<unsigned char>(tag[at - 1])) != 0;
        value = std::min(tag.size(), tag.find_first_not_of(" \t\r\n", value));
        if (!whole || value >= tag.size() || tag[value] != '=') {
            continue;
        }
        value = tag.find_first_not_of(" \t\r\n", value + 1);
        if (value != std::string_view::npos && (tag[value] == '"' || tag[value] == '\'')) {
            const std::size_t end = tag.find(tag[value], value + 1);
            return decoded(tag.substr(value + 1, end == std::string_view::npos ? end : end - value - 1));
        }
    }
    return "";
}

// Returns where the start tag ends. A '>' in a quoted value does not end it.
std::size_t start_tag_end(std::string_view element) {
    char quote = 0;
    for (std::size_t i = 0; i < element.size(); ++i) {
        if (quote == 0 && element[i] == '>') {
            return i;
        }
        if (element[i] == '"' || element[i] == '\'') {
            quote = quote == 0 ? element[i] : quote == element[i] ? '\0' : quote;
        }
    }
    return std::string_view::npos;
}

// Returns nothing if the element has another name or is not XML.
std::optional<CTestMeasurement> parse(std::string_view element) {
    const std::size_t end = start_tag_end(element);
    if (end == std::string_view::npos || end > element.rfind('<')) {
        return std::nullopt;
    }
    const std::string_view tag = element.substr(1, end - 1);
    const std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n"));
    const std::string_view kind = name.substr(std::string_view("CTestMeasurement").size() - (name[0] == 'D' ? 1 : 0));
    if (!kind.empty() && kind != "File") {
        return std::nullopt;
    }
    CTestMeasurement measurement{!kind.empty(), attribute(tag, "type"), attribute(tag, "name"),
                                 decoded(element.substr(end + 1, element.rfind('<') - end - 1))};
    if (measurement.is_file) {
        measurement.value = std::string(trimmed(measurement.value));
    }
    return measurement;
}

}  // namespace

std::string without_details_and_labels(std::string_view output) {
    CTestTags ignored;
    return without_lines(output, ignored);
}

CTestTags read_ctest_tags(std::string text) {
    CTestTags tags;
    if (text.find('<') == std::string::npos) {  // Most outputs, which may be long.
        tags.output = std::move(text);
        return tags;
    }
    if (text.find("<CTest") != std::string::npos) {
        text = without_lines(text, tags);
    }
    const std::string_view output = text;
    std::set<std::string_view> seen;  // ctest counts equal elements once.
    std::size_t at = 0;
    while (at < output.size()) {
        const auto [begin, end] = find_element(output, at);
        tags.output.append(output.substr(at, begin - at));
        const std::string_view element = output.substr(begin, end - begin);
        at = end;
        if (auto measurement = parse(element); measurement && seen.insert(element).second) {
            tags.measurements.push_back(std::move(*measurement));
        }
    }
    return tags;
}

}  // namespace pf
