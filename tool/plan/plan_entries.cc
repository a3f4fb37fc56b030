#include "tool/plan/plan_entries.h"

#include <fmt/format.h>

#include <algorithm>

#include "tool/support/text.h"

namespace pf {

namespace {

constexpr char kSeparator = '\x1f';
constexpr char kEnd = '\x1e';

// Returns the build directory of a file <build>/ParallelFixtures/<config>/<file>.
std::string build_of(const std::string& file) {
    const std::size_t at = file.rfind("/ParallelFixtures/");
    return at == std::string::npos ? "<build directory>" : file.substr(0, at);
}

}  // namespace

Error plan_fault(const std::string& file, const std::string& what) {
    return Error{fmt::format("cannot read the plan {}: {}; configure the build again with \"cmake {}\"", file, what,
                             build_of(file))};
}

Error Entries::fault(const std::string& what) const {
    const Text before = bytes_.substr(0, begin_);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    return plan_fault(file_, fmt::format("line {}: {}", line, one_line(what)));
}

Result<std::optional<Entry>> Entries::next() {
    begin_ = next_;
    if (begin_ == bytes_.size()) {
        return std::optional<Entry>();
    }
    const Text rest = bytes_.substr(begin_);
    const std::size_t end = rest.find(kEnd);
    if (end == Text::npos || end + 1 == rest.size()) {
        return fault("the file was cut off here");
    }
    const Text entry = rest.substr(0, end);
    const std::size_t separator = entry.find(kSeparator);
    if (rest[end + 1] != '\n' || separator == Text::npos) {
        return fault("this is not an entry of a plan");
    }
    next_ = begin_ + end + 2;
    const Entry found{entry.substr(0, separator), entry.substr(separator + 1)};
    if (found.value.find('\0') != Text::npos || found.value.find(kSeparator) != Text::npos) {
        return fault(fmt::format("the value of \"{}\" holds a control character, 0x00 or 0x1F", found.key));
    }
    return std::optional<Entry>(found);
}

Status Entries::check_end(const Entry& end, std::size_t count) {
    if (end.value != std::to_string(count)) {
        return fault(fmt::format("the file should hold {} records and holds {}", end.value, count));
    }
    if (next_ != bytes_.size()) {
        begin_ = next_;
        return fault("the file goes on after its end");
    }
    return ok_status();
}

}  // namespace pf
