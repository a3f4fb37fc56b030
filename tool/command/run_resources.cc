#include "tool/command/run_resources.h"

#include <string>

#include "runtime/environment.h"
#include "tool/support/file.h"

namespace pf {

Result<std::optional<ResourceSpec>> read_resources(const RunOptions& options, const Plan& plan) {
    if (options.join_ctest || options.lifeline >= 0) {
        return std::optional<ResourceSpec>();
    }
    const bool by_option = !options.resource_spec_file.empty();
    const std::string& file = by_option ? options.resource_spec_file : plan.resource_spec_file;
    if (file.empty()) {
        change_environment({"CTEST_RESOURCE_GROUP_COUNT"});
        return std::optional<ResourceSpec>();
    }
    const std::string what = by_option ? "--resource-spec-file " : "CTEST_RESOURCE_SPEC_FILE ";
    const Result<std::string> bytes = read_file(file);
    if (!bytes.ok()) {
        return Error{what + file + ": " + bytes.error().message};
    }
    Result<ResourceSpec> spec = parse_resource_spec(*bytes);
    if (!spec.ok()) {
        return Error{what + file + ": " + spec.error().message};
    }
    change_environment({"CTEST_RESOURCE_GROUP_COUNT=0"});
    return std::optional(*std::move(spec));
}

}  // namespace pf
