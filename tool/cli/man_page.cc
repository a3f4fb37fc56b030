#include "tool/cli/man_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "tool/cli/help_topics.h"

namespace pf {
namespace {

// Returns text of which no character is a request. Hyphens are those that a reader can copy into a shell.
std::string plain(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\\') {
            result += "\\e";
        } else if (c == '-') {
            result += "\\-";
        } else if (c == '\'') {
            result += "\\(aq";
        } else if (c == '^') {
            result += "\\(ha";
        } else if (c == '`') {
            result += "\\(ga";
        } else if (c == '~') {
            result += "\\(ti";
        } else {
            result += c;
        }
    }
    return result.empty() || result.front() != '.' ? result : "\\&" + result;
}

// Returns sentences, in which words between grave accents are bold.
std::string sentences(std::string_view text) {
    std::string result;
    bool bold = false;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('`', begin), text.size());
        const std::string part = plain(text.substr(begin, end - begin));
        result += bold ? "\\fB" + part + "\\fR" : part;
        bold = !bold;
        begin = end + 1;
    }
    return result + "\n";
}

// Returns an expression such as <regex> or [<dir>] with its names in italics.
std::string type_text(std::string_view type) {
    std::string result;
    for (std::size_t begin = 0; begin < type.size();) {
        const std::size_t open = std::min(type.find('<', begin), type.size());
        const std::size_t close = std::min(type.find('>', open), type.size());
        result += plain(type.substr(begin, open - begin));
        if (open < type.size()) {
            result += "\\fI" + plain(type.substr(open + 1, close - open - 1)) + "\\fR";
        }
        begin = close + 1;
    }
    return result;
}

std::string heading(const OptionHelp& option) {
    std::string names;
    for (const std::string& name : option.names) {
        names += (names.empty() ? "\\fB" : ", \\fB") + plain(name) + "\\fR";
    }
    return names + (option.type.empty() ? "" : " " + type_text(option.type));
}

std::string item(const std::string& head, std::string_view text) { return ".TP\n" + head + "\n" + sentences(text); }

std::string section(std::string_view name) { return fmt::format(".SH {}\n", name); }

std::string capitals(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return result;
}

std::string beginning(const std::string& name, const std::string& summary, std::string_view version) {
    std::string lower = summary;
    if (!lower.empty() && lower.front() >= 'A' && lower.front() <= 'Z') {
        lower.front() = static_cast<char>(lower.front() - 'A' + 'a');
    }
    return fmt::format(
               ".\\\" `parallel-fixtures man` has made this page.\n"
               ".TH {} 1 \"\" \"ParallelFixtures {}\" \"ParallelFixtures\"\n.nh\n.ad l\n",
               capitals(plain(name)), plain(version)) +
           section("NAME") + plain(name) + " \\- " + plain(lower) + "\n" + section("SYNOPSIS");
}

std::string topic_section(const Topic& topic) {
    std::string text = section(capitals(topic.title)) + (topic.text.empty() ? "" : sentences(topic.text));
    for (const TopicEntry& entry : topic.entries) {
        text += item(type_text(entry.word), entry.text);
    }
    return text;
}

std::string examples_section(std::string_view command) {
    std::string text;
    for (const TopicEntry& example : examples_of(command)) {
        text += (text.empty() ? section("EXAMPLES") : ".PP\n") + sentences(example.text + ":") + ".PP\n.nf\n.RS 4\n" +
                plain(example.word) + "\n.RE\n.fi\n";
    }
    return text;
}

// The words that are often read alone, such as `run`, come last.
std::string see_also(const std::vector<std::string>& pages) {
    std::string text = section("SEE ALSO");
    for (const std::string& page : pages) {
        text += ".BR " + plain(page) + " (1)" + (page == pages.back() ? "\n" : ",\n");
    }
    return text;
}

}  // namespace

std::string man_page(const std::vector<CommandHelp>& commands, std::string_view version) {
    std::string text = beginning("parallel-fixtures", "Set fixtures up once, run their tests in parallel", version) +
                       "\\fBparallel\\-fixtures\\fR \\fIcommand\\fR [\\fIbuild\\-dir\\fR] [\\fIoption\\fR...] [\\-\\- "
                       "\\fIname\\fR...]\n" +
                       section("DESCRIPTION") +
                       sentences(
                           "ParallelFixtures is for projects that use CMake and CTest. A fixture is something that "
                           "tests need while they run, such as a database. It is set up once, its tests run in "
                           "parallel in fresh processes, and every test has its own result. The project declares "
                           "fixtures and tests in its CMakeLists.txt; this program and `ctest` run them.") +
                       ".PP\n" +
                       sentences(
                           "The build tree is a word or the value of `--test-dir`. Without it, the current directory "
                           "and those above it are searched for one: the directory itself, its `build`, a directory "
                           "in its `build`, or the binaryDir of one of its CMake presets.") +
                       section("COMMANDS");
    std::vector<std::string> pages;
    for (const CommandHelp& command : commands) {
        text += item("\\fB" + plain(command.name) + "\\fR", command.text);
        pages.push_back("parallel-fixtures-" + command.name);
    }
    text += section("OPTIONS") +
            item("\\fB\\-h\\fR, \\fB\\-\\-help\\fR", "Print the help; after a command, its help.") +
            item("\\fB\\-\\-version\\fR", "Print the version.");
    for (const Topic& topic : help_topics()) {
        text += topic_section(topic);
    }
    pages.emplace_back("ctest");
    return text + examples_section("") + see_also(pages);
}

std::string man_page(const CommandHelp& command, std::string_view version) {
    std::string text = beginning("parallel-fixtures-" + command.name, summary_of(command), version) +
                       "\\fBparallel\\-fixtures\\fR " + type_text(usage_of(command)) + "\n" + section("DESCRIPTION") +
                       sentences(command.text);
    for (const OptionHelp& word : command.words) {
        text += item(type_text(word.type), word.text + ".");
    }
    if (!command.rest_type.empty()) {
        text += item("\\fB\\-\\-\\fR " + type_text(command.rest_type), command.rest_text + ".");
    }
    text += section("OPTIONS");
    for (const std::string& group : groups_of(command)) {
        text += ".SS " + plain(group) + "\n";
        for (const OptionHelp& option : command.options) {
            text += option.group == group ? item(heading(option), option.text + ".") : "";
        }
    }
    return text + examples_section(command.name) + see_also({"parallel-fixtures", "ctest"});
}

}  // namespace pf
