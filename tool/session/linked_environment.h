// The environment of a linked program.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_LINKED_ENVIRONMENT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_LINKED_ENVIRONMENT_H

#include <string>
#include <vector>

namespace pf {

// Returns changes to `base`. They unset the settings of frameworks that are meant for a run of the whole program
// (output files, shards, repeats, order, filters), and make LeakSanitizer name leaked objects. With `huge_pages` they
// make glibc's malloc use huge pages, with which a fork of a big heap takes a twentieth of the time.
std::vector<std::string> linked_environment(const std::vector<std::string>& base, bool huge_pages);

}  // namespace pf

#endif
