#include "runtime/linked_message.h"

#include "tests/support/catch.h"

namespace {

using namespace parallel_fixtures;

template <typename Message, typename All>
Message to_and_back(const Message& message) {
    const std::string bytes = pf::encode(All(message));
    pf::FrameReader<All> reader;
    reader.append(bytes.data(), bytes.size());
    auto read = reader.next();
    REQUIRE((read.ok() && read->has_value()));
    CHECK(reader.empty());
    return std::get<Message>(std::move(**read));
}

template <typename Message>
Message from_program(const Message& message) {
    return to_and_back<Message, pf::FromProgram>(message);
}

Report sample_report() {
    return {Verdict::failed, "why", {{"a.cc", 7, "one\ntwo"}, {"", 0, ""}}, {{"key", "value"}, {"", "=\xff"}}};
}

// Structured bindings, so that a new field breaks the build here until it is looked at.
void check_report(const Report& report) {
    const auto& [verdict, reason, failures, properties] = report;
    CHECK(verdict == Verdict::failed);
    CHECK(reason == "why");
    REQUIRE(failures.size() == 2);
    const auto& [file, line, message] = failures[0];
    CHECK(file == "a.cc");
    CHECK(line == 7);
    CHECK(message == "one\ntwo");
    REQUIRE(properties.size() == 2);
    CHECK(properties[1] == std::make_pair(std::string(), std::string("=\xff")));
}

}  // namespace

TEST_CASE("every field of what a program says arrives") {
    const auto [protocol, framework] = from_program(pf::Hello{5, "gtest"});
    CHECK(protocol == 5);
    CHECK(framework == "gtest");
    const auto fixture = from_program(pf::FixtureListed{{"suite", "parent", Scope::worker, "f.cc", 3}}).fixture;
    const auto& [name, parent, scope, file, line] = fixture;
    CHECK(name == "suite");
    CHECK(parent == "parent");
    CHECK(scope == Scope::worker);
    CHECK(file == "f.cc");
    CHECK(line == 3);
    const auto test = from_program(pf::TestListed{{"t", "suite", "t.cc", 9, {"x", "y"}, "no"}}).test;
    const auto& [test_name, its_fixture, test_file, test_line, labels, disabled] = test;
    CHECK(test_name == "t");
    CHECK(its_fixture == "suite");
    CHECK(test_file == "t.cc");
    CHECK(test_line == 9);
    CHECK(labels == std::vector<std::string>{"x", "y"});
    CHECK(disabled == "no");
    const auto [fixtures, tests, problem, shared] = from_program(pf::ListEnded{2, 1ULL << 40U, "a circle", false});
    CHECK_FALSE(shared);
    CHECK(problem == "a circle");
    CHECK(fixtures == 2);
    CHECK(tests == 1ULL << 40U);
    const auto ready = from_program(pf::FixtureReady{sample_report(), {"warning"}});
    check_report(ready.report);
    CHECK(ready.warnings == std::vector<std::string>{"warning"});
    check_report(from_program(pf::TornDown{sample_report()}).report);
    check_report(from_program(pf::TestEnded{sample_report()}).report);
}

TEST_CASE("every field of what is said to a program arrives") {
    const auto fork = to_and_back<pf::ForkSupervisor, pf::ToProgram>({7, true});
    CHECK((fork.number == 7 && fork.data));
    CHECK(to_and_back<pf::KillSupervisor, pf::ToProgram>({8}).number == 8);
    to_and_back<pf::TearDownFixture, pf::ToProgram>({});
    CHECK(to_and_back<pf::RunTest, pf::ToProgram>({"an order", "", "", true}).order == "an order");
    CHECK(to_and_back<pf::RunFixture, pf::ToProgram>({"Suite", {"A=b"}, "/f"}).directory == "/f");
}

TEST_CASE("a report that is cut or garbled is none") {
    const std::string whole = pf::encode(pf::FromProgram(pf::TestEnded{sample_report()}));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        pf::FrameReader<pf::FromProgram> reader;
        reader.append(whole.data(), size);
        const auto read = reader.next();
        REQUIRE(read.ok());
        CHECK_FALSE(read->has_value());
    }
    std::uint32_t state = 20260229;
    for (int round = 0; round < 20000; ++round) {
        std::string bytes = whole;
        state = state * 1664525 + 1013904223;
        bytes[4 + (state >> 8U) % (bytes.size() - 4)] ^= static_cast<char>(1U << (state >> 29U));
        pf::FrameReader<pf::FromProgram> reader;
        reader.append(bytes.data(), bytes.size());
        static_cast<void>(reader.next().ok());  // Whatever it is, it is read without harm.
    }
}
