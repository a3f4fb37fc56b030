#include "tool/event/event.h"

#include "tests/support/catch.h"

namespace {

// Checks that every enumerator up to `last` has a word of its own, which is read back as the enumerator.
template <typename Enum, typename From>
void check_words(Enum last, From from) {
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const auto value = static_cast<Enum>(i);
        const std::string word = pf::to_text(value);
        INFO(word);
        CHECK(from(word) == value);
        CHECK(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos);
    }
    CHECK(from("no such word") == std::nullopt);
    CHECK(from("") == std::nullopt);
}

}  // namespace

TEST_CASE("every enumerator has a word that leads back to it") {
    check_words(pf::Outcome::not_run, pf::outcome_from);
    check_words(pf::Cause::unreported, pf::cause_from);
    check_words(pf::SetupOutcome::interrupted, pf::setup_outcome_from);
    check_words(pf::MessageLevel::error, pf::message_level_from);
}

TEST_CASE("words that users read in files do not change") {
    CHECK(std::string(pf::to_text(pf::Outcome::not_run)) == "not_run");
    CHECK(std::string(pf::to_text(pf::Cause::missing_executable)) == "missing_executable");
    CHECK(std::string(pf::to_text(pf::Cause::stop_on_failure)) == "stop_on_failure");
    CHECK(std::string(pf::to_text(pf::SetupOutcome::timeout)) == "timeout");
}
