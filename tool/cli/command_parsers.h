// The parsers of the commands, for the table in command_table.cc. A parser declares the options of its command and then
// parses the words, so that the declarations can be read when it has returned.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_COMMAND_PARSERS_H
#define PARALLEL_FIXTURES_TOOL_CLI_COMMAND_PARSERS_H

#include <string>
#include <string_view>
#include <vector>

#include "tool/cli/command_line.h"
#include "tool/cli/options.h"

namespace pf {

// What the parser of a command knows beside its words.
struct Surroundings {
    const Getenv& getenv;
    std::string_view version;
};

using Strings = std::vector<std::string>;

// Parses `run`, `stress` and `config`, which prints what `run` would use.
Command parse_run(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
Command parse_slurm(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
Command parse_slurm_node(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
Command parse_list(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
Command parse_report(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
Command parse_merge(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
Command parse_history(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
Command parse_stop(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);
Command parse_exec(CommandLine& line, const Strings& arguments, const Surroundings& surroundings);

}  // namespace pf

#endif
