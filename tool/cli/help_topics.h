// The topics of `parallel-fixtures help` beside the commands, and the examples of the commands. The manual pages have
// them too.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_HELP_TOPICS_H
#define PARALLEL_FIXTURES_TOOL_CLI_HELP_TOPICS_H

#include <string>
#include <string_view>
#include <vector>

namespace pf {

// A word with what it means.
struct TopicEntry {
    std::string word;
    std::string text;
};

struct Topic {
    std::string name;   // "exit-codes"
    std::string title;  // "Exit codes"
    std::string text;   // Sentences that come before the entries.
    std::vector<TopicEntry> entries;
};

const std::vector<Topic>& help_topics();

// Returns command lines, with what each does, for a command; for "" those that show the whole.
std::vector<TopicEntry> examples_of(std::string_view command);

}  // namespace pf

#endif
