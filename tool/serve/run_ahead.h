// Whether the tasks of a group may run before ctest asks for them. Without -j ctest runs one test at a time; where it
// is certain that it will come to every task of a group, the session runs them on its workers meanwhile.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_RUN_AHEAD_H
#define PARALLEL_FIXTURES_TOOL_SERVE_RUN_AHEAD_H

#include <optional>
#include <string>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// How a ctest was called.
struct CtestCall {
    std::vector<std::string> words;        // argv, the program included.
    std::vector<std::string> environment;  // K=V.
};

// The expressions of its -L, where it runs one test after the other and all that these select. nullopt: it was told a
// parallel level, or anything that is not known to narrow nothing; or there is no -L.
std::optional<std::vector<std::string>> labels_in_turn(const CtestCall& call);

// Each of the expressions is certain to match a label that every task of the group has: it is one of these labels, with
// or without ^ and $.
bool selects_group(const std::vector<std::string>& expressions, const Group& group);

}  // namespace pf

#endif
