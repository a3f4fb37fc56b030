#include "tool/cli/settings.h"

#include <map>
#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace {

using Environment = std::map<std::string, std::string>;

constexpr const char* kFile =
    "timeout = 30\n"
    "retries = 1\n"
    "slow = 7\n"
    "output-junit = \"reports/junit.xml\"\n"
    "progress = true\n"
    "[profile.ci]\n"
    "retries = 4\n"
    "color = \"never\"\n"
    "max-fail = 20\n";

class Settings {
public:
    Settings(const std::vector<std::string>& words, const std::string& file, const Environment& environment = {},
             bool ctest = false) {
        const auto getenv = [&environment](const char* name) {
            const auto found = environment.find(name);
            return found == environment.end() ? nullptr : found->second.c_str();
        };
        pf::Command command = pf::parse_command_line(words, getenv, "1");
        if (auto* answer = std::get_if<pf::Answer>(&command)) {
            error_ = answer->text;
            return;
        }
        run = std::get<pf::RunOptions>(std::move(command));
        run.build_dir = "/b";
        const auto parsed = pf::parse_config(file, "/s/f.toml");
        REQUIRE(parsed.ok());
        pf::SettingSources sources;
        sources.file = file.empty() ? nullptr : &*parsed;
        sources.source_dir = "/s";
        sources.getenv = getenv;
        sources.ctest = ctest;
        const auto values = pf::apply_settings(run, sources);
        error_ = values.ok() ? "" : values.error().message;
        values_ = values.ok() ? *values : std::vector<pf::SettingValue>();
    }

    // Returns "<value> from <source>"; "": there is no such setting.
    [[nodiscard]] std::string of(const std::string& key) const {
        for (const pf::SettingValue& value : values_) {
            if (value.key == key) {
                return value.text + " from " + value.source;
            }
        }
        return "";
    }
    [[nodiscard]] const std::string& error() const { return error_; }

    pf::RunOptions run;

private:
    std::string error_;
    std::vector<pf::SettingValue> values_;
};

}  // namespace

TEST_CASE("without a file and variables the defaults hold") {
    const Settings s({"run"}, "");
    CHECK(s.error().empty());
    CHECK(s.of("timeout") == "none from default");
    CHECK(s.of("color") == "auto from default");
    CHECK_FALSE(s.run.timeout);
    CHECK(s.run.repeat == pf::Repeat::none);
}

TEST_CASE("the file's values are applied, below the command line, the environment and the profile") {
    const Settings file({"run"}, kFile);
    CHECK(file.of("timeout") == "30 from /s/f.toml:1");
    CHECK(file.run.timeout == 30);
    CHECK(file.of("retries") == "1 from /s/f.toml:2");
    CHECK(file.run.repeat == pf::Repeat::until_pass);
    CHECK(file.run.repeat_count == 2);
    CHECK(file.run.display.progress);
    CHECK(file.run.max_fail == 0);
    CHECK(file.run.output_junit == "/b/reports/junit.xml");  // Relative to the build tree.

    const Settings profile({"run", "--profile", "ci"}, kFile);
    CHECK(profile.of("retries") == "4 from /s/f.toml:7, profile ci");
    CHECK(profile.run.repeat_count == 5);
    CHECK(profile.of("timeout") == "30 from /s/f.toml:1");
    CHECK(profile.run.display.color == pf::ColorChoice::never);
    CHECK(profile.run.max_fail == 20);

    const Environment variables{{"PARALLEL_FIXTURES_PROFILE", "ci"},
                                {"PARALLEL_FIXTURES_RETRIES", "3"},
                                {"PARALLEL_FIXTURES_PROGRESS", "false"},
                                {"PARALLEL_FIXTURES_OUTPUT_JUNIT", "here.xml"},
                                {"PARALLEL_FIXTURES_TIMEOUT", ""}};
    const Settings environment({"run"}, kFile, variables);
    CHECK(environment.of("retries") == "3 from PARALLEL_FIXTURES_RETRIES");
    CHECK(environment.run.repeat_count == 4);
    CHECK_FALSE(environment.run.display.progress);
    CHECK(environment.run.output_junit == "here.xml");
    CHECK(environment.of("timeout") == "30 from /s/f.toml:1");
    CHECK(environment.of("max-fail") == "20 from /s/f.toml:9, profile ci");

    const Settings line({"run", "--retries", "0", "--timeout=5", "--output-junit", "x.xml"}, kFile, variables);
    CHECK(line.of("retries") == "0 from command line");
    CHECK(line.run.repeat == pf::Repeat::none);
    CHECK(line.run.timeout == 5);
    CHECK(line.run.output_junit == "x.xml");
}

TEST_CASE("what a CI system is to see is a setting, and the result of flaky tasks holds under ctest, too") {
    const std::string file = "flaky-result = \"fail\"\nannotations = \"github\"\noutput-junit-ci = \"ci.xml\"\n";
    const Settings s({"run"}, file);
    CHECK(s.run.flaky_fails);
    CHECK(s.run.annotations == pf::CiSystem::github);
    CHECK(s.run.output_junit_ci == "/b/ci.xml");
    CHECK_FALSE(Settings({"run"}, file, {{"PARALLEL_FIXTURES_FLAKY_RESULT", "pass"}}).run.flaky_fails);
    CHECK_FALSE(Settings({"run", "--flaky-result", "pass"}, file).run.flaky_fails);
    CHECK(Settings({"run"}, "", {{"PARALLEL_FIXTURES_FLAKY_RESULT", "x"}}).error() ==
          "PARALLEL_FIXTURES_FLAKY_RESULT: 'x' is not pass or fail");
}

TEST_CASE("options that set what another one is named for come before the file, too") {
    const std::string file = "color = \"always\"\nmax-fail = 3\nretries = 2\nparallel = 3\n";
    const Settings s({"run", "--no-color", "--stop-on-failure", "--repeat", "until-fail:7", "-j2"}, file);
    CHECK(s.run.display.color == pf::ColorChoice::never);
    CHECK(s.of("color") == "never from command line");
    CHECK(s.run.max_fail == 1);
    CHECK(s.run.repeat == pf::Repeat::until_fail);
    CHECK(s.run.repeat_count == 7);
    CHECK(s.run.jobs == 2);
    const Settings level({"run"}, file, {{"CTEST_PARALLEL_LEVEL", "5"}, {"NO_COLOR", "1"}});
    CHECK(level.of("parallel") == "5 from CTEST_PARALLEL_LEVEL");
    CHECK(level.run.jobs == 5);
    CHECK(level.of("color") == "auto from NO_COLOR");
    CHECK(level.run.display.color == pf::ColorChoice::automatic);
    const Settings stress({"stress", "--count", "9"}, file);
    CHECK(stress.run.repeat == pf::Repeat::until_fail);
    CHECK(stress.run.repeat_count == 9);
    CHECK(stress.run.max_fail == 1);
    const Settings foreground({"run", "--no-fork"}, file);
    CHECK(foreground.run.repeat == pf::Repeat::none);
}

TEST_CASE("an unknown key is an error with its line and the nearest key, in every profile") {
    CHECK(Settings({"run"}, "timeout = 1\nretrys = 2\n").error() ==
          "/s/f.toml:2: unknown key 'retrys', did you mean 'retries'?");
    CHECK(Settings({"run"}, "[profile.other]\ntime-out = 2\n").error() ==
          "/s/f.toml:2: unknown key 'time-out', did you mean 'timeout'?");
    CHECK(Settings({"run"}, "zzzzzz = 2\n").error() == "/s/f.toml:1: unknown key 'zzzzzz'");
}

TEST_CASE("a wrong value is an error with its place") {
    CHECK(Settings({"run"}, "\ntimeout = \"soon\"\n").error() ==
          "/s/f.toml:2: timeout: 'soon' is not a number of seconds, 0 or more");
    CHECK(Settings({"run", "--timeout", "3"}, "timeout = -1\n").error() ==
          "/s/f.toml:1: timeout: '-1' is not a number of seconds, 0 or more");
    CHECK(Settings({"run"}, "[profile.x]\nprogress = 1\n").error() ==
          "/s/f.toml:2: progress: '1' is not true or false");
    CHECK(Settings({"run"}, "", {{"PARALLEL_FIXTURES_SLOW", "x"}}).error() ==
          "PARALLEL_FIXTURES_SLOW: 'x' is not a number of seconds, 0 or more");
    CHECK(Settings({"run"}, "output-junit = \"\"\n").error() == "/s/f.toml:1: output-junit: the name is empty");
}

TEST_CASE("a profile that does not exist is an error with the nearest one") {
    CHECK(Settings({"run", "--profile", "ic"}, kFile).error() == "/s/f.toml has no profile 'ic'");
    CHECK(Settings({"run", "--profile", "CI"}, kFile).error() == "/s/f.toml has no profile 'CI', did you mean 'ci'?");
    CHECK(Settings({"run"}, kFile, {{"PARALLEL_FIXTURES_PROFILE", "x"}}).error() == "/s/f.toml has no profile 'x'");
    CHECK(Settings({"run", "--profile", "ci"}, "").error() ==
          "there is no profile 'ci', because /s/.parallel-fixtures.toml does not exist");
}

TEST_CASE("under ctest only some settings hold, and all are checked") {
    const Settings s({"run"}, kFile, {{"PARALLEL_FIXTURES_PROFILE", "ci"}}, true);
    CHECK(s.error().empty());
    CHECK(s.of("slow") == "7 from /s/f.toml:3");
    CHECK(s.run.slow == 7);
    CHECK(s.run.output_junit == "/b/reports/junit.xml");
    CHECK(s.of("retries").empty());
    CHECK(s.run.repeat == pf::Repeat::none);
    CHECK_FALSE(s.run.timeout);
    CHECK_FALSE(Settings({"run"}, "retries = -1\n", {}, true).error().empty());
}
