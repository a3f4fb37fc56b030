#include "tool/cli/shared_options.h"

#include "tool/cli/option_values.h"
#include "tool/cli/shard_value.h"

namespace pf {

// Setters run in the order of their declaration, so the positional argument overrides --test-dir.
void add_build_dir(CommandLine& line, std::string& build_dir) {
    line.group(kBuildTree);
    line.value({"--test-dir"}, into(parse_path, build_dir), "<dir>", "The build tree");
    line.word("build-dir", into(parse_path, build_dir), "<build-dir>",
              "The build tree; default: the value of --test-dir, else the one that is found");
}

void add_config(CommandLine& line, std::string& config) {
    line.value({"-C", "--build-config"}, into(parse_text, config), "<config>",
               "Use this configuration of a multi-config build");
}

void add_selection(CommandLine& line, SelectOptions& select) {
    line.group(kSelection);
    line.rest(select.names, "<name>...", "Select the tasks whose <group>.<name> contains one of these words");
    line.value({"-R", "--tests-regex"}, into(parse_regex, select.include), "<regex>",
               "Select tasks whose <group>.<name> matches");
    line.value({"-E", "--exclude-regex"}, into(parse_regex, select.exclude), "<regex>",
               "Exclude tasks whose <group>.<name> matches");
    line.values({"-L", "--label-regex"}, append_to(select.labels, parse_regex), "<regex>",
                "Select tasks with a matching label; if repeated, each must match");
    line.values({"-LE", "--label-exclude"}, append_to(select.exclude_labels, parse_regex), "<regex>",
                "Exclude tasks with a matching label; if repeated, each must match");
    line.value({"-I", "--tests-information"}, into(IndexRange::parse, select.range), "<start,end,stride,n,...>",
               "Select by number among the tasks that the options above select");
    line.flag({"--rerun-failed"}, select.rerun_failed,
              "Select the tasks that failed last time; ignores the options above");
    line.values({"--group"}, append_to(select.groups, parse_text), "<group>",
                "Select the tasks of this group; may be repeated");
    line.hide("--group");
}

void add_shard(CommandLine& line, std::optional<Shard>& shard, const Getenv& getenv) {
    line.value({"--shard"}, into([&getenv](const std::string& text) { return parse_shard(text, getenv); }, shard),
               "<i>/<n>|auto", "Of these tasks, take part i of n; auto: as the environment says");
}

void add_print_labels(CommandLine& line, bool& print_labels) {
    line.flag({"--print-labels"}, print_labels, "Print the labels of the selected tasks and run nothing");
}

void add_slowest(CommandLine& line, DisplayOptions& display) {
    line.number({"--slowest"}, into(parse_count, display.slowest), "10", "[<n>]",
                "List the tasks that took longest at the end; default: 10 of them");
}

void add_outputs(CommandLine& line, std::string& junit, std::string& junit_ci) {
    line.value({"--output-junit"}, into(parse_path, junit), "<file>", "Also write junit.xml to this file");
    line.value({"--output-junit-ci"}, into(parse_path, junit_ci), "<file>",
               "Write junit.xml with files and lines and without fixtures to this file");
}

void add_annotations(CommandLine& line, std::optional<CiSystem>& annotations) {
    line.value({"--annotations"}, into(parse_annotations, annotations), "github|gitlab|none|auto",
               "Mark failures and group outputs in the log of a CI system; default: auto, by its variables");
}

}  // namespace pf
