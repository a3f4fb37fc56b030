#include "tool/page/lanes.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace pf {
namespace {

class LaneTable {
public:
    std::uint32_t take(const LaneSpan& span) {
        release(span.begin);
        const auto wished = wishes_.find(span.wish);
        std::uint32_t lane = 0;
        if (wished != wishes_.end() && busy_until_[wished->second] <= span.begin) {
            lane = wished->second;
        } else {
            lane = lowest_free();
        }
        wishes_[span.wish] = lane;
        busy_until_[lane] = span.end;
        ends_.emplace(span.end, lane);
        return lane;
    }

    [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(busy_until_.size()); }

private:
    using End = std::pair<std::int64_t, std::uint32_t>;

    // Rows whose span has ended become free. A row may stand in `free_` and be taken by a wish meanwhile.
    void release(std::int64_t now) {
        while (!ends_.empty() && ends_.top().first <= now) {
            free_.push(ends_.top().second);
            ends_.pop();
        }
        now_ = now;
    }

    std::uint32_t lowest_free() {
        while (!free_.empty()) {
            const std::uint32_t lane = free_.top();
            free_.pop();
            if (busy_until_[lane] <= now_) {
                return lane;
            }
        }
        busy_until_.push_back(0);
        return count() - 1;
    }

    std::vector<std::int64_t> busy_until_;
    std::unordered_map<std::uint64_t, std::uint32_t> wishes_;
    std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> free_;
    std::int64_t now_ = 0;
};

}  // namespace

Lanes lanes_of(const std::vector<LaneSpan>& spans) {
    std::vector<std::uint32_t> order(spans.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::tie(spans[a].group, spans[a].begin) < std::tie(spans[b].group, spans[b].begin);
    });
    Lanes lanes;
    lanes.of.resize(spans.size());
    LaneTable table;
    std::uint32_t first = 0;  // Row of the group.
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::uint32_t group = spans[order[i]].group;
        lanes.of[order[i]] = first + table.take(spans[order[i]]);
        if (i + 1 == order.size() || spans[order[i + 1]].group != group) {
            first += table.count();
            lanes.groups.resize(first, group);
            table = LaneTable();
        }
    }
    return lanes;
}

}  // namespace pf
