#include "tool/cli/completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pf {
namespace {

// Returns the text with a backslash before each of these characters.
std::string escaped(std::string_view text, std::string_view characters) {
    std::string result;
    for (const char c : text) {
        if (characters.find(c) != std::string_view::npos) {
            result += '\\';
        }
        result += c;
    }
    return result;
}

// Returns the text as one word of a POSIX shell.
std::string shell_word(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return result + "'";
}

std::vector<std::string> names_of(const std::vector<CommandHelp>& commands) {
    std::vector<std::string> names;
    names.reserve(commands.size());
    for (const CommandHelp& command : commands) {
        names.push_back(command.name);
    }
    return names;
}

// What follows "--" if it selects tasks.
constexpr const char* kTasks = "<name>...";
// What follows "--" if it is run.
constexpr const char* kCommand = "<command>...";

// Returns the bash command that offers the values of an option.
std::string bash_values(const OptionHelp& option) {
    const ValueWords values = value_words(option);
    std::string text;
    if (!values.words.empty()) {
        text += fmt::format(" _parallel_fixtures_add -W \"{}\";", fmt::join(values.words, " "));
    }
    if (values.files || values.directories) {
        text += fmt::format(" _parallel_fixtures_paths {};", values.files ? "-f" : "-d");
    }
    return text;
}

// Returns the lines for one command: the values of its options, its other words and its options.
std::string bash_command(const CommandHelp& command) {
    std::vector<std::string> names;
    std::string cases;
    for (const OptionHelp& option : command.options) {
        names.insert(names.end(), option.names.begin(), option.names.end());
        if (!option.type.empty() && option.type.front() != '[') {
            cases += fmt::format("                {})", fmt::join(option.names, "|"));
            cases += bash_values(option) + " return ;;\n";
        }
    }
    std::string text =
        fmt::format("        {})\n            case $option in\n{}            esac\n", command.name, cases);
    text += fmt::format("            options=\"{}\"\n", fmt::join(names, " "));
    for (const OptionHelp& word : command.words) {
        const ValueWords values = value_words(word);
        text += fmt::format("            words=\"{}\" paths={}\n", fmt::join(values.words, " "),
                            values.files         ? "-f"
                            : values.directories ? "-d"
                                                 : "");
    }
    if (command.rest_type == kTasks || command.rest_type == kCommand) {
        text += std::string("            rest=") + (command.rest_type == kTasks ? "tasks" : "command") + "\n";
    }
    return text + "            ;;\n";
}

constexpr const char* kBashHead =
    R"bash(# The completion of parallel-fixtures for bash. `parallel-fixtures completion bash` has made it.
_parallel_fixtures_add() {
    local word
    while read -r word; do
        COMPREPLY+=("$word")
    done < <(compgen "$@" -- "$current")
}
_parallel_fixtures_paths() {
    compopt -o filenames 2>/dev/null
    _parallel_fixtures_add "$1"
}
_parallel_fixtures_tasks() {
    parallel-fixtures list 2>/dev/null | sed -n 's/^ *Task *#[0-9]*: \([^ ]*\).*/\1/p'
}
_parallel_fixtures() {
    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
    local options= words= paths= rest= after=no i
    COMPREPLY=()
    # Bash takes the equals sign of --color=always for a word.
    if [[ $current == = ]]; then
        current=
    elif [[ $option == = ]] && ((COMP_CWORD > 2)); then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((i = 2; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} != -- ]] || after=yes
    done
    [[ $after == no ]] || option=
)bash";

constexpr const char* kBashTail =
    R"bash(        *) return ;;
    esac
    if [[ $after == no && $current == -* ]]; then
        _parallel_fixtures_add -W "$options"
    elif [[ $after == no ]]; then
        _parallel_fixtures_add -W "$words"
        [[ -z $paths ]] || _parallel_fixtures_paths "$paths"
    elif [[ $rest == tasks ]]; then
        _parallel_fixtures_add -W "$(_parallel_fixtures_tasks)"
    elif [[ $rest == command ]]; then
        _parallel_fixtures_add -c
        _parallel_fixtures_paths -f
    fi
}
complete -F _parallel_fixtures parallel-fixtures
)bash";

// Returns what zsh offers as the value of an option: "<message>:<action>".
std::string zsh_value(const OptionHelp& option) {
    const ValueWords values = value_words(option);
    const std::string action = !values.words.empty() ? fmt::format("({})", fmt::join(values.words, " "))
                               : values.files        ? "_files"
                               : values.directories  ? "_files -/"
                                                     : " ";
    return escaped(option.type, ":") + ":" + action;
}

std::string zsh_command(const CommandHelp& command) {
    std::string text = fmt::format("        {})\n            _arguments", command.name);
    for (const OptionHelp& option : command.options) {
        for (const std::string& name : option.names) {
            const bool value = !option.type.empty() && option.type.front() != '[';
            const std::string spec = fmt::format("({}){}{}[{}]{}", fmt::join(option.names, " "), name,
                                                 value && name.rfind("--", 0) == 0 ? "=" : "",
                                                 escaped(option.text, "[]:\\"), value ? ":" + zsh_value(option) : "");
            text += " \\\n                " + shell_word(spec);
        }
    }
    for (const OptionHelp& word : command.words) {
        const bool several = word.type.find("...") != std::string::npos;
        text += " \\\n                " + shell_word((several ? "*:" : ":") + zsh_value(word));
    }
    if (command.rest_type == kTasks || command.rest_type == kCommand) {
        text += std::string(" \\\n                '*:: :") +
                (command.rest_type == kTasks ? "_parallel_fixtures_tasks'" : "_normal'");
    }
    return text + "\n            ;;\n";
}

std::string fish_value(const OptionHelp& option) {
    const ValueWords values = value_words(option);
    if (!values.words.empty()) {
        return fmt::format(" -x -a {}", shell_word(fmt::format("{}", fmt::join(values.words, " "))));
    }
    return values.files ? " -r -F" : values.directories ? " -x -a '(__fish_complete_directories)'" : " -x";
}

// Returns the text as one word of fish, which knows only two escapes between single quotation marks.
std::string fish_word(std::string_view text) { return "'" + escaped(text, "\\'") + "'"; }

std::string fish_command(const CommandHelp& command) {
    const std::string when =
        fmt::format("complete -c parallel-fixtures -n '__fish_seen_subcommand_from {}'", command.name);
    std::string text;
    for (const OptionHelp& option : command.options) {
        text += when;
        for (const std::string& name : option.names) {
            const bool is_long = name.rfind("--", 0) == 0;
            text += is_long ? " -l " + name.substr(2) : (name.size() == 2 ? " -s " : " -o ") + name.substr(1);
        }
        const bool value = !option.type.empty() && option.type.front() != '[';
        text += (value ? fish_value(option) : "") + " -d " + fish_word(option.text) + "\n";
    }
    for (const OptionHelp& word : command.words) {
        const ValueWords values = value_words(word);
        if (!values.words.empty()) {
            text += fmt::format("{} -a {}\n", when, shell_word(fmt::format("{}", fmt::join(values.words, " "))));
        }
        if (values.files || values.directories) {
            text += when + (values.files ? " -F\n" : " -a '(__fish_complete_directories)'\n");
        }
    }
    return text;
}

}  // namespace

std::string bash_completion(const std::vector<CommandHelp>& commands) {
    const std::string names = fmt::format("{}", fmt::join(names_of(commands), " "));
    std::string text = kBashHead;
    text += fmt::format(
        "    if ((COMP_CWORD == 1)); then\n        _parallel_fixtures_add -W \"{} --help --version\"\n"
        "        return\n    fi\n    case $command in\n",
        names);
    for (const CommandHelp& command : commands) {
        text += bash_command(command);
    }
    return text + kBashTail;
}

std::string zsh_completion(const std::vector<CommandHelp>& commands) {
    std::string text =
        "#compdef parallel-fixtures\n"
        "# The completion of parallel-fixtures for zsh. `parallel-fixtures completion zsh` has made it.\n"
        "_parallel_fixtures_tasks() {\n    local -a tasks\n"
        "    tasks=(${(f)\"$(parallel-fixtures list 2>/dev/null | sed -n 's/^ *Task *#[0-9]*: \\([^ "
        "]*\\).*/\\1/p')\"})\n"
        "    compadd -a tasks\n}\n"
        "_parallel-fixtures() {\n    local -a commands\n    commands=(\n";
    for (const CommandHelp& command : commands) {
        text += "        " + shell_word(command.name + ":" + summary_of(command)) + "\n";
    }
    text +=
        "    )\n    if ((CURRENT == 2)); then\n        _describe command commands\n        _arguments --help "
        "--version\n"
        "        return\n    fi\n    shift words\n    ((CURRENT--))\n    case $words[1] in\n";
    for (const CommandHelp& command : commands) {
        text += zsh_command(command);
    }
    return text +
           "    esac\n}\nif [[ $funcstack[1] == _parallel-fixtures ]]; then\n    _parallel-fixtures \"$@\"\nelse\n"
           "    compdef _parallel-fixtures parallel-fixtures\nfi\n";
}

std::string fish_completion(const std::vector<CommandHelp>& commands) {
    std::string text =
        "# The completion of parallel-fixtures for fish. `parallel-fixtures completion fish` has made it.\n"
        "complete -c parallel-fixtures -f\n"
        "complete -c parallel-fixtures -n __fish_use_subcommand -l help -d 'Print the help'\n"
        "complete -c parallel-fixtures -n __fish_use_subcommand -l version -d 'Print the version'\n";
    for (const CommandHelp& command : commands) {
        text += fmt::format("complete -c parallel-fixtures -n __fish_use_subcommand -a {} -d {}\n", command.name,
                            fish_word(summary_of(command)));
    }
    for (const CommandHelp& command : commands) {
        text += fish_command(command);
    }
    return text;
}

}  // namespace pf
