// What users read about the commands: help, manual pages and the completions of shells, which must agree.
#include <fmt/format.h>

#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tool/cli/command_help.h"
#include "tool/cli/options.h"
#include "tool/support/text.h"

namespace {

using Words = std::vector<std::string>;

pf::Answer answer(const Words& words) {
    const pf::Command command = pf::parse_command_line(
        words, [](const char*) { return nullptr; }, "1.2.3");
    REQUIRE(std::holds_alternative<pf::Answer>(command));
    return std::get<pf::Answer>(command);
}

std::string printed(const Words& words) {
    const pf::Answer result = answer(words);
    INFO(result.text);
    CHECK(result.exit_code == 0);
    return result.text;
}

// Returns what an expression with one group finds.
std::set<std::string> found(const std::string& text, const char* expression) {
    std::set<std::string> all;
    const std::regex regex(expression);
    for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
        all.insert((*at)[1]);
    }
    return all;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const Words& commands() {
    static const Words all{"run",  "stress", "list",   "report", "merge", "slurm",     "history",
                           "stop", "exec",   "config", "help",   "man",   "completion"};
    return all;
}

// Returns the names of the options in the help of a command.
std::set<std::string> options_of(const std::string& command) {
    std::set<std::string> all;
    const std::string help = printed({command, "--help"});
    for (const std::string_view line : pf::split_lines(help)) {
        if (line.substr(0, 3) != "  -" || line.substr(0, 5) == "  -- ") {
            continue;
        }
        const auto names = found(std::string(line.substr(0, line.find("  ", 3))), "(?:^| )(-[-A-Za-z]+)");
        all.insert(names.begin(), names.end());
    }
    return all;
}

// Returns the part of a completion for bash or zsh that is about one command.
std::string part_of(const std::string& script, const std::string& command) {
    const std::size_t begin = script.find("\n        " + command + ")\n");
    REQUIRE(begin != std::string::npos);
    return script.substr(begin, script.find("            ;;\n", begin) - begin);
}

}  // namespace

TEST_CASE("the help has every command, and every command has a help", "[help]") {
    const std::set<std::string> listed = found(printed({"help"}), "\n  ([a-z]+)  ");
    CHECK(listed == std::set<std::string>(commands().begin(), commands().end()));
    for (const std::string& command : commands()) {
        CHECK(printed({command, "--help"}) == printed({"help", command}));
        CHECK(options_of(command).count("--help") == 1);
    }
    CHECK(options_of("run").size() > 50);
}

TEST_CASE("no line of any help is wider than 80 columns", "[help]") {
    std::vector<Words> all{
        {"help"}, {"help", "selection"}, {"help", "exit-codes"}, {"help", "environment"}, {"help", "files"}};
    for (const std::string& command : commands()) {
        all.push_back({"help", command});
    }
    for (const Words& words : all) {
        const std::string text = printed(words);
        for (const std::string_view line : pf::split_lines(text)) {
            INFO(line);
            CHECK(line.size() <= 80);
        }
    }
}

TEST_CASE("the options of run are in groups, and every group has a heading once", "[help]") {
    const std::string help = printed({"run", "--help"});
    std::size_t at = 0;
    for (const char* heading : {"\nArguments:\n", "\nBuild tree:\n", "\nSelection:\n", "\nExecution:\n", "\nOutput:\n",
                                "\nOther:\n", "\nExamples:\n"}) {
        INFO(heading);
        const std::size_t next = help.find(heading);
        REQUIRE(next != std::string::npos);
        CHECK(next > at);
        CHECK(help.find(heading, next + 1) == std::string::npos);
        at = next;
    }
    CHECK(help.find("--exclude-regex") < help.find("\nExecution:\n"));
    CHECK(help.find("--parallel") > help.find("\nExecution:\n"));
}

TEST_CASE("what the usage says is needed has no brackets", "[help]") {
    CHECK(has(printed({"help", "run"}), "Usage: parallel-fixtures run [<build-dir>] [<option>...] [-- <name>...]\n"));
    CHECK(has(printed({"help", "merge"}), "Usage: parallel-fixtures merge <run>... [<option>...]\n"));
    CHECK(has(printed({"help", "exec"}), "parallel-fixtures exec [<build-dir>] [<option>...] -- <command>...\n"));
}

TEST_CASE("help takes a topic, and an unknown one is an error", "[help]") {
    CHECK(has(printed({"help", "exit-codes"}), "128+n"));
    CHECK(has(printed({"help", "environment"}), "CTEST_PARALLEL_LEVEL"));
    CHECK(has(printed({"help", "selection"}), "--rerun-failed"));
    CHECK(answer({"help", "exit-code"}).exit_code == 2);
    CHECK(has(answer({"help", "exit-code"}).text, "did you mean 'exit-codes'?"));
    CHECK(answer({"man", "rnu"}).exit_code == 2);
    CHECK(answer({"completion"}).exit_code == 2);
    CHECK(answer({"completion", "tcsh"}).exit_code == 2);
    CHECK(answer({"help", "run", "stress"}).exit_code == 2);
}

TEST_CASE("the manual pages have what the help has", "[help]") {
    const std::string whole = printed({"man"});
    CHECK(has(whole, "\"ParallelFixtures 1.2.3\""));
    for (const char* part : {".SH EXIT CODES\n", ".SH ENVIRONMENT\n", ".SH EXAMPLES\n", "CTEST_PARALLEL_LEVEL"}) {
        CHECK(has(whole, part));
    }
    for (const std::string& command : commands()) {
        CHECK(has(whole, "\n\\fB" + command + "\\fR\n"));
        const std::string page = printed({"man", command});
        for (const std::string& option : options_of(command)) {
            INFO(command << " " << option);
            CHECK(has(page, "\\fB" + std::regex_replace(option, std::regex("-"), "\\-") + "\\fR"));
        }
    }
}

TEST_CASE("no text of a manual page is a request", "[help]") {
    const std::set<std::string> requests{"TH", "SH", "SS", "TP", "PP", "nf",  "fi",
                                         "nh", "ad", "RS", "RE", "BR", "\\\""};
    for (const std::string& command : commands()) {
        const std::string page = printed({"man", command});
        for (const std::string_view line : pf::split_lines(page)) {
            INFO(line);
            CHECK((line.empty() || line.front() != '\''));
            if (!line.empty() && line.front() == '.') {
                CHECK(requests.count(std::string(line.substr(1, line.find(' ') - 1))) == 1);
            }
        }
    }
}

TEST_CASE("the completions have every option of every command, and no hidden one", "[help]") {
    const std::string bash = printed({"completion", "bash"});
    const std::string zsh = printed({"completion", "zsh"});
    const std::string fish = printed({"completion", "fish"});
    for (const std::string& command : commands()) {
        for (const std::string& option : options_of(command)) {
            INFO(command << " " << option);
            const bool is_long = option.rfind("--", 0) == 0;
            CHECK(std::regex_search(part_of(bash, command), std::regex("[\" ]" + option + "[\" ]")));
            CHECK(std::regex_search(part_of(zsh, command), std::regex("\\)" + option + "=?\\[")));
            const std::string flag =
                is_long ? " -l " + option.substr(2) : (option.size() == 2 ? " -s " : " -o ") + option.substr(1);
            CHECK(std::regex_search(fish, std::regex(fmt::format("_from {}'.*{} ", command, flag))));
        }
    }
    for (const std::string& script : {bash, zsh, fish}) {
        CHECK_FALSE(has(script, "join-ctest"));
        CHECK_FALSE(has(script, "--group"));
    }
}

TEST_CASE("the values of an option follow from its type", "[help]") {
    const auto words = [](const char* type) { return pf::value_words({{}, type, "", "", false, {}}); };
    CHECK(words("auto|always|never").words == Words{"auto", "always", "never"});
    CHECK(words("export|import <file>").words == Words{"export", "import"});
    CHECK(words("export|import <file>").files);
    CHECK(words("<i>/<n>|auto").words == Words{"auto"});
    CHECK(words("<build-dir>").directories);
    CHECK_FALSE(words("<build-dir>").files);
    CHECK(words("<run>...").directories);
    CHECK(words("<n>").words.empty());
    CHECK(words("[<n>]").words.empty());
}
