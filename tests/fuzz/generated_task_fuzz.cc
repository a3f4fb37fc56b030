// What a generator prints, line by line.
#include <memory>

#include "tests/fuzz/support/fuzz.h"
#include "tests/fuzz/support/plan_rules.h"
#include "tool/plan/plan_generated.h"

using namespace pf;

namespace {

Plan plan_with_generator() {
    Plan plan;
    Group group;
    group.name = "g";
    group.binary_dir = "/b";
    plan.groups.push_back(group);
    Task generator;
    generator.group = 0;
    generator.name = "generator";
    generator.command = {"/bin/generate"};
    TaskOptions options;
    options.generator = true;
    generator.own_options = std::make_shared<const TaskOptions>(options);
    plan.tasks.push_back(generator);
    return plan;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Plan plan = plan_with_generator();
    for (const std::string_view line : fuzz::split(fuzz::text_of(data, size), '\n')) {
        const std::size_t before = plan.tasks.size();
        // What the plan keeps of a line must be its own.
        const Result<TaskId> added = add_generated_task(plan, 0, std::string(line));
        if (!added.ok()) {
            PF_IS_MESSAGE(added.error().message);
            PF_HOLDS(plan.tasks.size() == before);
            continue;
        }
        PF_HOLDS(*added != 0 && *added < plan.tasks.size());
        const Result<TaskId> again = add_generated_task(plan, 0, line);
        PF_HOLDS(again.ok() && *again == *added);
    }
    fuzz::hold_plan(plan);
    return 0;
}
