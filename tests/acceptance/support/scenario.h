// A build directory of its own with a plan, and runs of the helper in it. Every run that ends is held against the
// promises (promises.h), so a test states only what is particular to it.
#ifndef PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_SCENARIO_H
#define PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_SCENARIO_H

#include <string>
#include <vector>

#include "tests/acceptance/support/helper_run.h"
#include "tests/acceptance/support/plan_file.h"
#include "tests/acceptance/support/processes.h"
#include "tests/acceptance/support/results.h"
#include "tests/support/catch.h"

namespace pf::acceptance {

class Scenario {
public:
    Scenario();
    Scenario(const Scenario&) = delete;
    Scenario& operator=(const Scenario&) = delete;
    ~Scenario();  // Removes all; with PF_ACCEPTANCE_KEEP in the environment it says where it is instead.

    PlanFile plan;

    // A file for the test's own use, absolute; its lines; whether it is there.
    [[nodiscard]] std::string path(const std::string& name) const { return scratch_ + "/" + name; }
    [[nodiscard]] Words lines(const std::string& name) const;
    [[nodiscard]] bool has(const std::string& name) const;
    void touch(const std::string& name) const { write_file(path(name), ""); }

    [[nodiscard]] const std::string& build_dir() const { return build_; }
    [[nodiscard]] const std::string& mark() const { return mark_; }
    // Where the helper's and the tasks' temporary files go.
    [[nodiscard]] std::string temp_dir() const { return scratch_ + "/tmp"; }

    // `parallel-fixtures run <build> <args>` with the plan as it is now: to the end, results loaded, promises checked.
    Results run(const Words& args, const RunOptions& options = {});

    // The same in two steps, for what has to happen in between. finish() waits.
    HelperRun start(const Words& args, const RunOptions& options = {});
    Results finish(HelperRun& run);

    // The helper with any command line, nothing checked but that it ends and leaves nobody; results loaded if there.
    Results helper(const Words& args, const RunOptions& options = {});
    HelperRun start_helper(const Words& args, const RunOptions& options = {});

    // While a run goes on: until its journal holds such an event. False after 30 s.
    bool wait_for_event(const std::string& name, const std::string& key, const std::string& value) const;

private:
    std::string scratch_;
    std::string build_;
    std::string mark_;
};

// Runs and shows the helper's output with every failure that follows in the test.
#define PF_RUN(result, scenario, ...)                     \
    const Results result = (scenario).run({__VA_ARGS__}); \
    INFO((result).transcript)

}  // namespace pf::acceptance

#endif
