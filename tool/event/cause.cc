#include "tool/event/cause.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace pf {
namespace {

constexpr const char* kOurs = nullptr;  // CTest has no words for it.
constexpr bool kOwn = false;
constexpr bool kShared = true;

// In the order of Cause.
constexpr std::array kCauses{
    CauseFacts{"completed", "Completed", kOwn, false},
    CauseFacts{"regex", "Completed", kOwn, false},
    CauseFacts{"will_fail", "Completed", kOwn, false},
    CauseFacts{"signal", "Completed", kOwn, false},
    CauseFacts{"timeout", "Completed", kOwn, false},
    CauseFacts{"skip_code", "SKIP_RETURN_CODE={}", kOwn, false},
    CauseFacts{"skip_regex", "SKIP_REGULAR_EXPRESSION_MATCHED", kOwn, false},
    CauseFacts{"disabled", "Disabled", kOwn, false},
    CauseFacts{"missing_executable", "Unable to find executable", kOwn, false},
    CauseFacts{"failed_to_start", "Failed to start", kOwn, false},
    CauseFacts{"required_files", "Required Files Missing", kOwn, false},
    CauseFacts{"insufficient_resources", "Insufficient resources", kShared, false},
    CauseFacts{"fixture_failed", "Fixture dependency failed", kShared, true},
    CauseFacts{"fixture_skipped", kOurs, kShared, false},
    CauseFacts{"service_died", kOurs, kShared, true},
    CauseFacts{"worker_died", kOurs, kShared, false},
    CauseFacts{"stopped", kOurs, kOwn, false},
    CauseFacts{"interrupted", kOurs, kShared, true},
    CauseFacts{"stop_on_failure", kOurs, kShared, true},
    CauseFacts{"generator", kOurs, kOwn, false},
    CauseFacts{"output_cut", kOurs, kOwn, false},
    CauseFacts{"framework", "Completed", kOwn, false},
    CauseFacts{"no_result", kOurs, kOwn, false},
    CauseFacts{"fixture_died", kOurs, kShared, true},
    CauseFacts{"unit_ended", kOurs, kShared, true},
    CauseFacts{"discovery", kOurs, kOwn, false},
    CauseFacts{"test_killed", kOurs, kOwn, false},
    CauseFacts{"shard_missing", kOurs, kShared, false},
    CauseFacts{"node_lost", kOurs, kShared, false},
    CauseFacts{"flaky", kOurs, kOwn, false},
    CauseFacts{"unreported", kOurs, kShared, false},
};
static_assert(kCauses.size() == static_cast<std::size_t>(Cause::unreported) + 1);

}  // namespace

const CauseFacts& facts_of(Cause cause) { return kCauses[static_cast<std::size_t>(cause)]; }

std::optional<Cause> cause_from(const std::string& text) {
    const auto* const found =
        std::find_if(kCauses.begin(), kCauses.end(), [&](const CauseFacts& facts) { return text == facts.word; });
    return found == kCauses.end() ? std::nullopt : std::optional(static_cast<Cause>(found - kCauses.begin()));
}

}  // namespace pf
