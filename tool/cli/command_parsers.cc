#include "tool/cli/command_parsers.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "tool/cli/option_values.h"
#include "tool/cli/shared_options.h"

namespace pf {

Command parse_list(CommandLine& line, const Strings& arguments, const Surroundings& surroundings) {
    const Getenv& getenv = surroundings.getenv;
    ListOptions list;
    add_build_dir(line, list.build_dir);
    add_config(line, list.config);
    add_selection(line, list.select);
    add_shard(line, list.shard, getenv);
    line.group(kOutput);
    line.flag({"--ctest-numbers"}, list.ctest_numbers, "Print the numbers of their CTest tests, for ctest -I");
    line.flag({"--json"}, list.json, "Print JSON");
    line.flag({"-V", "--verbose"}, list.verbose, "Also print the command and the fixtures of each task");
    add_print_labels(line, list.print_labels);
    line.group(kOther);
    line.value({"--refresh"}, into(parse_text, list.refresh), "<file>",
               "Only list and store the cases of this test program; print nothing");
    line.flag({"--for-ctest"}, list.for_ctest, "With --refresh: wait without a limit");
    line.hide("--for-ctest");
    line.parse(arguments);
    return line.result(std::move(list));
}

Command parse_report(CommandLine& line, const Strings& arguments, const Surroundings& surroundings) {
    const Getenv& getenv = surroundings.getenv;
    ReportOptions report;
    std::optional<CiSystem> annotations;
    std::optional<std::string> output;
    add_build_dir(line, report.build_dir);
    line.group(kReports);
    line.values({"--run"}, append_to(report.runs, parse_path), "<run>",
                "The id of the run, or the path of its directory; may be repeated; default: the latest");
    add_outputs(line, report.output_junit, report.output_junit_ci);
    line.value({"--format"}, into(parse_report_format, report.format), report_format_names("|"),
               "Write only this, to the file of --output");
    line.value({"--output"}, into(parse_path, output), "<file>",
               "With --format: a file, a directory, or - for stdout; default: -");
    add_annotations(line, annotations);
    add_slowest(line, report.display);
    line.flag({"--wait"}, report.wait,
              "Wait until the run has ended, including teardowns after a ctest that was stopped");
    line.parse(arguments);
    const bool copies = !report.output_junit.empty() || !report.output_junit_ci.empty();
    if (output && !report.format) {
        line.refuse("--output: it needs --format; --output-junit writes a further junit.xml");
    } else if (copies && report.format) {
        line.refuse("--output-junit: --format writes one file only; name it with --output");
    } else if (copies && report.runs.size() > 1) {
        line.refuse("--output-junit: there are several runs for one file; use --format junit and a directory");
    }
    report.output = output.value_or("-");
    report.annotations = report.format ? CiSystem::none : annotations.value_or(ci_system(getenv));
    return line.result(std::move(report));
}

Command parse_merge(CommandLine& line, const Strings& arguments, const Surroundings& /*surroundings*/) {
    MergeOptions merge;
    line.group(kReports);
    line.words("run", append_to(merge.runs, parse_path), "<run>...", "The directories of the runs, or their journals",
               true);
    line.value({"--output"}, into(parse_path, merge.output), "<dir>", "The directory of the result");
    line.value({"--output-junit"}, into(parse_path, merge.output_junit), "<file>", "Also write junit.xml to this file");
    line.value({"--history"}, into(parse_path, merge.history), "<file>",
               "Continue these times of earlier runs in the history of the result");
    line.parse(arguments);
    if (merge.runs.empty()) {
        line.refuse("name the directories of the runs, or their journals");
    } else if (merge.output.empty()) {
        line.refuse("--output is missing: name a directory for the result");
    }
    return line.result(std::move(merge));
}

Command parse_history(CommandLine& line, const Strings& arguments, const Surroundings& /*surroundings*/) {
    HistoryOptions history;
    Strings words;
    line.words("words", append_to(words, parse_path), "export|import <file>", "What to do, and the file", true);
    line.group(kBuildTree);
    line.value({"--test-dir"}, into(parse_path, history.build_dir), "<dir>",
               "The build tree; default: the current directory");
    line.parse(arguments);
    if (words.size() != 2 || (words[0] != "export" && words[0] != "import")) {
        line.refuse("write 'history export <file>' or 'history import <file>'");
    } else {
        history.what = words[0] == "export" ? HistoryOptions::What::export_to : HistoryOptions::What::import_from;
        history.file = words[1];
    }
    return line.result(std::move(history));
}

Command parse_stop(CommandLine& line, const Strings& arguments, const Surroundings& /*surroundings*/) {
    StopOptions stop;
    add_build_dir(line, stop.build_dir);
    add_config(line, stop.config);
    line.parse(arguments);
    return line.result(std::move(stop));
}

Command parse_exec(CommandLine& line, const Strings& arguments, const Surroundings& /*surroundings*/) {
    ExecOptions exec;
    const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
    add_build_dir(line, exec.build_dir);
    add_config(line, exec.config);
    line.describe_rest("<command>...", "The command");
    line.group(kSelection);
    line.value({"--fixture"}, into(parse_text, exec.fixture), "<fixture>",
               "The fixture, which must have the scope RUN");
    line.parse({arguments.begin(), dashes});
    exec.command.assign(dashes == arguments.end() ? dashes : dashes + 1, arguments.end());
    if (exec.fixture.empty()) {
        line.refuse("--fixture is missing: name a fixture of scope RUN");
    } else if (exec.command.empty() || exec.command.front().empty()) {
        line.refuse("the command is missing: write it after --");
    }
    return line.result(std::move(exec));
}

}  // namespace pf
