#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "tool/journal/event_fields.h"
#include "tool/journal/journal_codec.h"
#include "tool/support/base64.h"
#include "tool/support/json_scanner.h"
#include "tool/support/text.h"

namespace pf {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

bool read_base64(JsonScanner& scanner, std::string& value) {
    std::string text;
    auto bytes = scanner.string(text) ? base64_decode(text) : std::nullopt;
    value = bytes ? std::move(*bytes) : "";
    return bytes.has_value();
}

// Reads a string, which is written as {"base64": "..."} if it is not UTF-8.
bool read_value(JsonScanner& scanner, std::string& value) {
    if (!scanner.next_is('{')) {
        return scanner.string(value);
    }
    return scanner.object([&](std::string_view key) { return key == "base64" && read_base64(scanner, value); });
}

bool read_value(JsonScanner& scanner, bool& value) { return scanner.boolean(value); }

template <typename Number>
requires(std::is_arithmetic_v<Number> && !std::is_same_v<Number, bool>) bool read_value(JsonScanner& scanner,
                                                                                        Number& value) {
    return scanner.number(value);
}

bool read_value(JsonScanner& scanner, std::optional<int>& value) { return scanner.number(value.emplace()); }

template <typename Enum, typename From>
bool read_word(JsonScanner& scanner, Enum& value, From from) {
    std::string word;
    const auto known = scanner.string(word) ? from(word) : std::nullopt;
    value = known.value_or(value);
    return known.has_value();
}

bool read_value(JsonScanner& scanner, Outcome& value) { return read_word(scanner, value, outcome_from); }
bool read_value(JsonScanner& scanner, Cause& value) { return read_word(scanner, value, cause_from); }
bool read_value(JsonScanner& scanner, SetupOutcome& value) { return read_word(scanner, value, setup_outcome_from); }
bool read_value(JsonScanner& scanner, MessageLevel& value) { return read_word(scanner, value, message_level_from); }

bool read_value(JsonScanner& scanner, std::vector<std::string>& values) {
    values.reserve(2);  // Commands and labels are rarely shorter.
    return scanner.list([&] { return read_value(scanner, values.emplace_back()); });
}

bool read_value(JsonScanner& scanner, Variables& variables) {
    return scanner.list([&] {
        std::string text;
        const bool read = read_value(scanner, text);
        const std::size_t equals = text.find('=');
        if (!read || equals == std::string::npos) {
            return false;
        }
        variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
        return true;
    });
}

bool read_value(JsonScanner& scanner, Output& output) {
    return scanner.object([&](std::string_view key) {
        if (key == "text") {
            return scanner.string(output.text);
        }
        if (key == "base64") {
            return read_base64(scanner, output.text);
        }
        if (key == "bytes") {
            return scanner.number(output.bytes);
        }
        if (key == "cut") {
            return scanner.boolean(output.cut);
        }
        return key == "file" ? read_value(scanner, output.file) : scanner.skip();
    });
}

bool read_value(JsonScanner& scanner, Failures& failures) {
    return scanner.list([&] {
        AssertionFailure& failure = failures.emplace_back();
        return scanner.object([&](std::string_view key) {
            if (key == "line") {
                return scanner.number(failure.line);
            }
            return key == "file"      ? read_value(scanner, failure.file)
                   : key == "message" ? read_value(scanner, failure.message)
                                      : scanner.skip();
        });
    });
}

// Reads the value of `key` into its field, or skips it if this version does not know the key.
template <typename E>
bool read_field(JsonScanner& scanner, E& event, std::string_view key) {
    bool known = false;
    bool read = true;
    const auto try_field = [&](const auto& field) {
        known = field.name == key;
        read = !known || read_value(scanner, event.*field.member);
        return known;
    };
    std::apply([&](const auto&... field) { static_cast<void>((try_field(field) || ...)); }, EventFields<E>::kFields);
    return known ? read : scanner.skip();
}

template <std::size_t Index = 0>
bool emplace_event(Event& event, std::string_view name) {
    if constexpr (Index == std::variant_size_v<Event>) {
        return false;
    } else {
        if (EventFields<std::variant_alternative_t<Index, Event>>::kName == name) {
            event.emplace<Index>();
            return true;
        }
        return emplace_event<Index + 1>(event, name);
    }
}

// Reads the members of a line one by one and remembers where reading failed.
class LineReader {
public:
    LineReader(JsonScanner& scanner, JournalLine& line) : scanner_(scanner), line_(line) {}

    bool member(std::string_view key) {
        if (!has_event_) {
            return name(key);
        }
        key_ = key;
        if (key == "s") {
            return scanner_.number(line_.segment);
        }
        if (key == "format" && std::holds_alternative<RunStarted>(line_.event)) {
            return scanner_.number(line_.format) && !newer();
        }
        return std::visit([&](auto& event) { return read_field(scanner_, event, key); }, line_.event);
    }

    [[nodiscard]] bool has_event() const { return has_event_; }
    [[nodiscard]] bool newer() const { return line_.format > kJournalFormat; }

    [[nodiscard]] std::string problem() const {
        if (!has_event_) {
            return name_.empty() ? "it is not an event" : "there is no event \"" + one_line(name_) + "\"";
        }
        return "it breaks off or is not right at byte " + std::to_string(scanner_.position()) +
               (key_.empty() ? "" : ", in or after \"" + one_line(key_) + "\"");
    }

private:
    bool name(std::string_view key) {
        has_event_ = key == "e" && scanner_.string(name_) && emplace_event(line_.event, name_);
        return has_event_;
    }

    JsonScanner& scanner_;
    JournalLine& line_;
    bool has_event_ = false;
    std::string name_;
    std::string_view key_;
};

}  // namespace

Status decode_line(std::string_view text, JournalLine& line) {
    line.format = kJournalFormat;
    line.segment = 0;
    JsonScanner scanner(text);
    LineReader reader(scanner, line);
    std::string escaped;  // Outlives the reader's view of the last key.
    const bool whole =
        scanner.object([&](std::string_view key) { return reader.member(key); }, escaped) && scanner.at_end();
    if (!reader.newer() && (!whole || !reader.has_event())) {
        return Error{reader.problem()};
    }
    return ok_status();
}

Result<JournalLine> decode_line(std::string_view text) {
    JournalLine line;
    Status status = decode_line(text, line);
    return status ? Result<JournalLine>(std::move(line)) : status.error();
}

}  // namespace pf
