// Computes what sharing fixtures has saved: the set-ups that ran, compared with one set-up for each task.
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
    // The fixture was up before this run; its set-up had taken so many seconds.
    void note_kept(FixtureId fixture, double seconds) { fixtures_[fixture].kept_seconds = seconds; }
    // A task requires the fixture. Called once for all attempts of the task.
    void note_use(FixtureId fixture) { ++fixtures_[fixture].uses; }

    [[nodiscard]] std::uint64_t setups() const {
        std::uint64_t sum = 0;
        for (const Sum& fixture : fixtures_) {
            sum += fixture.setups;
        }
        return sum;
    }
    // A fixture that was set up more often than tasks required it, because of retries, has saved nothing.
    [[nodiscard]] std::uint64_t setups_one_per_task() const {
        std::uint64_t sum = 0;
        for (const Sum& fixture : fixtures_) {
            sum += std::max(fixture.setups, fixture.uses);
        }
        return sum;
    }

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
