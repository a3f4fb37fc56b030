#include "tool/page/wait_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::string_view kLock = "lock ";

struct CauseText {
    std::string_view cause;
    std::string_view text;
    std::string_view advice;  // With a time.
};

constexpr std::array kCauses{
    CauseText{"processors", "several slots at once (PROCESSORS)",
              "Give tasks fewer PROCESSORS: those that waited for several slots could have used idle ones for {}."},
    CauseText{"run_serial", "the time when nothing else runs (RUN_SERIAL)",
              "Do without RUN_SERIAL where a RESOURCE_LOCK is enough: tasks that waited because of it could have used "
              "idle slots for {}."},
    CauseText{
        "resources", "resources of the machine (RESOURCE_GROUPS)",
        "Look at RESOURCE_GROUPS: tasks that waited for resources of the machine could have used idle slots for {}."},
    CauseText{"workers", "a worker of its group (WORKERS)",
              "Raise WORKERS: tasks that waited for a worker of their group could have used idle slots for {}."}};

std::string text_of(const std::string& cause) {
    if (cause.starts_with(kLock)) {
        return "the " + one_line(cause);
    }
    const auto* known =
        std::find_if(kCauses.begin(), kCauses.end(), [&](const CauseText& c) { return c.cause == cause; });
    return known == kCauses.end() ? one_line(cause) : std::string(known->text);
}

}  // namespace

std::string wait_text(const std::vector<std::string>& causes) {
    std::string text;
    for (std::size_t i = 0; i < causes.size(); ++i) {
        text += i == 0 ? "" : i + 1 < causes.size() ? ", " : " and ";
        text += text_of(causes[i]);
    }
    return text;
}

std::string advice_on_wait(const std::string& cause, const std::string& time) {
    const auto* known =
        std::find_if(kCauses.begin(), kCauses.end(), [&](const CauseText& c) { return c.cause == cause; });
    if (known != kCauses.end()) {
        return fmt::format(fmt::runtime(known->advice), time);
    }
    return fmt::format(
        "Use {} in fewer or shorter tasks, or divide it: tasks that waited for it could have used idle slots for {}.",
        text_of(cause), time);
}

}  // namespace pf
