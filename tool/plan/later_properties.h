// Properties that a project has set on the CTest tests of its tasks after their declaration.
//
// The module sets properties on these tests when it adds them, and the project may change them. What CTest has of a
// test in the end is in CTestTestfile.cmake, where this is read for the tasks.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_LATER_PROPERTIES_H
#define PARALLEL_FIXTURES_TOOL_PLAN_LATER_PROPERTIES_H

#include <memory>
#include <string>

#include "tool/plan/plan.h"

namespace pf {

class LaterProperties {
public:
    explicit LaterProperties(Plan& plan) : plan_(plan) {}

    // Gives the tasks whose tests the file declares those properties that differ from the declaration. `bytes` is the
    // content of a CTestTestfile.cmake. Returns the line at which the file is damaged, or 0 if it is whole.
    //
    // The properties are those of set_test_property() (plan_properties.h) without TIMEOUT and ENVIRONMENT_MODIFICATION,
    // whose values on the test are not those that the project has set; the plan has these.
    std::size_t read(std::string_view bytes);

    // Returns what the last file has set CTEST_RESOURCE_SPEC_FILE to, or "".
    [[nodiscard]] const std::string& resource_spec_file() const { return resource_spec_file_; }

private:
    [[nodiscard]] TaskId task_of(Text test) const;
    void apply(TaskId task);
    void set(TaskOptions& options, TaskId task, Text name, Text value);
    [[nodiscard]] bool is_declared(TaskId task, const TaskOptions& options, Text name, const Texts& items) const;

    Plan& plan_;
    std::string resource_spec_file_;
    std::string values_;  // Of the properties of the current test, each followed by 0x1F.
    // The last test whose task already has these properties. Most tests are like the one before.
    std::string known_values_;
    GroupId known_group_ = kNone;
    const TaskOptions* known_options_ = nullptr;
    Text known_program_;
    std::shared_ptr<const TaskOptions> last_options_;  // Neighbours often have equal ones.
};

}  // namespace pf

#endif
