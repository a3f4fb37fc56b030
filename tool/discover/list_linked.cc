#include "tool/discover/list_linked.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/linked_message.h"
#include "tool/discover/list_doctest.h"
#include "tool/discover/program_output.h"
#include "tool/discover/refused_arguments.h"
#include "tool/support/text.h"

namespace pf {
namespace {

FixtureScope plan_scope(parallel_fixtures::Scope scope) {
    switch (scope) {
        case parallel_fixtures::Scope::run:
            return FixtureScope::run;
        case parallel_fixtures::Scope::worker:
            return FixtureScope::worker;
        case parallel_fixtures::Scope::task:
            break;
    }
    return FixtureScope::task;
}

struct Answers {
    std::optional<std::int32_t> protocol;
    std::string framework;
    std::vector<parallel_fixtures::Fixture> fixtures;
    std::vector<parallel_fixtures::Test> tests;
    std::string problem;
    bool shared_setup = true;
    bool complete = false;

    void take(const Hello& hello) {
        protocol = hello.protocol;
        framework = hello.framework;
    }
    void take(const FixtureListed& listed) { fixtures.push_back(listed.fixture); }
    void take(const TestListed& listed) { tests.push_back(listed.test); }
    void take(const ListEnded& end) {
        problem = end.problem;
        shared_setup = end.shared_setup;
        complete = end.fixtures == fixtures.size() && end.tests == tests.size();
    }
    template <typename Other>
    void take(const Other& /*not of a listing*/) {}
};

Error of_another_version(std::int32_t protocol) {
    return Error{"it was linked with another version of ParallelFixtures (protocol " + std::to_string(protocol) +
                 ", this helper has " + std::to_string(kLinkedProtocol) + "): build it again"};
}

// Reads the messages of a program. `tail` is the end of its output, for errors.
Result<Answers> read_answers(std::string_view text, const std::string& tail) {
    FrameReader<FromProgram> reader;
    reader.append(text.data(), text.size());
    Answers answers;
    while (!reader.empty()) {
        const auto message = reader.next();
        if (!message.ok() || !message->has_value()) {
            return with_tail("its list of tests is incomplete or damaged", tail);
        }
        std::visit([&answers](const auto& m) { answers.take(m); }, **message);
        if (answers.protocol && *answers.protocol != kLinkedProtocol) {
            return of_another_version(*answers.protocol);
        }
    }
    if (!answers.protocol) {
        return with_tail(
            "it is linked with ParallelFixtures, but did not answer: its main must call parallel_fixtures::serve(), or "
            "be that of ParallelFixtures::gtest_main, ::catch2_main or ::doctest_main, or run Boost.Test",
            tail);
    }
    if (!answers.problem.empty()) {
        return Error{"its tests cannot be listed: " + one_line(answers.problem)};
    }
    if (!answers.complete) {
        return with_tail("it ended in the middle of listing its tests", tail);
    }
    return answers;
}

Result<Answers> ask(const Group& group, const std::vector<std::string>& more, double timeout) {
    const Result<ProgramOutput> output = ask_program(group, more, timeout);
    return output.ok() ? read_answers(output->text, output->tail) : Result<Answers>(output.error());
}

bool begins_with(const std::string& text, std::string_view with) { return text.compare(0, with.size(), with) == 0; }

// Returns the plan's word for the framework of a program, or "" if it has none.
std::string_view plan_word_of(const Answers& answers) {
    return begins_with(answers.framework, "gtest")     ? "gtest"
           : begins_with(answers.framework, "doctest") ? "doctest"
           : begins_with(answers.framework, "Catch2")  ? "catch2"
           : begins_with(answers.framework, "Boost")   ? "boost_test"
                                                       : "";
}

// Returns the argument that gives a framework its filter, or "" without a framework.
std::string filter_argument(std::string_view framework, const std::string& filter) {
    return framework == "gtest"        ? "--gtest_filter=" + filter
           : framework == "doctest"    ? "--test-case=" + filter
           : framework == "catch2"     ? filter
           : framework == "boost_test" ? "--run_test=" + filter
                                       : "";
}

Listing listing_of(const Answers& answers) {
    Listing listing = linked_listing(answers.fixtures, answers.tests);
    listing.shared_setup = answers.shared_setup;
    listing.framework = plan_word_of(answers);
    for (ListedFixture& fixture : listing.fixtures) {
        fixture.follows = listing.framework == "gtest";  // A suite of GoogleTest cannot declare a scope.
    }
    for (ListedCase& listed : listing.cases) {
        const std::string suite = listing.framework != "doctest" || listed.labels.empty() ? "" : listed.labels.front();
        listed.suite = listed.name.compare(0, suite.size() + 1, suite + "/") == 0 ? suite : "";
    }
    return listing;
}

}  // namespace

Result<Listing> list_linked(const Group& group, double timeout) {
    Result<Answers> answers = ask(group, {}, timeout);
    const Listing all = answers.ok() ? listing_of(*answers) : Listing();
    if (answers.ok()) {
        std::string problem = refused_argument(plan_word_of(*answers), group.program, !group.program.filter.empty());
        if (!problem.empty()) {
            return Error{std::move(problem)};
        }
    }
    if (answers.ok() && !group.program.filter.empty()) {
        // Only the first answer says which framework, and so which filter, the program has.
        const std::string filter = filter_argument(plan_word_of(*answers), std::string(group.program.filter));
        if (filter.empty()) {
            return Error{
                "TEST_FILTER is only for programs of a framework; give this one its own arguments with EXTRA_ARGS"};
        }
        answers = ask(group, {filter}, timeout);
    }
    if (!answers.ok()) {
        return answers.error();
    }
    Listing listing = listing_of(*answers);
    if (listing.framework == "doctest") {
        shorten_doctest_names(listing, all);
    }
    return listing;
}

Result<Listing> parse_linked_listing(std::string_view answer) {
    const Result<Answers> answers = read_answers(answer, "");
    return answers.ok() ? Result<Listing>(listing_of(*answers)) : Result<Listing>(answers.error());
}

Listing linked_listing(const std::vector<parallel_fixtures::Fixture>& fixtures,
                       const std::vector<parallel_fixtures::Test>& tests) {
    Listing listing;
    listing.linked = true;
    for (const parallel_fixtures::Fixture& fixture : fixtures) {
        listing.fixtures.push_back(
            {fixture.name, fixture.parent, plan_scope(fixture.scope), fixture.file, fixture.line, false});
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
