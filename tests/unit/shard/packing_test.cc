#include "tool/shard/packing.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/support/catch.h"

using namespace pf;

namespace {

Micros longest(const ShardWork& work, const Shares& shares, std::uint32_t machines) {
    const std::vector<Micros> all = loads(work, shares, machines);
    return *std::max_element(all.begin(), all.end());
}

// Returns the least time of all distributions.
Micros optimum(const ShardWork& work, std::uint32_t machines) {
    Shares shares(work.items.size(), 0);
    Micros best = longest(work, shares, machines);
    for (;;) {
        std::size_t item = 0;
        while (item < shares.size() && ++shares[item] == machines) {
            shares[item++] = 0;
        }
        if (item == shares.size()) {
            return best;
        }
        best = std::min(best, longest(work, shares, machines));
    }
}

// Two independent fixtures and one that requires the first.
ShardWork random_small_work(std::mt19937& random) {
    const auto up_to = [&](unsigned most) { return static_cast<Micros>(random() % (most + 1)); };
    const std::vector<std::vector<std::uint32_t>> needs{{}, {0}, {1}, {0, 2}, {0, 1}};
    ShardWork work;
    work.setups = {up_to(20), up_to(20), up_to(20)};
    const auto items = 1 + up_to(7);
    for (Micros item = 0; item < items; ++item) {
        work.items.push_back({1 + up_to(30), needs[static_cast<std::size_t>(up_to(4))]});
    }
    return work;
}

// Returns tasks of which most are short and few are long, and which use ten fixtures unevenly.
ShardWork skewed_work(std::uint32_t seed, std::size_t tasks, double mean_seconds) {
    constexpr std::uint32_t kFixtures = 10;
    constexpr double kMicro = 1e6;
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> setup(2, 30);
    std::lognormal_distribution<double> seconds(std::log(mean_seconds) - 0.5, 1.0);
    std::lognormal_distribution<double> size(0.0, 1.0);
    ShardWork work;
    std::vector<double> sizes;
    for (std::uint32_t fixture = 0; fixture < kFixtures; ++fixture) {
        work.setups.push_back(static_cast<Micros>(setup(random) * kMicro));
        sizes.push_back(size(random));
    }
    std::discrete_distribution<std::uint32_t> user(sizes.begin(), sizes.end());
    for (std::size_t task = 0; task < tasks; ++task) {
        work.items.push_back({1 + static_cast<Micros>(seconds(random) * kMicro), {user(random)}});
    }
    return work;
}

double above_bound(const ShardWork& work, const Shares& shares, std::uint32_t machines) {
    return static_cast<double>(longest(work, shares, machines)) / static_cast<double>(lower_bound(work, machines));
}

}  // namespace

TEST_CASE("loads count each fixture once on each machine that needs it") {
    const ShardWork work{{100, 10}, {{1, {0}}, {2, {0}}, {3, {0, 1}}, {4, {}}}};
    CHECK(loads(work, {0, 0, 0, 0}, 2) == std::vector<Micros>{120, 0});
    CHECK(loads(work, {0, 1, 1, 0}, 2) == std::vector<Micros>{105, 115});
}

TEST_CASE("one machine gets everything, and no work is no load") {
    CHECK(pack({{5}, {{1, {0}}, {2, {}}}}, 1) == Shares{0, 0});
    CHECK(pack({{}, {}}, 3).empty());
    CHECK(lower_bound({{}, {}}, 3) == 0);
}

TEST_CASE("items of an expensive fixture stay together, and those of a cheap one are split") {
    const ShardWork expensive{{100, 100}, {{10, {0}}, {10, {0}}, {10, {1}}, {10, {1}}}};
    const Shares together = pack(expensive, 2);
    CHECK(together[0] == together[1]);
    CHECK(together[2] == together[3]);
    CHECK(together[0] != together[2]);
    const ShardWork cheap{{1}, {{10, {0}}, {10, {0}}, {10, {0}}, {10, {0}}}};
    CHECK(longest(cheap, pack(cheap, 2), 2) == 21);
}

TEST_CASE("more machines than items leave some without work") {
    const ShardWork work{{}, {{10, {}}, {10, {}}}};
    CHECK(longest(work, pack(work, 5), 5) == 10);
}

TEST_CASE("the distribution of small work is close to the best one, and the bound is below it") {
    std::mt19937 random(1);
    double sum = 0;
    constexpr int kRounds = 400;
    for (int round = 0; round < kRounds; ++round) {
        CAPTURE(round);
        const ShardWork work = random_small_work(random);
        const std::uint32_t machines = 2 + round % 2;
        const Micros best = optimum(work, machines);
        const Shares shares = pack(work, machines);
        const Micros ours = longest(work, shares, machines);
        REQUIRE(lower_bound(work, machines) <= best);
        REQUIRE(ours >= best);
        CHECK(static_cast<double>(ours) <= 1.5 * static_cast<double>(best));
        sum += static_cast<double>(ours) / static_cast<double>(best);
    }
    CHECK(sum / kRounds < 1.02);
}

TEST_CASE("1,000 tasks with 10 fixtures on 8 machines take at most 5 % longer than the bound on average") {
    constexpr int kRounds = 40;
    for (const double mean_seconds : {0.1, 0.3, 1.0, 3.0}) {
        double ours = 0;
        double in_turn = 0;
        for (int round = 0; round < kRounds; ++round) {
            const ShardWork work = skewed_work(static_cast<std::uint32_t>(round), 1000, mean_seconds);
            ours += above_bound(work, pack(work, 8), 8);
            Shares slices(work.items.size());
            for (std::uint32_t item = 0; item < slices.size(); ++item) {
                slices[item] = item % 8;
            }
            in_turn += above_bound(work, slices, 8);
        }
        CAPTURE(mean_seconds, ours / kRounds, in_turn / kRounds);
        CHECK(ours / kRounds <= 1.05);
        CHECK(in_turn > ours);
    }
}

TEST_CASE("much work is distributed in pieces of a class and the result stays close to the bound") {
    const ShardWork work = skewed_work(7, 100'000, 0.5);
    CHECK(above_bound(work, pack(work, 16), 16) <= 1.02);
}
