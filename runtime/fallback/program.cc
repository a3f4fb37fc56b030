// Implements parallel_fixtures/program.h where there is no helper (docs/design/fallback.md). Uses standard C++ only, so
// that it compiles on every system. ctest starts the program once for each test; nothing is forked.
#include "parallel_fixtures/program.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "runtime/report.h"

namespace parallel_fixtures {
namespace {

constexpr int kSkipped =
    77;  // The exit code that cmake/ParallelFixturesFallbackPrograms.cmake expects of a skipped test.

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

// The file for the list of tests; "": no list is requested.
const std::string& list_file() {
    static const std::string file = variable("PARALLEL_FIXTURES_FALLBACK_LIST");
    return file;
}

// Runs one test inside the fixtures that it requires, all in this process.
class OneTest {
public:
    OneTest(Program& program, const Test& test) : program_(program), test_(test) {
        const std::vector<Fixture> fixtures = program.fixtures();
        for (std::string name = test.fixture; !name.empty() && chain_.size() <= fixtures.size();) {
            chain_.insert(chain_.begin(), name);
            const auto fixture =
                std::find_if(fixtures.begin(), fixtures.end(), [&](const Fixture& one) { return one.name == name; });
            name = fixture == fixtures.end() ? "" : fixture->parent;
        }
        chain_.insert(chain_.begin(), "");
    }

    Report run() {
        hold(0);
        return report_;
    }

private:
    class NestedWait : public Stand {
    public:
        NestedWait(OneTest& test, std::size_t depth) : test_(test), depth_(depth) {}
        void wait(const Report& setup) override { test_.on_set_up(depth_, setup); }

    private:
        OneTest& test_;
        std::size_t depth_;
    };

    void hold(std::size_t depth) {
        NestedWait nested(*this, depth);
        Report report;
        try {
            report = program_.hold(chain_[depth], nested);
        } catch (...) {
            report = pf::report_of_exception();
        }
        if (report.verdict == Verdict::failed && report_.verdict != Verdict::failed) {
            report_ = std::move(report);
        }
    }

    void on_set_up(std::size_t depth, const Report& setup) {
        if (setup.verdict != Verdict::passed) {
            report_ = setup;
        } else if (depth + 1 < chain_.size()) {
            hold(depth + 1);
        } else {
            try {
                report_ = program_.run(test_.name);
            } catch (...) {
                report_ = pf::report_of_exception();
            }
        }
    }

    Program& program_;
    Test test_;
    std::vector<std::string> chain_;  // From the program, "", to the fixture of the test.
    Report report_ = pf::failed_report("its fixture was never set up");
};

int list(Program& program) {
    std::ofstream file(list_file(), std::ios::binary);
    for (const Test& test : program.tests()) {
        file << "test " << test.name << '\n';
        for (const std::string& label : test.labels) {
            file << "label " << label << '\n';
        }
        if (!test.disabled.empty()) {
            file << "disabled\n";
        }
    }
    return file.flush() ? 0 : 1;
}

void print(const Report& report) {
    for (const Failure& failure : report.failures) {
        std::printf("%s:%d: %s\n", failure.file.c_str(), failure.line, failure.message.c_str());
    }
    if (!report.reason.empty()) {
        std::printf("%s\n", report.reason.c_str());
    }
}

}  // namespace

bool is_served() { return !list_file().empty() || !only_test().empty(); }

const std::string& only_test() {
    static const std::string test = variable("PARALLEL_FIXTURES_FALLBACK_TEST");
    return test;
}

int serve(Program& program) {
    if (!list_file().empty()) {
        return list(program);
    }
    const std::vector<Test> tests = program.tests();
    const auto test = std::find_if(tests.begin(), tests.end(), [](const Test& one) { return one.name == only_test(); });
    const Report report = test == tests.end() ? pf::failed_report("there is no test \"" + only_test() + "\"")
                                              : OneTest(program, *test).run();
    print(report);
    if (report.verdict == Verdict::skipped) {
        return kSkipped;
    }
    return report.verdict == Verdict::failed ? 1 : 0;
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): program.h declares it so.
void after_fork(std::function<void(const Worker& worker)> /*hook*/) {}

}  // namespace parallel_fixtures
