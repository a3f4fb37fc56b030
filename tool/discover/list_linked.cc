#include "tool/discover/list_linked.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "runtime/linked_message.h"
#include "tool/discover/program_output.h"

namespace pf {
namespace {

Scope plan_scope(parallel_fixtures::Scope scope) {
    switch (scope) {
        case parallel_fixtures::Scope::run:
            return Scope::run;
        case parallel_fixtures::Scope::worker:
            return Scope::worker;
        case parallel_fixtures::Scope::task:
            break;
    }
    return Scope::task;
}

struct Answers {
    std::optional<std::int32_t> protocol;
    std::vector<parallel_fixtures::Fixture> fixtures;
    std::vector<parallel_fixtures::Test> tests;
    bool complete = false;

    void take(const Hello& hello) { protocol = hello.protocol; }
    void take(const FixtureListed& listed) { fixtures.push_back(listed.fixture); }
    void take(const TestListed& listed) { tests.push_back(listed.test); }
    void take(const ListEnded& end) { complete = end.fixtures == fixtures.size() && end.tests == tests.size(); }
    template <typename Other>
    void take(const Other& /*not of a listing*/) {}
};

}  // namespace

Result<Listing> list_linked(const Group& group, double timeout) {
    const Result<ProgramOutput> output = ask_program(group, timeout);
    if (!output.ok()) {
        return output.error();
    }
    FrameReader<FromProgram> reader;
    reader.append(output->text.data(), output->text.size());
    Answers answers;
    while (!reader.empty()) {
        const auto message = reader.next();
        if (!message.ok() || !message->has_value()) {
            return with_tail("its answer to the question for its tests is cut or garbled", output->tail);
        }
        std::visit([&answers](const auto& m) { answers.take(m); }, **message);
        if (answers.protocol && *answers.protocol != kLinkedProtocol) {
            return Error{"it was linked with another version of ParallelFixtures (protocol " +
                         std::to_string(*answers.protocol) + ", this helper has " + std::to_string(kLinkedProtocol) +
                         "): build it again"};
        }
    }
    if (!answers.protocol) {
        return with_tail(
            "it is linked with ParallelFixtures, but did not answer: its main must call parallel_fixtures::serve(), or "
            "be "
            "that of ParallelFixtures::gtest_main, ::catch2_main or ::doctest_main",
            output->tail);
    }
    if (!answers.complete) {
        return with_tail("it ended in the middle of listing its tests", output->tail);
    }
    return linked_listing(answers.fixtures, answers.tests);
}

Listing linked_listing(const std::vector<parallel_fixtures::Fixture>& fixtures,
                       const std::vector<parallel_fixtures::Test>& tests) {
    Listing listing;
    listing.linked = true;
    for (const parallel_fixtures::Fixture& fixture : fixtures) {
        listing.fixtures.push_back(
            {fixture.name, fixture.parent, plan_scope(fixture.scope), fixture.file, fixture.line});
    }
    for (const parallel_fixtures::Test& test : tests) {
        ListedCase& listed = listing.cases.emplace_back();
        listed.name = test.name;
        listed.file = test.file;
        listed.line = test.line;
        listed.labels = test.labels;
        listed.disabled = !test.disabled.empty();
        listed.fixture = test.fixture;
    }
    return listing;
}

}  // namespace pf
