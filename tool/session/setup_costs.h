// Computes what sharing fixtures has saved: the set-ups that ran, compared with one set-up for each task.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_SETUP_COSTS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_SETUP_COSTS_H

#include <algorithm>
#include <cstdint>
#include <numeric>
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
        return sum<std::uint64_t>([](const Sum& fixture) { return fixture.setups; });
    }
    // A fixture that was set up more often than tasks required it, because of retries, has saved nothing.
    [[nodiscard]] std::uint64_t setups_one_per_task() const {
        return sum<std::uint64_t>([](const Sum& fixture) { return std::max(fixture.setups, fixture.uses); });
    }
    // Seconds.
    [[nodiscard]] double spent() const {
        return sum<double>([](const Sum& fixture) { return fixture.seconds; });
    }
    [[nodiscard]] double saved() const {
        return sum<double>([](const Sum& fixture) {
            const double each =
                fixture.setups > 0 ? fixture.seconds / static_cast<double>(fixture.setups) : fixture.kept_seconds;
            return each > 0 ? std::max(0.0, each * static_cast<double>(fixture.uses) - fixture.seconds) : 0;
        });
    }

private:
    struct Sum {
        double seconds = 0;
        double kept_seconds = 0;
        std::uint64_t setups = 0;
        std::uint64_t uses = 0;
    };

    template <typename Number, typename Of>
    [[nodiscard]] Number sum(Of of) const {
        return std::accumulate(fixtures_.begin(), fixtures_.end(), Number(),
                               [&](Number sum, const Sum& fixture) { return sum + of(fixture); });
    }

    std::vector<Sum> fixtures_;
};

}  // namespace pf

#endif
