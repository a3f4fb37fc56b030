#include "tool/terminal/stress_count.h"

#include <fmt/format.h>

#include <algorithm>

#include "tool/support/text.h"
#include "tool/terminal/format.h"

namespace pf {

void StressCount::add(const TaskStarted& started) {
    began_ = began_ < 0 ? started.at : began_;
    ++started_;
}

void StressCount::add(const TaskEnded& ended) {
    if (ended.attempt == 0) {
        return;
    }
    ended_ = std::max(ended_, ended.at);
    if (ended.outcome != Outcome::passed && not_passed_++ == 0) {
        first_ = ended.id;
        first_attempt_ = ended.attempt;
    }
}

std::string StressCount::sentence() const {
    const std::uint64_t passed = started_ - std::min(not_passed_, started_);
    const double seconds = began_ < 0 ? 0 : ended_ - began_;
    std::string text = fmt::format("{} passed in {}", counted(passed, "run"), duration(seconds));
    if (seconds > 0) {
        text += fmt::format(", {:.1f} a second", static_cast<double>(passed) / seconds);
    }
    if (not_passed_ > 0) {
        text += fmt::format("; the first that did not pass was run {} of {}", first_attempt_, printable(first_));
    }
    return text;
}

}  // namespace pf
