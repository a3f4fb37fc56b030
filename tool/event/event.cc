#include "tool/event/event.h"

#include <array>
#include <cstddef>

namespace pf {
namespace {

constexpr std::array kOutcomes{"passed", "failed", "timeout", "crashed", "skipped", "not_run"};
constexpr std::array kSetupOutcomes{"passed", "failed", "timeout", "skipped", "interrupted"};
constexpr std::array kMessageLevels{"note", "warning", "error"};

static_assert(kOutcomes.size() == static_cast<std::size_t>(Outcome::not_run) + 1);
static_assert(kSetupOutcomes.size() == static_cast<std::size_t>(SetupOutcome::interrupted) + 1);
static_assert(kMessageLevels.size() == static_cast<std::size_t>(MessageLevel::error) + 1);

template <typename Enum, typename Table>
std::optional<Enum> find(const Table& table, const std::string& text) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (text == table[i]) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

}  // namespace

const char* to_text(Outcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }
const char* to_text(SetupOutcome outcome) { return kSetupOutcomes[static_cast<std::size_t>(outcome)]; }
const char* to_text(MessageLevel level) { return kMessageLevels[static_cast<std::size_t>(level)]; }

std::optional<Outcome> outcome_from(const std::string& text) { return find<Outcome>(kOutcomes, text); }
std::optional<SetupOutcome> setup_outcome_from(const std::string& text) {
    return find<SetupOutcome>(kSetupOutcomes, text);
}
std::optional<MessageLevel> message_level_from(const std::string& text) {
    return find<MessageLevel>(kMessageLevels, text);
}

}  // namespace pf
