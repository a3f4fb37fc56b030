#include "tool/page/critical_path.h"

#include <algorithm>

namespace pf {
namespace {

bool has_parent(const std::vector<PathInstance>& instances, std::uint32_t index) {
    return instances[index].parent < index;
}

// By instance: the set-ups and teardowns of it and of everything that it is nested in.
std::vector<double> chain_seconds(const std::vector<PathInstance>& instances) {
    std::vector<double> seconds(instances.size());
    for (std::uint32_t i = 0; i < instances.size(); ++i) {
        const double outer = has_parent(instances, i) ? seconds[instances[i].parent] : 0;
        seconds[i] = outer + instances[i].setup_seconds + instances[i].teardown_seconds;
    }
    return seconds;
}

void follow_chain(CriticalPath& path, const std::vector<PathInstance>& instances, std::uint32_t innermost) {
    for (std::uint32_t i = innermost; i < instances.size();
         i = has_parent(instances, i) ? instances[i].parent : kNoStep) {
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
        const bool on_fixture = tasks[i].instance < instances.size();
        const double seconds = tasks[i].seconds + (on_fixture ? chains[tasks[i].instance] : 0);
        if (tasks[i].seconds > 0 && seconds > longest) {
            longest = seconds;
            innermost = on_fixture ? tasks[i].instance : kNoStep;
            task = i;
        }
    }
    CriticalPath path;
    path.task = task;
    path.task_seconds = task == kNoStep ? 0 : tasks[task].seconds;
    follow_chain(path, instances, innermost);
    return path;
}

}  // namespace pf
