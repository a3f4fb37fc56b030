// The build tree that is found, names of tasks, and the configuration file.
#include <algorithm>
#include <filesystem>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

// A source directory with the build tree of the scenario below it.
class Source {
public:
    explicit Source(Scenario& s) : scenario_(s), path_(s.path("source")) {
        std::filesystem::create_directories(path_ + "/tests");
        for (const char* name : {"joins", "joins_deep", "inserts"}) {
            s.plan.task("sql", name, {"append", s.path("ran"), name});
        }
        s.plan.task("unit", "parse", {"append", s.path("ran"), "parse"});
        s.plan.task("unit", "slow", {"sleep", "30"});
        s.plan.task("unit", "flaky", {"fail-times", s.path("times"), "2"});
        add_build("build");
    }

    void add_build(const std::string& name) const {
        const std::string build = path_ + "/" + name;
        scenario_.plan.write(build);
        write_file(build + "/CMakeCache.txt", "CMAKE_HOME_DIRECTORY:INTERNAL=" + path_ + "\n");
    }
    void configure(const std::string& text) const { write_file(path_ + "/.parallel-fixtures.toml", text); }

    // Runs the helper in a directory below the source directory.
    [[nodiscard]] Results helper(const Words& args, const std::string& from = "", const Words& environment = {}) const {
        const std::string directory = path_ + "/" + from;
        RunOptions options{.environment = environment,
                           .before_exec = [directory] { std::filesystem::current_path(directory); }};
        Results r = scenario_.helper(args, options);
        load_results(r, path_ + "/build");
        return r;
    }

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    Scenario& scenario_;
    std::string path_;
};

Words ran(Scenario& s) {
    Words names = s.has("ran") ? s.lines("ran") : Words{};
    std::sort(names.begin(), names.end());
    std::filesystem::remove(s.path("ran"));
    return names;
}

bool says(const Results& r, const std::string& text) { return r.transcript.find(text) != std::string::npos; }

void add_groups(Scenario& s) {
    s.plan.group("sql");
    s.plan.group("unit");
}

}  // namespace

TEST_CASE("the build tree is found from the source directory and below", "[config]") {
    Scenario s;
    add_groups(s);
    const Source source(s);
    for (const char* from : {"", "tests", "build", "build/ParallelFixtures"}) {
        const Results r = source.helper({"run", "-R", "parse"}, from);
        INFO(r.transcript);
        CHECK(r.exit_code == 0);
        CHECK(ran(s) == Words{"parse"});
        CHECK(source.helper({"list"}, from).exit_code == 0);
        CHECK(source.helper({"report"}, from).exit_code == 0);
        CHECK(source.helper({"stop"}, from).exit_code == 0);
    }
    std::filesystem::create_directories(source.path() + "/build");
    write_file(
        source.path() + "/CMakePresets.json",
        R"({"version": 3, "configurePresets": [{"name": "other", "binaryDir": "${sourceDir}/out/${presetName}"}]})");
    CHECK(source.helper({"list"}).exit_code == 0);  // The preset has not been configured.
    source.add_build("out/other");
    const Results several = source.helper({"run", "-R", "parse"}, "tests");
    INFO(several.transcript);
    CHECK(several.exit_code == 2);
    CHECK(says(several, source.path() + " has several build trees: " + source.path() + "/build, " + source.path() +
                            "/out/other; name one"));
    CHECK(source.helper({"run", "--test-dir", "../build", "-R", "parse"}, "tests").exit_code == 0);
    CHECK(source.helper({"run", "-R", "parse"}, "build").exit_code == 0);
    const Results none = s.helper({"list"}, {.before_exec = [] { std::filesystem::current_path("/"); }});
    INFO(none.transcript);
    CHECK(none.exit_code == 2);
    CHECK(says(none, "there is no build tree"));
}

TEST_CASE("words after -- select as -R with a literal", "[config]") {
    Scenario s;
    add_groups(s);
    const Source source(s);
    CHECK(source.helper({"run", "--", "sql.joins"}).exit_code == 0);
    CHECK(ran(s) == Words{"joins", "joins_deep"});
    CHECK(source.helper({"run", "-E", "deep", "--", "sql.joins", "parse"}).exit_code == 0);
    CHECK(ran(s) == Words{"joins", "parse"});
    const Results literal = source.helper({"run", "--", "sql.j.ins"});
    CHECK(literal.exit_code == 4);
    CHECK(ran(s).empty());
    CHECK(says(source.helper({"list", "build", "--", "unit."}), "Total Tasks: 3\n"));
    const Results word = source.helper({"run", "sql.joins"});
    CHECK(word.exit_code == 2);
    CHECK(says(word,
               "sql.joins does not exist; name a build tree, or, to select tasks by name, write the name after --"));
}

TEST_CASE("the configuration file holds for run, below variables and the command line", "[config]") {
    Scenario s;
    add_groups(s);
    const Source source(s);
    source.configure("timeout = 0.3\n[profile.ci]\nretries = 2\noutput-junit = \"ci.xml\"\n");
    const Results file = source.helper({"run", "--", "unit.slow", "unit.flaky"});
    INFO(file.transcript);
    CHECK(file.outcome("unit.slow") == "timeout");
    CHECK(file.outcome("unit.flaky") == "failed");
    write_file(s.path("times"), "");
    std::filesystem::remove(s.path("times"));
    const Results profile = source.helper({"run", "--profile", "ci", "--", "unit.flaky"});
    INFO(profile.transcript);
    CHECK(profile.exit_code == 0);
    CHECK(profile.task("unit.flaky").at("attempts") == 3);
    CHECK_FALSE(read_file(source.path() + "/build/ci.xml").empty());
    std::filesystem::remove(s.path("times"));
    const Results line =
        source.helper({"run", "--retries", "0", "--", "unit.flaky"}, "", {"PARALLEL_FIXTURES_PROFILE=ci"});
    CHECK(line.outcome("unit.flaky") == "failed");
    const Results longer = source.helper({"run", "--", "unit.slow"}, "", {"PARALLEL_FIXTURES_TIMEOUT=0.1"});
    CHECK(says(longer, "timed out after 0.1 s"));
}

TEST_CASE("config prints each value and its source", "[config]") {
    Scenario s;
    add_groups(s);
    const Source source(s);
    source.configure("timeout = 2.5\nslow = 9\n\n[profile.ci]\nretries = 2\n");
    const Results r = source.helper({"config", "--profile", "ci", "--grace", "1"}, "", {"PARALLEL_FIXTURES_SLOW=3"});
    INFO(r.transcript);
    CHECK(r.exit_code == 0);
    CHECK(says(r, "build tree: build\nconfiguration file: .parallel-fixtures.toml\nprofile: ci\n\n"));
    for (const char* line :
         {"timeout          2.5               .parallel-fixtures.toml:1\n",
          "retries          2                 .parallel-fixtures.toml:5, profile ci\n",
          "slow             3                 PARALLEL_FIXTURES_SLOW\n",
          "grace            1                 command line\n", "color            auto              default\n"}) {
        INFO(line);
        CHECK(says(r, line));
    }
}

TEST_CASE("a configuration file with an error is refused", "[config]") {
    Scenario s;
    add_groups(s);
    const Source source(s);
    source.configure("timeout = 1\ncolour = \"never\"\n");
    const Results key = source.helper({"run", "--", "parse"});
    CHECK(key.exit_code == 2);
    CHECK(key.transcript == "parallel-fixtures: " + source.path() +
                                "/.parallel-fixtures.toml:2: unknown key 'colour', did you mean 'color'?\n");
    CHECK(source.helper({"config"}).exit_code == 2);
    CHECK(source.helper({"list"}).exit_code == 0);  // Nothing of it holds for list.
    source.configure("timeout = \n");
    CHECK(says(source.helper({"run", "--", "parse"}), "/.parallel-fixtures.toml:1: "));
    source.configure("");
    CHECK(says(source.helper({"run", "--profile", "ci", "--", "parse"}), "has no profile 'ci'"));
    CHECK(ran(s).empty());
}

}  // namespace pf::acceptance
