// What sharing fixtures saved: the set-ups that ran, against one for each attempt that stood on them.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_SETUP_COSTS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_SETUP_COSTS_H

#include <algorithm>
#include <cstdint>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

class SetupCosts {
public:
    explicit SetupCosts(std::size_t fixtures) : fixtures_(fixtures) {}

    void note_setup(FixtureId fixture, double seconds) {
        fixtures_[fixture].seconds += seconds;
        ++fixtures_[fixture].setups;
    }
    // It stood already; its set-up had taken so long.
    void note_kept(FixtureId fixture, double seconds) { fixtures_[fixture].kept_seconds = seconds; }
    void note_use(FixtureId fixture) { ++fixtures_[fixture].uses; }

    [[nodiscard]] double spent() const {
        double sum = 0;
        for (const Sum& fixture : fixtures_) {
            sum += fixture.seconds;
        }
        return sum;
    }
    [[nodiscard]] double saved() const {
        double sum = 0;
        for (const Sum& fixture : fixtures_) {
            const double each =
                fixture.setups > 0 ? fixture.seconds / static_cast<double>(fixture.setups) : fixture.kept_seconds;
            if (each > 0) {
                sum += std::max(0.0, each * static_cast<double>(fixture.uses) - fixture.seconds);
            }
        }
        return sum;
    }

private:
    struct Sum {
        double seconds = 0;
        double kept_seconds = 0;
        std::uint64_t setups = 0;
        std::uint64_t uses = 0;
    };
    std::vector<Sum> fixtures_;
};

}  // namespace pf

#endif
