#include "tool/session/gtest_report.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "tool/support/json_scanner.h"
#include "tool/support/number.h"
#include "tool/support/text.h"

namespace pf {
namespace {

using parallel_fixtures::Failure;
using parallel_fixtures::Report;

// The keys of a test. All others are properties.
constexpr std::array<std::string_view, 12> kKeys{"name", "value_param", "type_param", "file",
                                                 "line", "status",      "result",     "timestamp",
                                                 "time", "classname",   "failures",   "skipped"};

// GoogleTest writes the bytes of a message as they are. Those that are no UTF-8 become the text \xff.
std::string as_utf8(std::string json) {
    if (is_utf8(json)) {
        return json;
    }
    std::string text;
    for (std::string_view rest = json; !rest.empty();) {
        const std::size_t bytes = first_character(rest).bytes;
        text += bytes > 0 ? std::string(rest.substr(0, bytes)) : "\\" + utf8_text(rest.substr(0, 1));
        rest.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return text;
}

// The text of a failure begins with "file:line" or "unknown file" on a line of its own.
Failure failure_of(std::string_view text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view place = text.substr(0, end);
    const std::size_t colon = place.rfind(':');
    const auto line = parse_number<int>(colon == std::string_view::npos ? "" : place.substr(colon + 1));
    if (line) {
        return {std::string(place.substr(0, colon)), *line, std::string(text.substr(std::min(end + 1, text.size())))};
    }
    return {"", 0, std::string(place == "unknown file" ? text.substr(std::min(end + 1, text.size())) : text)};
}

class GtestReport {
public:
    explicit GtestReport(std::string_view json) : json_(json) {}

    Report read() {
        static_cast<void>(list_of("testsuites", [this] { return list_of("testsuite", [this] { return test(); }); }));
        return std::move(report_);
    }

private:
    // Reads an object and calls `element` for each element of its list `key`.
    template <typename Element>
    bool list_of(std::string_view key, Element element) {
        return json_.object([&](std::string_view name) { return name == key ? json_.list(element) : json_.skip(); });
    }

    bool test() {
        return json_.object([this](std::string_view name) {
            if (name == "failures") {
                return json_.list([this] { return failure(); });
            }
            if (std::find(kKeys.begin(), kKeys.end(), name) != kKeys.end()) {
                return json_.skip();
            }
            std::string key(name);
            std::string value;
            const bool read = json_.string(value);
            report_.properties.emplace_back(std::move(key), std::move(value));
            return read;
        });
    }

    bool failure() {
        return json_.object([this](std::string_view name) {
            if (name != "failure") {
                return json_.skip();
            }
            std::string text;
            const bool read = json_.string(text);
            report_.failures.push_back(failure_of(text));
            return read;
        });
    }

    JsonScanner json_;
    Report report_;
};

}  // namespace

Report read_gtest_report(std::string json) {
    const std::string text = as_utf8(std::move(json));
    return GtestReport(text).read();
}

}  // namespace pf
