#include "tool/schedule/waiting_groups.h"

#include <algorithm>
#include <random>

#include "tests/support/catch.h"
#include "tool/schedule/deadlines.h"
#include "tool/schedule/numbers.h"

using namespace pf;
using Kind = Obstacle::Kind;

TEST_CASE("a group waits until one of its obstacles is out of the way") {
    WaitingGroups groups;
    const Obstacle lock{Kind::lock, 3};
    const Obstacle fixture{Kind::fixture, 3};
    CHECK_FALSE(groups.next(0));
    groups.wait(7, {lock, fixture});
    groups.wait(8, {lock});
    CHECK_FALSE(groups.next(0));
    groups.set(fixture, false);
    CHECK(groups.next(0) == 7);
    groups.set(fixture, true);
    CHECK_FALSE(groups.next(0));
    groups.set(lock, false);
    CHECK(groups.next(0) == 7);
    CHECK(groups.next(8) == 8);
    groups.wait(7, {fixture});
    CHECK(groups.next(0) == 8);
    groups.remove(8);
    CHECK_FALSE(groups.next(0));
    groups.wake(7);
    CHECK(groups.next(0) == 7);
}

TEST_CASE("a group that waits for slots has its turn when so many are free") {
    WaitingGroups groups;
    groups.set_room(1);
    groups.wait(1, {{Kind::room, 4}});
    groups.wait(2, {{Kind::room, 2}});
    groups.set_room(2);
    CHECK(groups.next(0) == 2);
    groups.set_room(5);
    CHECK(groups.next(0) == 1);
    groups.set_room(3);
    CHECK(groups.next(0) == 2);
    groups.set_room(-1);
    CHECK_FALSE(groups.next(0));
}

TEST_CASE("random groups and obstacles: the next group is that of a look at all") {
    std::mt19937_64 random(1);
    const auto below = [&](std::uint64_t limit) { return random() % limit; };
    WaitingGroups groups;
    std::map<Place, std::vector<Obstacle>> all;
    std::set<Obstacle> in_the_way;
    int room = 0;
    const auto blocked = [&](const Obstacle& one) {
        return one.kind == Kind::room ? static_cast<int>(one.number) > room : in_the_way.count(one) != 0;
    };
    for (int step = 0; step < 20000; ++step) {
        const Place place = 1 + below(20);
        const Obstacle lock{Kind::lock, static_cast<std::uint32_t>(below(4))};
        switch (below(6)) {
            case 0:
                groups.remove(place);
                all.erase(place);
                break;
            case 1:
                groups.wake(place);
                all[place] = {Obstacle{}};
                break;
            case 2: {
                const bool way = below(2) == 0;
                groups.set(lock, way);
                way ? void(in_the_way.insert(lock)) : void(in_the_way.erase(lock));
                break;
            }
            case 3:
                room = static_cast<int>(below(5));
                groups.set_room(room);
                break;
            default: {
                std::vector<Obstacle> obstacles{{Kind::room, static_cast<std::uint32_t>(1 + below(5))}, lock};
                if (std::all_of(obstacles.begin(), obstacles.end(), blocked)) {
                    groups.wait(place, obstacles);
                    all[place] = obstacles;
                }
            }
        }
        const Place from = below(22);
        const auto expected = std::find_if(all.begin(), all.end(), [&](const auto& one) {
            return one.first >= from && !std::all_of(one.second.begin(), one.second.end(), blocked);
        });
        REQUIRE(groups.next(from) == (expected == all.end() ? std::nullopt : std::optional<Place>(expected->first)));
    }
}

TEST_CASE("the lowest free number") {
    Numbers numbers;
    CHECK(numbers.lowest_free() == 0);
    numbers.take(2);
    CHECK(numbers.lowest_free() == 0);
    numbers.take(0);
    numbers.take(1);
    CHECK(numbers.lowest_free() == 3);
    numbers.give_back(1);
    CHECK(numbers.lowest_free() == 1);
}

TEST_CASE("deadlines that move, and what is due in the order of the ids") {
    Deadlines<int> deadlines;
    double one = kNever;
    double two = kNever;
    CHECK(deadlines.next() == kNever);
    deadlines.move(1, one, 5);
    deadlines.move(2, two, 3);
    CHECK(deadlines.next() == 3);
    CHECK(deadlines.due(2).empty());
    CHECK(deadlines.due(5) == std::vector<int>{1, 2});
    deadlines.move(2, two, kNever);
    CHECK(deadlines.next() == 5);
    CHECK(two == kNever);
}
