// The groups with waiting tasks, by what they wait for.
#ifndef PARALLEL_FIXTURES_TOOL_SCHEDULE_WAITING_GROUPS_H
#define PARALLEL_FIXTURES_TOOL_SCHEDULE_WAITING_GROUPS_H

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pf {

// The place of a group in the order in which groups want to start. A group has it as long as it has unfinished tasks.
using Place = std::uint64_t;

// What keeps all waiting tasks of a group from starting, or some of them.
struct Obstacle {
    enum class Kind {
        none,     // Nothing is known to be in the way.
        room,     // `number` slots must be free.
        lock,     // The lock with this number is held.
        demand,   // Too little of a resource is free for the demand with this number (resource_pool.h).
        fixture,  // The fixture of scope RUN with this id is not up, and cannot be set up now.
        workers,  // The pool with this index has no worker left.
        unit      // An earlier group of the unit has not finished.
    };
    Kind kind = Kind::none;
    std::uint32_t number = 0;

    auto operator<=>(const Obstacle&) const = default;  // NOLINT(modernize-use-nullptr): the compiler writes it.
};

// Finds the groups that may start a task, without a look at those for which nothing has changed. An obstacle is in the
// way from the moment that a group waits for it, until it is removed.
class WaitingGroups {
public:
    // The group at this place waits until one of the obstacles is not in the way, and not for those of before.
    void wait(Place place, std::vector<Obstacle> obstacles);
    // It waits only for its turn.
    void wake(Place place);
    // It waits for nothing.
    void remove(Place place);

    // Says whether the obstacle is in the way.
    void set(Obstacle obstacle, bool in_the_way);
    // Says that so many slots are free, which is about all obstacles of kind room.
    void set_room(int free);

    // Returns the first group, from this place on, that has an obstacle which is not in the way.
    [[nodiscard]] std::optional<Place> next(Place from) const;

private:
    struct Line {
        std::set<Place> places;
        bool open = false;
    };
    using Lines = std::map<Obstacle, Line>;

    void set_open(Lines::iterator line, bool open);
    void leave(Place place, Obstacle obstacle);

    Lines lines_;  // None is empty.
    std::unordered_map<Place, std::vector<Obstacle>> obstacles_;
    std::set<std::pair<Place, Obstacle>> heads_;  // Of each open line, the first place.
    int room_ = 0;
};

}  // namespace pf

#endif
