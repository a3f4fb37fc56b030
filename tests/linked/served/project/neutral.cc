// A program without a framework.
#include <parallel_fixtures/program.h>
#include <unistd.h>

#include <stdexcept>

#include "log.h"

using parallel_fixtures::Fixture;
using parallel_fixtures::Report;
using parallel_fixtures::Scope;
using parallel_fixtures::Stand;
using parallel_fixtures::Test;
using parallel_fixtures::Verdict;

namespace {

class Neutral : public parallel_fixtures::Program {
public:
    explicit Neutral(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}

    std::string framework() override { return "none"; }
    std::vector<Fixture> fixtures() override { return {{"outer", "", Scope::run, "neutral.cc", 7}}; }
    std::vector<Test> tests() override {
        return {{"arguments", "", "neutral.cc", 1, {"label"}, ""},
                {"outer", "outer", "neutral.cc", 2, {}, ""},
                {"fails", "", "neutral.cc", 3, {}, ""},
                {"throws", "", "", 0, {}, ""},
                {"disabled", "", "", 0, {}, "for a reason"},
                {"skips", "", "", 0, {}, ""}};
    }
    Report hold(const std::string& fixture, Stand& stand) override {
        log_line("hold " + fixture);
        value_ += fixture.empty() ? 1 : 10;
        stand.wait({});
        log_line("leave " + fixture + " " + std::to_string(value_));
        return {};
    }
    Report run(const std::string& test) override {
        Report report;
        if (test == "throws") {
            throw std::runtime_error("thrown by run");
        }
        if (test == "skips") {
            report.verdict = Verdict::skipped;
            report.reason = "not today";
        } else if (test == "fails" || (test == "outer" && value_++ != 11) ||
                   (test == "arguments" && (arguments_.size() != 1 || arguments_[0] != "an argument"))) {
            report.verdict = Verdict::failed;
            report.failures.push_back({"neutral.cc", 3, "it is <not> \"so\" & \x01 never\nsecond line"});
        }
        return report;
    }

private:
    std::vector<std::string> arguments_;
    int value_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    Neutral program({argv + 1, argv + argc});
    return parallel_fixtures::is_served() ? parallel_fixtures::serve(program) : 3;
}
