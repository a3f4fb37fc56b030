#include "tool/page/critical_path.h"

#include <algorithm>

namespace pf {
namespace {

// Returns the index below `limit` that has the longest chain, kNoStep: there is none.
std::uint32_t longest_of(const std::vector<std::uint32_t>& indexes, std::size_t limit,
                         const std::vector<double>& chains) {
    std::uint32_t longest = kNoStep;
    for (const std::uint32_t index : indexes) {
        if (index < limit && (longest == kNoStep || chains[index] > chains[longest])) {
            longest = index;
        }
    }
    return longest;
}

// By instance: the set-ups and teardowns of it and of everything that it is nested in.
std::vector<double> chain_seconds(const std::vector<PathInstance>& instances) {
    std::vector<double> seconds(instances.size());
    for (std::uint32_t i = 0; i < instances.size(); ++i) {
        const std::uint32_t outer = longest_of(instances[i].parents, i, seconds);
        seconds[i] =
            (outer == kNoStep ? 0 : seconds[outer]) + instances[i].setup_seconds + instances[i].teardown_seconds;
    }
    return seconds;
}

void follow_chain(CriticalPath& path, const std::vector<PathInstance>& instances, const std::vector<double>& chains,
                  std::uint32_t innermost) {
    for (std::uint32_t i = innermost; i != kNoStep; i = longest_of(instances[i].parents, i, chains)) {
        path.instances.push_back(i);
        path.setup_seconds += instances[i].setup_seconds;
        path.teardown_seconds += instances[i].teardown_seconds;
    }
    std::reverse(path.instances.begin(), path.instances.end());
}

}  // namespace

CriticalPath critical_path(const std::vector<PathInstance>& instances, const std::vector<PathTask>& tasks) {
    const std::vector<double> chains = chain_seconds(instances);
    double longest = 0;
    std::uint32_t innermost = kNoStep;
    std::uint32_t task = kNoStep;
    for (std::uint32_t i = 0; i < instances.size(); ++i) {
        if (chains[i] > longest) {
            longest = chains[i];
            innermost = i;
        }
    }
    for (std::uint32_t i = 0; i < tasks.size(); ++i) {
        const std::uint32_t below = longest_of(tasks[i].instances, instances.size(), chains);
        const double seconds = tasks[i].seconds + (below == kNoStep ? 0 : chains[below]);
        if (tasks[i].seconds > 0 && seconds > longest) {
            longest = seconds;
            innermost = below;
            task = i;
        }
    }
    CriticalPath path;
    path.task = task;
    path.task_seconds = task == kNoStep ? 0 : tasks[task].seconds;
    follow_chain(path, instances, chains, innermost);
    return path;
}

}  // namespace pf
