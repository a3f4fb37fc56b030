#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "tool/cli/command_help.h"
#include "tool/cli/command_line.h"
#include "tool/cli/command_parsers.h"
#include "tool/cli/completion.h"
#include "tool/cli/ctest_options.h"
#include "tool/cli/exit_code.h"
#include "tool/cli/help_text.h"
#include "tool/cli/help_topics.h"
#include "tool/cli/man_page.h"
#include "tool/cli/options.h"
#include "tool/support/text.h"

namespace pf {
namespace {

struct CommandEntry {
    const char* name;
    const char* text;
    Command (*parse)(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
};

Command parse_help(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
Command parse_man(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
Command parse_completion(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);

constexpr std::array kCommands{
    CommandEntry{"run", "Run tasks with their fixtures.", parse_run},
    CommandEntry{"stress", "Repeat tasks with their fixtures until one fails.", parse_run},
    CommandEntry{"list", "List the tasks.", parse_list},
    CommandEntry{"report", "Write the reports of a run again, even if it was killed.", parse_report},
    CommandEntry{"merge", "Make one run of several, such as the shards of one.", parse_merge},
    CommandEntry{"slurm", "Run tasks with their fixtures on several nodes of Slurm.", parse_slurm},
    CommandEntry{"history", "Export or import the times of earlier runs.", parse_history},
    CommandEntry{"stop", "Tear down the fixtures that linger after earlier runs.", parse_stop},
    CommandEntry{"exec", "Run a command with the variables of a fixture. The fixture is set up first.", parse_exec},
    CommandEntry{"config", "Print the settings of a run with these options, and their sources.", parse_run},
    CommandEntry{"help", "Print the help of a command or a topic.", parse_help},
    CommandEntry{"man", "Print a manual page, for man(1).", parse_man},
    CommandEntry{"completion", "Print a script that completes command lines in a shell.", parse_completion},
};

CommandLine::Setter store(std::string& target) {
    return [&target](const std::string& text) {
        target = text;
        return ok_status();
    };
}

std::vector<CommandHelp> describe_commands() {
    std::vector<CommandHelp> commands;
    const Getenv nothing = [](const char*) -> const char* { return nullptr; };
    for (const CommandEntry& entry : kCommands) {
        CommandLine line(entry.name, entry.text);
        static_cast<void>(entry.parse(line, {"--help"}, {nothing, ""}));
        commands.push_back(line.description());
    }
    return commands;
}

Answer wrong_word(const std::string& what, const std::string& word, const Strings& known) {
    const std::string near = nearest(word, known);
    return {fmt::format("parallel-fixtures: {} '{}'{}\nSee 'parallel-fixtures --help'.\n", what, printable(word),
                        near.empty() ? "" : fmt::format(", did you mean '{}'?", near)),
            kExitUsage};
}

Strings command_names() {
    Strings names;
    for (const CommandEntry& entry : kCommands) {
        names.emplace_back(entry.name);
    }
    return names;
}

Command parse_help(CommandLine& line, const Strings& arguments, const Surroundings& /*surroundings*/) {
    std::string topic;
    Strings names = command_names();
    for (const Topic& known : help_topics()) {
        names.push_back(known.name);
    }
    line.word("topic", store(topic), "<topic>", "A command or another topic; default: the list of them");
    line.choices(names);
    line.parse(arguments);
    if (line.answered()) {
        return line.result(Answer{});
    }
    Answer answer{topic.empty() ? help_text(describe_commands()) : "", kExitOk};
    for (const Topic& known : help_topics()) {
        answer.text += known.name == topic ? help_text(known) : "";
    }
    if (answer.text.empty()) {
        for (const CommandHelp& command : describe_commands()) {
            answer.text += command.name == topic ? help_text(command) : "";
        }
    }
    return line.result(answer.text.empty() ? wrong_word("unknown topic", topic, names) : answer);
}

Command parse_man(CommandLine& line, const Strings& arguments, const Surroundings& surroundings) {
    std::string name;
    const Strings names = command_names();
    line.word("command", store(name), "<command>", "The page of a command; default: the page of the whole");
    line.choices(names);
    line.parse(arguments);
    if (line.answered()) {
        return line.result(Answer{});
    }
    Answer answer{"", kExitOk};
    if (name.empty()) {
        answer.text = man_page(describe_commands(), surroundings.version);
    }
    for (const CommandHelp& command : describe_commands()) {
        answer.text += command.name == name ? man_page(command, surroundings.version) : "";
    }
    return line.result(answer.text.empty() ? wrong_word("unknown command", name, names) : answer);
}

Command parse_completion(CommandLine& line, const Strings& arguments, const Surroundings& /*surroundings*/) {
    std::string shell;
    line.word("shell", store(shell), "bash|zsh|fish", "The shell", true);
    line.parse(arguments);
    if (shell != "bash" && shell != "zsh" && shell != "fish") {
        line.refuse("name a shell: bash, zsh or fish");
    }
    if (line.answered()) {
        return line.result(Answer{});
    }
    const std::vector<CommandHelp> commands = describe_commands();
    return line.result(Answer{shell == "bash"  ? bash_completion(commands)
                              : shell == "zsh" ? zsh_completion(commands)
                                               : fish_completion(commands),
                              kExitOk});
}

Answer refused_command(const std::string& word) {
    Strings known = command_names();
    known.insert(known.end(), {"--help", "--version"});
    return wrong_word(word[0] == '-' ? "a command must come first, not" : "unknown command", word, known);
}

}  // namespace

Command parse_command_line(const std::vector<std::string>& arguments, const Getenv& getenv, std::string_view version) {
    if (arguments.empty()) {
        return Answer{help_text(describe_commands()), kExitUsage};
    }
    const std::string& word = arguments.front();
    for (const CommandEntry& entry : kCommands) {
        if (word == entry.name) {
            CommandLine line(entry.name, entry.text);
            return entry.parse(line, {arguments.begin() + 1, arguments.end()}, {getenv, version});
        }
    }
    if (word == "slurm-node") {
        CommandLine line(word, "Run what `slurm` starts on a node.");
        return parse_slurm_node(line, {arguments.begin() + 1, arguments.end()}, {getenv, version});
    }
    if (word == "task" || word == "session") {
        return parse_ctest_command(arguments);
    }
    if (word == "-h" || word == "--help") {
        return Answer{help_text(describe_commands()), kExitOk};
    }
    if (word == "--version") {
        return Answer{fmt::format("parallel-fixtures {}\n", version), kExitOk};
    }
    return refused_command(word);
}

}  // namespace pf
