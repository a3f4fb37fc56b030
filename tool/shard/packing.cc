#include "tool/shard/packing.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

namespace pf {
namespace {

// Items of one class are put together until so many pieces are left for each machine: finer ones improve the result by
// less than one part of this number.
constexpr std::size_t kPiecesPerMachine = 256;

// Items with the same fixtures that are placed as one.
struct Piece {
    Micros time = 0;
    std::vector<std::uint32_t> items;
};

// All items with the same fixtures.
struct Class {
    std::vector<std::uint32_t> fixtures;
    Micros setup = 0;  // Of all of its fixtures.
    Micros total = 0;  // Of all of its items.
    std::vector<Piece> pieces;
};

Micros setup_of(const ShardWork& work, const std::vector<std::uint32_t>& fixtures) {
    Micros sum = 0;
    for (const std::uint32_t fixture : fixtures) {
        sum += work.setups[fixture];
    }
    return sum;
}

Micros total_of(const ShardWork& work) {
    Micros sum = 0;
    for (const WorkItem& item : work.items) {
        sum += item.time;
    }
    return sum;
}

std::vector<Class> classes_of(const ShardWork& work, Micros smallest) {
    std::map<std::vector<std::uint32_t>, std::size_t> known;
    std::vector<Class> classes;
    for (std::uint32_t item = 0; item < work.items.size(); ++item) {
        const WorkItem& one = work.items[item];
        const auto [place, is_new] = known.emplace(one.fixtures, classes.size());
        if (is_new) {
            classes.push_back({one.fixtures, setup_of(work, one.fixtures), 0, {}});
        }
        Class& of_item = classes[place->second];
        of_item.total += one.time;
        if (of_item.pieces.empty() || of_item.pieces.back().time + one.time > smallest) {
            of_item.pieces.emplace_back();
        }
        of_item.pieces.back().time += one.time;
        of_item.pieces.back().items.push_back(item);
    }
    for (Class& one : classes) {
        std::stable_sort(one.pieces.begin(), one.pieces.end(),
                         [](const Piece& a, const Piece& b) { return a.time > b.time; });
    }
    return classes;
}

// A distribution in which no machine takes longer than a limit.
class Attempt {
public:
    Attempt(const ShardWork& work, std::uint32_t machines, Micros limit)
        : work_(work),
          limit_(limit),
          loads_(machines),
          has_(machines, std::vector<bool>(work.setups.size())),
          shares_(work.items.size()) {}

    // Places all pieces of a class. Returns false if the limit is too low.
    bool place(const Class& one) {
        to_set_up_.clear();
        for (const std::vector<bool>& has : has_) {
            to_set_up_.push_back(missing(has, one.fixtures));
        }
        Micros left = one.total;
        for (const Piece& piece : one.pieces) {
            const std::optional<std::size_t> machine = machine_for(piece.time, left);
            if (!machine) {
                return false;
            }
            loads_[*machine] += to_set_up_[*machine] + piece.time;
            to_set_up_[*machine] = 0;
            left -= piece.time;
            for (const std::uint32_t fixture : one.fixtures) {
                has_[*machine][fixture] = true;
            }
            set_place(piece, *machine);
        }
        return true;
    }

    // Distributes the pieces of a class, which have their places, more evenly over the machines that have its fixtures,
    // unless the fullest of these machines would become fuller.
    void even_out(const Class& one) {
        std::vector<std::size_t> ready;
        for (std::size_t machine = 0; machine < loads_.size(); ++machine) {
            if (missing(has_[machine], one.fixtures) == 0) {
                ready.push_back(machine);
            }
        }
        std::vector<Micros> even = loads_;
        for (const Piece& piece : one.pieces) {
            even[shares_[piece.items.front()]] -= piece.time;
        }
        const auto emptier = [&](std::size_t a, std::size_t b) { return even[a] < even[b]; };
        std::vector<std::size_t> places;
        for (const Piece& piece : one.pieces) {
            places.push_back(*std::min_element(ready.begin(), ready.end(), emptier));
            even[places.back()] += piece.time;
        }
        const auto fuller = [&](std::size_t machine) { return even[machine] > limit_; };
        if (std::any_of(ready.begin(), ready.end(), fuller)) {
            return;
        }
        loads_ = std::move(even);
        for (std::size_t i = 0; i < places.size(); ++i) {
            set_place(one.pieces[i], places[i]);
        }
    }

    [[nodiscard]] const Shares& shares() const { return shares_; }
    [[nodiscard]] Micros longest() const { return *std::max_element(loads_.begin(), loads_.end()); }

private:
    void set_place(const Piece& piece, std::size_t machine) {
        for (const std::uint32_t item : piece.items) {
            shares_[item] = static_cast<std::uint32_t>(machine);
        }
    }

    [[nodiscard]] Micros missing(const std::vector<bool>& has, const std::vector<std::uint32_t>& fixtures) const {
        Micros sum = 0;
        for (const std::uint32_t fixture : fixtures) {
            sum += has[fixture] ? 0 : work_.setups[fixture];
        }
        return sum;
    }

    // Returns the machine with room for the piece that has least to set up. Of machines that are equal in this, it is
    // the fullest one that can also take `left`, all that is left of the class. If none can, it is the fullest one if
    // nothing must be set up, else the emptiest, so that the class is split as rarely as possible.
    [[nodiscard]] std::optional<std::size_t> machine_for(Micros time, Micros left) const {
        std::optional<std::size_t> best;
        bool best_takes_all = false;
        for (std::size_t machine = 0; machine < loads_.size(); ++machine) {
            const Micros before = loads_[machine] + to_set_up_[machine];
            if (before + time > limit_) {
                continue;
            }
            const bool takes_all = before + left <= limit_;
            if (!best || is_better(machine, takes_all, *best, best_takes_all)) {
                best = machine;
                best_takes_all = takes_all;
            }
        }
        return best;
    }

    [[nodiscard]] bool is_better(std::size_t one, bool one_takes_all, std::size_t other, bool other_takes_all) const {
        if (to_set_up_[one] != to_set_up_[other]) {
            return to_set_up_[one] < to_set_up_[other];
        }
        if (one_takes_all != other_takes_all) {
            return one_takes_all;
        }
        const bool fullest = one_takes_all || to_set_up_[one] == 0;
        return fullest ? loads_[one] > loads_[other] : loads_[one] < loads_[other];
    }

    const ShardWork& work_;
    Micros limit_;
    std::vector<Micros> loads_;
    std::vector<std::vector<bool>> has_;  // By machine and fixture.
    std::vector<Micros> to_set_up_;       // By machine: for the class that is being placed.
    Shares shares_;
};

struct Best {
    Shares shares;
    Micros longest = 0;
};

// Looks for the lowest limit at which the classes can be placed in this order.
void search(const ShardWork& work, const std::vector<const Class*>& order, std::uint32_t machines, Best& best) {
    Micros low = lower_bound(work, machines);
    Micros high = best.longest;
    while (low < high) {
        const Micros limit = low + (high - low) / 2;
        Attempt attempt(work, machines, limit);
        if (!std::all_of(order.begin(), order.end(), [&](const Class* one) { return attempt.place(*one); })) {
            low = limit + 1;
            continue;
        }
        high = attempt.longest();
        if (high < best.longest) {
            std::for_each(order.begin(), order.end(), [&](const Class* one) { attempt.even_out(*one); });
            best = {attempt.shares(), attempt.longest()};
        }
    }
}

}  // namespace

std::vector<Micros> loads(const ShardWork& work, const Shares& shares, std::uint32_t machines) {
    std::vector<Micros> loads(machines);
    std::vector<std::vector<bool>> has(machines, std::vector<bool>(work.setups.size()));
    for (std::size_t item = 0; item < work.items.size(); ++item) {
        const std::uint32_t machine = shares[item];
        loads[machine] += work.items[item].time;
        for (const std::uint32_t fixture : work.items[item].fixtures) {
            if (!has[machine][fixture]) {
                has[machine][fixture] = true;
                loads[machine] += work.setups[fixture];
            }
        }
    }
    return loads;
}

Micros lower_bound(const ShardWork& work, std::uint32_t machines) {
    Micros longest = 0;
    std::vector<Micros> users(work.setups.size());  // By fixture: the time of the items that need it.
    std::vector<Micros> room(work.setups.size());   // By fixture: the most that a machine must have beside it.
    for (const WorkItem& item : work.items) {
        longest = std::max(longest, item.time + setup_of(work, item.fixtures));
        for (const std::uint32_t fixture : item.fixtures) {
            users[fixture] += item.time;
        }
    }
    const Micros total = total_of(work);
    const auto is_too_low = [&](Micros limit) {
        Micros needed = total;
        for (std::size_t fixture = 0; fixture < users.size(); ++fixture) {
            const Micros beside = std::max<Micros>(limit - work.setups[fixture], 1);
            const Micros times = users[fixture] == 0 ? 0 : (users[fixture] + beside - 1) / beside;
            needed += times * work.setups[fixture];
        }
        return needed > limit * machines;
    };
    Micros low = longest;
    Micros high = total + std::accumulate(work.setups.begin(), work.setups.end(), Micros{0});
    high = std::max(low, high);
    while (low < high) {
        const Micros limit = low + (high - low) / 2;
        if (is_too_low(limit)) {
            low = limit + 1;
        } else {
            high = limit;
        }
    }
    return low;
}

Shares pack(const ShardWork& work, std::uint32_t machines) {
    Best best{Shares(work.items.size(), 0), 0};
    best.longest = loads(work, best.shares, machines).front();
    if (machines == 1 || work.items.empty()) {
        return best.shares;
    }
    const bool many = work.items.size() > kPiecesPerMachine * machines;
    const Micros smallest = many ? total_of(work) / static_cast<Micros>(kPiecesPerMachine * machines) : -1;
    const std::vector<Class> classes = classes_of(work, smallest);
    std::vector<const Class*> order;
    order.reserve(classes.size());
    for (const Class& one : classes) {
        order.push_back(&one);
    }
    const auto by = [&](auto key) {
        std::stable_sort(order.begin(), order.end(), [&](const Class* a, const Class* b) { return key(*a) > key(*b); });
        search(work, order, machines, best);
    };
    by([](const Class& one) { return one.total + one.setup; });
    by([](const Class& one) { return one.setup; });
    by([](const Class& one) { return one.pieces.front().time + one.setup; });
    return best.shares;
}

}  // namespace pf
