// The plan reader. An input is the index and the parts, in order, with the byte GS (0x1D) between them; whatever names
// the index has for its parts, it finds these.
#include <utility>

#include "tests/fuzz/support/fuzz.h"
#include "tests/fuzz/support/plan_rules.h"
#include "tool/plan/plan_entries.h"
#include "tool/plan/plan_index.h"
#include "tool/plan/plan_part.h"

using namespace pf;

namespace {

constexpr char kBetweenFiles = '\x1d';

Status read_parts(Plan& plan, const PlanIndex& index, const std::vector<std::string_view>& files) {
    PlanNames names;
    for (std::size_t i = 0; i < index.parts.size(); ++i) {
        const Text bytes = plan.adopt(std::string(i + 1 < files.size() ? files[i + 1] : ""));
        Entries entries("/b/ParallelFixtures/default/part", bytes);
        Status status = check_version(entries, "parallel-fixtures-part");
        status = status.ok() ? PartReader(plan, names, entries, index.stamp).read() : std::move(status);
        if (!status.ok()) {
            return status;
        }
    }
    return ok_status();
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto files = fuzz::split(fuzz::text_of(data, size), kBetweenFiles);
    Plan plan;
    const Text bytes = plan.adopt(std::string(files.front()));
    const Result<PlanIndex> index = read_index(Entries("/b/ParallelFixtures/default/plan", bytes));
    const Status status = index.ok() ? read_parts(plan, *index, files) : Status(index.error());
    if (!status.ok()) {
        PF_IS_MESSAGE(status.error().message);
        return 0;
    }
    Plan moved = std::move(plan);  // Its texts stay where they are.
    plan = Plan();
    fuzz::hold_plan(moved);
    return 0;
}
