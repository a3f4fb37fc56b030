// Writes JSON without a library: the session writes two lines for each task while its workers wait, and building a
// document of each line first takes several times as long.
#include <fmt/format.h>

#include <cmath>
#include <concepts>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "tool/journal/event_fields.h"
#include "tool/journal/journal_codec.h"
#include "tool/support/base64.h"
#include "tool/support/json_string.h"
#include "tool/support/text.h"

namespace pf {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

bool is_plain(std::string_view text) { return json_plain_length(text, JsonPlace::file) == text.size(); }

void append_plain(std::string& out, std::string_view text) {
    out += '"';
    out += text;
    out += '"';
}

// Appends a string of JSON. `text` must be UTF-8.
void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    append_json_escaped(out, text, JsonPlace::file);
    out += '"';
}

void append_key(std::string& out, std::string_view name) {
    out += ",\"";
    out += name;
    out += "\":";
}

void append_value(std::string& out, const std::string& text) {
    if (is_plain(text)) {
        append_plain(out, text);
    } else if (is_utf8(text)) {
        append_quoted(out, text);
    } else {
        out += "{\"base64\":";
        append_plain(out, base64_encode(text));
        out += '}';
    }
}

void append_value(std::string& out, bool value) { out += value ? "true" : "false"; }

template <std::integral Number>
void append_value(std::string& out, Number value) {
    const fmt::format_int digits(value);
    out.append(digits.data(), digits.size());
}

void append_value(std::string& out, double value) { fmt::format_to(std::back_inserter(out), "{}", value); }

void append_value(std::string& out, const std::optional<int>& value) { append_value(out, *value); }

template <typename Enum>
requires std::is_enum_v<Enum>
void append_value(std::string& out, Enum value) { append_plain(out, to_text(value)); }

void append_value(std::string& out, const std::vector<std::string>& values) {
    char before = '[';
    for (const std::string& value : values) {
        out += before;
        append_value(out, value);
        before = ',';
    }
    out += ']';
}

void append_value(std::string& out, const Variables& variables) {
    std::vector<std::string> texts;
    texts.reserve(variables.size());
    for (const auto& [key, value] : variables) {
        std::string& text = texts.emplace_back(key);
        text += '=';
        text += value;
    }
    append_value(out, texts);
}

void append_value(std::string& out, const Output& output) {
    out += '{';
    const std::size_t first = out.size();
    if (!output.text.empty()) {
        const bool plain = is_utf8(output.text);
        append_key(out, plain ? "text" : "base64");
        append_quoted(out, plain ? output.text : base64_encode(output.text));
    }
    if (output.bytes != 0) {
        append_key(out, "bytes");
        append_value(out, output.bytes);
    }
    if (output.cut) {
        append_key(out, "cut");
        append_value(out, true);
    }
    if (!output.file.empty()) {
        append_key(out, "file");
        append_value(out, output.file);
    }
    out.erase(first, 1);  // Removes the comma before the first key.
    out += '}';
}

void append_value(std::string& out, const Failures& failures) {
    char before = '[';
    for (const AssertionFailure& failure : failures) {
        out += before;
        out += "{\"line\":";
        append_value(out, failure.line);
        append_key(out, "file");
        append_value(out, failure.file);
        append_key(out, "message");
        append_value(out, failure.message);
        out += '}';
        before = ',';
    }
    out += ']';
}

template <typename T>
bool is_default(const T& value, const T& standard) {
    if constexpr (std::is_enum_v<T>) {
        return false;  // An outcome and a cause are always written.
    } else if constexpr (std::is_same_v<T, double>) {
        return value == standard || !std::isfinite(value);
    } else if constexpr (std::is_same_v<T, Output>) {
        return value.text.empty() && value.bytes == 0 && !value.cut && value.file.empty();
    } else {
        return value == standard;
    }
}

template <typename E>
void append_event(std::string& out, const E& event, std::int64_t segment) {
    static const E defaults{};
    out += kLineStart;
    out += EventFields<E>::kName;
    out += '"';
    append_key(out, "s");
    append_value(out, segment);
    if constexpr (std::is_same_v<E, RunStarted>) {
        append_key(out, "format");
        append_value(out, kJournalFormat);
    }
    const auto append_field = [&](const auto& field) {
        if (!is_default(event.*field.member, defaults.*field.member)) {
            append_key(out, field.name);
            append_value(out, event.*field.member);
        }
    };
    std::apply([&](const auto&... field) { (append_field(field), ...); }, EventFields<E>::kFields);
    out += "}\n";
}

}  // namespace

void append_line(std::string& out, const Event& event, std::int64_t segment) {
    std::visit([&](const auto& e) { append_event(out, e, segment); }, event);
}

}  // namespace pf
