// Deadlines of many things, of which only the nearest ones are looked at.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_DEADLINES_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_DEADLINES_H

#include <limits>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace pf {

inline constexpr double kNever = std::numeric_limits<double>::infinity();

// One deadline for each key. Times are seconds on the clock of the owner. Each call costs the logarithm of the number
// of keys that have a deadline.
template <typename Key>
class Deadlines {
public:
    // Gives the key this deadline in place of the one that it has; kNever: none.
    void set(const Key& key, double at) {
        const auto known = by_key_.find(key);
        if (known != by_key_.end()) {
            if (known->second == at) {
                return;
            }
            by_time_.erase({known->second, key});
            by_key_.erase(known);
        }
        if (at != kNever) {
            by_key_.emplace(key, at);
            by_time_.emplace(at, key);
        }
    }

    void remove(const Key& key) { set(key, kNever); }

    // Returns the nearest deadline; kNever if there is none.
    [[nodiscard]] double next() const { return by_time_.empty() ? kNever : by_time_.begin()->first; }

    // Returns the keys whose deadline has come, the earliest first. They keep it until set() or remove().
    [[nodiscard]] std::vector<Key> due(double now) const {
        std::vector<Key> keys;
        for (auto at = by_time_.begin(); at != by_time_.end() && at->first <= now; ++at) {
            keys.push_back(at->second);
        }
        return keys;
    }

private:
    std::map<Key, double> by_key_;
    std::set<std::pair<double, Key>> by_time_;
};

}  // namespace pf

#endif
