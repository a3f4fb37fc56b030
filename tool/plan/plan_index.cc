#include "tool/plan/plan_index.h"

#include <fmt/format.h>

namespace pf {

namespace {

constexpr Text kVersion = "1";

}  // namespace

Status check_version(Entries& entries, Text kind) {
    const Result<std::optional<Entry>> first = entries.next();
    if (!first.ok()) {
        return first.error();
    }
    if (!first.value() || first.value()->key != kind) {
        return entries.fault(fmt::format("it does not begin as a {}", kind));
    }
    if (first.value()->value != kVersion) {
        return entries.fault(
            fmt::format("it is of format {}, and this helper reads {}: they come from different "
                        "versions of ParallelFixtures",
                        first.value()->value, kVersion));
    }
    return ok_status();
}

Result<PlanIndex> read_index(Entries entries) {
    if (Status status = check_version(entries, "parallel-fixtures-plan"); !status.ok()) {
        return status.error();
    }
    PlanIndex index;
    while (true) {
        const Result<std::optional<Entry>> next = entries.next();
        if (!next.ok()) {
            return next.error();
        }
        if (!next.value()) {
            return entries.fault("the file was cut off here");
        }
        const auto [key, value] = *next.value();
        if (key == "end") {
            const Status ended = entries.check_end({key, value}, index.parts.size());
            return ended.ok() ? Result<PlanIndex>(std::move(index)) : Result<PlanIndex>(ended.error());
        }
        if (key == "stamp") {
            index.stamp = value;
        } else if (key == "config") {
            index.config = value;
        } else if (key == "source") {
            index.source = value;
        } else if (key == "ctest") {
            index.ctest = value;
        } else if (key == "part" && !value.empty() && value.find('/') == Text::npos) {
            index.parts.push_back(value);
        } else {
            return entries.fault(fmt::format("\"{}\" is not known here; the file is from another version", key));
        }
    }
}

}  // namespace pf
