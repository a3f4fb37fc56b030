// What a user can read about the commands and their options. `--help`, `help`, the manual pages and the completions of
// shells are made of it, so that they agree.
//
// THREADS: values.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_COMMAND_HELP_H
#define PARALLEL_FIXTURES_TOOL_CLI_COMMAND_HELP_H

#include <string>
#include <string_view>
#include <vector>

namespace pf {

// An option, or a positional argument without a dash.
struct OptionHelp {
    std::vector<std::string> names;    // For example "-R" and "--tests-regex".
    std::string type;                  // For example "<regex>" or "auto|always|never"; "": it takes no value.
    std::string text;                  // What it does; no full stop ends it.
    std::string group;                 // The heading of its paragraph.
    bool required = false;             // Of a positional argument.
    std::vector<std::string> choices;  // The words that its type does not name.
};

struct CommandHelp {
    std::string name;               // "run"
    std::string text;               // What it does, as a sentence.
    std::vector<OptionHelp> words;  // The positional arguments.
    std::vector<OptionHelp> options;
    std::string rest_type;  // What may follow "--", for example "<name>..."; "": nothing.
    std::string rest_text;
    bool rest_required = false;
};

// The possible values of a type, for completions.
struct ValueWords {
    std::vector<std::string> words;  // Those that are given as they are.
    bool files = false;
    bool directories = false;
};

// Returns the values of an option: the type "auto|always" has two words, and "<file>" is any file.
ValueWords value_words(const OptionHelp& option);

// Returns the groups of the options in the order of their first option, but "Other" last.
std::vector<std::string> groups_of(const CommandHelp& command);

// Returns all names with the type: "-R, --tests-regex <regex>".
std::string heading_of(const OptionHelp& option);

// Returns what stands behind `parallel-fixtures`: "run [<build-dir>] [<option>...] [-- <name>...]".
std::string usage_of(const CommandHelp& command);

// Returns the first sentence of the text without its full stop.
std::string summary_of(const CommandHelp& command);

}  // namespace pf

#endif
