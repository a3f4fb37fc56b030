#include "tool/page/lanes.h"

#include "tests/support/catch.h"

using namespace pf;
using Rows = std::vector<std::uint32_t>;

TEST_CASE("spans that follow each other share a lane") {
    const Lanes lanes = lanes_of({{0, 10, 1}, {10, 20, 2}, {25, 30, 3}});
    CHECK(lanes.of == Rows{0, 0, 0});
    CHECK(lanes.groups.size() == 1);
}

TEST_CASE("spans that overlap have lanes of their own, in whatever order they come") {
    const Lanes lanes = lanes_of({{5, 10, 1}, {0, 10, 2}, {7, 8, 3}, {8, 9, 4}});
    CHECK(lanes.of == Rows{1, 0, 2, 2});
    CHECK(lanes.groups.size() == 3);
}

TEST_CASE("a span keeps the lane of its wish while that is free") {
    const Lanes lanes = lanes_of({{0, 10, 1}, {0, 10, 2}, {11, 20, 2}, {11, 30, 1}, {20, 25, 2}});
    CHECK(lanes.of == Rows{0, 1, 1, 0, 1});
    SECTION("and moves where it is not") { CHECK(lanes_of({{0, 10, 1}, {5, 6, 1}, {12, 13, 1}}).of == Rows{0, 1, 1}); }
}

TEST_CASE("spans without length need no lane of their own") {
    CHECK(lanes_of({{3, 3, 1}, {3, 3, 2}, {3, 4, 3}}).groups.size() == 1);
    CHECK(lanes_of({}).groups.size() == 0);
}

TEST_CASE("spans of different groups never share a lane, and those of a group have theirs side by side") {
    const Lanes lanes = lanes_of({{0, 10, 1, 2}, {20, 30, 1, 1}, {40, 50, 1, 2}, {5, 10, 2, 2}, {60, 70, 1, 0}});
    CHECK(lanes.of == Rows{2, 1, 2, 3, 0});
    CHECK(lanes.groups == Rows{0, 1, 2, 2});
}

TEST_CASE("no two spans of a lane overlap") {
    std::vector<LaneSpan> spans;
    std::uint32_t state = 1;
    const auto random = [&state](std::uint32_t below) { return (state = state * 1664525 + 1013904223) % below; };
    for (int i = 0; i < 2000; ++i) {
        const std::int64_t begin = random(5000);
        spans.push_back({begin, begin + random(40), random(8)});
    }
    const Lanes lanes = lanes_of(spans);
    std::size_t overlaps = 0;
    for (std::size_t a = 0; a < spans.size(); ++a) {
        for (std::size_t b = a + 1; b < spans.size(); ++b) {
            overlaps += lanes.of[a] == lanes.of[b] && spans[a].begin < spans[b].end && spans[b].begin < spans[a].end;
        }
    }
    CHECK(overlaps == 0);
}
