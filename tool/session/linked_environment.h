// What a linked program's environment is besides what every command has.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_LINKED_ENVIRONMENT_H
#define PARALLEL_FIXTURES_TOOL_SESSION_LINKED_ENVIRONMENT_H

#include <string>
#include <vector>

namespace pf {

// Changes on top of `base`: a framework's settings that are meant for a whole program run (output files, shards,
// repeats, order, filters) are taken away, and with `huge_pages` glibc's malloc is told to use huge pages, with which a
// big heap is forked in a twentieth of the time.
std::vector<std::string> linked_environment(const std::vector<std::string>& base, bool huge_pages);

}  // namespace pf

#endif
