// A test program without a framework: a table of functions, one fixture, and a main that also works without
// ParallelFixtures.
#include <parallel_fixtures/program.h>

#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace {

using parallel_fixtures::Report;
using parallel_fixtures::Verdict;

// The fixture of the tests, whose set-up takes long: the primes below ten million.
struct Sieve {
    Sieve() : composite(10000000) {
        for (std::size_t i = 2; i * i < composite.size(); ++i) {
            for (std::size_t multiple = i * i; !composite[i] && multiple < composite.size(); multiple += i) {
                composite[multiple] = true;
            }
        }
    }
    bool prime(std::size_t number) const { return number >= 2 && !composite[number]; }

    std::vector<bool> composite;
};

std::unique_ptr<Sieve> sieve;

struct Case {
    const char* name;
    bool on_sieve;
    int line;
    std::function<Report()> body;
};

Report expect(bool holds, const char* what, int line) {
    Report report;
    if (!holds) {
        report.verdict = Verdict::failed;
        report.failures.push_back({__FILE__, line, what});
    }
    return report;
}
#define EXPECT(condition) expect(condition, #condition, __LINE__)

const std::vector<Case>& cases() {
    static const std::vector<Case> all = {
        {"two is prime", true, __LINE__, [] { return EXPECT(sieve->prime(2)); }},
        {"one is not", true, __LINE__, [] { return EXPECT(!sieve->prime(1)); }},
        {"there are 664579", true, __LINE__,
         [] {
             std::size_t count = 0;
             for (std::size_t i = 0; i < sieve->composite.size(); ++i) {
                 count += sieve->prime(i) ? 1 : 0;
             }
             return EXPECT(count == 664579);
         }},
        {"a test that spoils the sieve harms no other", true, __LINE__,
         [] {
             sieve->composite.assign(sieve->composite.size(), true);
             return EXPECT(!sieve->prime(2));
         }},
        {"still prime", true, __LINE__, [] { return EXPECT(sieve->prime(9999991)); }},
        {"arithmetic needs no sieve", false, __LINE__, [] { return EXPECT(2 + 2 == 4 && sieve == nullptr); }},
    };
    return all;
}

class PrimeTests : public parallel_fixtures::Program {
public:
    std::string framework() override { return "none"; }

    std::vector<parallel_fixtures::Fixture> fixtures() override {
        parallel_fixtures::Fixture fixture;
        fixture.name = "sieve";
        return {fixture};
    }

    std::vector<parallel_fixtures::Test> tests() override {
        std::vector<parallel_fixtures::Test> tests;
        for (const Case& one : cases()) {
            parallel_fixtures::Test test;
            test.name = one.name;
            test.fixture = one.on_sieve ? "sieve" : "";
            test.file = __FILE__;
            test.line = one.line;
            tests.push_back(test);
        }
        return tests;
    }

    Report hold(const std::string& fixture, parallel_fixtures::Stand& stand) override {
        if (fixture == "sieve") {
            sieve = std::make_unique<Sieve>();
        }
        stand.wait({});  // The tests run meanwhile, in processes forked from here.
        if (fixture == "sieve") {
            sieve.reset();
        }
        return {};
    }

    Report run(const std::string& test) override {
        for (const Case& one : cases()) {
            if (one.name == test) {
                return one.body();
            }
        }
        return {Verdict::failed, "there is no test " + test, {}, {}};
    }
};

// prime_tests [<name>]: runs all tests or one, each with its own sieve.
int run_by_hand(const char* name) {
    int failed = 0;
    for (const Case& one : cases()) {
        if (name != nullptr && std::strcmp(one.name, name) != 0) {
            continue;
        }
        sieve = one.on_sieve ? std::make_unique<Sieve>() : nullptr;
        const Report report = one.body();
        for (const auto& failure : report.failures) {
            std::printf("%s:%d: %s\n", failure.file.c_str(), failure.line, failure.message.c_str());
        }
        failed += report.verdict == Verdict::failed ? 1 : 0;
        std::printf("%s: %s\n", report.verdict == Verdict::failed ? "FAILED" : "ok", one.name);
    }
    return failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (parallel_fixtures::is_served()) {
        PrimeTests tests;
        return parallel_fixtures::serve(tests);
    }
    return run_by_hand(argc > 1 ? argv[1] : nullptr);
}
