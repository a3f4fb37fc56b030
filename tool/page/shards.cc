#include "tool/page/shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>

namespace pf {
namespace {

// The first shard that occurs. All of a journal are of one division.
const RunStarted* division(const RunRecord& record) {
    const auto found = std::find_if(record.segments.begin(), record.segments.end(),
                                    [](const SegmentRecord& segment) { return segment.started.shards != 0; });
    return found == record.segments.end() ? nullptr : &found->started;
}

// By number of a shard: the machines that it ran on. A shard without results has none.
std::map<std::uint32_t, std::set<std::string>> machines_of(const RunRecord& record) {
    std::map<std::uint32_t, std::set<std::string>> machines;
    for (const SegmentRecord& segment : record.segments) {
        if (segment.started.shards != 0 && segment.started.shard != 0) {
            auto& own = machines[segment.started.shard];
            if (!segment.started.hostname.empty()) {
                own.insert(segment.started.hostname);
            }
        }
    }
    return machines;
}

std::string first_names(const std::vector<std::string>& names) {
    constexpr std::size_t kMost = 20;
    const auto end = names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kMost));
    const std::string more = names.size() > kMost ? fmt::format(" and {} more", names.size() - kMost) : "";
    return fmt::format("{}{}", fmt::join(names.begin(), end, ", "), more);
}

}  // namespace

std::vector<std::uint32_t> shards_of_segments(const RunRecord& record) {
    std::vector<std::uint32_t> shards;
    shards.reserve(record.segments.size());
    for (const SegmentRecord& segment : record.segments) {
        shards.push_back(segment.started.shards == 0 ? 0 : segment.started.shard);
    }
    if (machines_of(record).size() < 2) {
        shards.assign(shards.size(), 0);
    }
    return shards;
}

std::string shard_title(const RunRecord& record, std::uint32_t shard) {
    const RunStarted* const some = division(record);
    return fmt::format("shard {}/{}", shard, some == nullptr ? 0 : some->shards);
}

std::string shards_text(const RunRecord& record) {
    const RunStarted* const some = division(record);
    if (some == nullptr) {
        return "";
    }
    const auto machines = machines_of(record);
    if (machines.size() < 2) {
        return fmt::format("only {}/{}", some->shard, some->shards);
    }
    std::vector<std::string> there;
    std::vector<std::string> missing;
    for (const auto& [shard, hosts] : machines) {
        const std::string name = fmt::format("{}/{}", shard, some->shards);
        if (hosts.empty()) {
            missing.push_back(name);
        } else {
            there.push_back(fmt::format("{} on {}", name, fmt::join(hosts, " and ")));
        }
    }
    std::string text = fmt::format("merged run of {}: {}", some->shards, first_names(there));
    if (!missing.empty()) {
        text += fmt::format("; {} {} no results", first_names(missing), missing.size() == 1 ? "has" : "have");
    }
    return text;
}

}  // namespace pf
