// The times at which something is due.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_DEADLINES_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_DEADLINES_H

#include <algorithm>
#include <limits>
#include <set>
#include <utility>
#include <vector>

namespace pf {

inline constexpr double kNever = std::numeric_limits<double>::infinity();

// The deadlines of many things, at most one for each. The owner of a thing keeps its deadline as well.
template <typename Id>
class Deadlines {
public:
    // Changes the deadline of `id` from `at`, which the owner keeps, to `to`. kNever: there is none.
    void move(const Id& id, double& at, double to) {
        if (at == to) {
            return;
        }
        if (at != kNever) {
            times_.erase({at, id});
        }
        if (to != kNever) {
            times_.emplace(to, id);
        }
        at = to;
    }

    [[nodiscard]] double next() const { return times_.empty() ? kNever : times_.begin()->first; }

    // Returns what is due at `now`, in the order of the ids.
    [[nodiscard]] std::vector<Id> due(double now) const {
        std::vector<Id> ids;
        for (auto next = times_.begin(); next != times_.end() && next->first <= now; ++next) {
            ids.push_back(next->second);
        }
        std::sort(ids.begin(), ids.end());
        return ids;
    }

private:
    std::set<std::pair<double, Id>> times_;
};

}  // namespace pf

#endif
