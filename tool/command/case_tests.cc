#include "tool/command/case_tests.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "runtime/directory.h"
#include "runtime/platform.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/discover/ctest_script.h"
#include "tool/discover/discover.h"
#include "tool/plan/plan_reader.h"
#include "tool/support/file.h"

namespace pf {
namespace {

constexpr double kBuildLimit = 10;  // Seconds that a build waits for the listing.

bool failed(Plan& plan, GroupId group) {
    return plan.find(std::string(plan.groups[group].name) + ".DISCOVERY_FAILED") != kNone;
}

CtestClient client_of(const Plan& plan) {
    CtestClient client;
    client.folder = plan.folder;
    client.helper = platform::own_executable();
    client.words = {client.helper + "-task", plan.folder};
    return client;
}

// A script that reports a failed listing gets the oldest possible time, so that ctest asks for the listing again.
Status write_script(Plan& plan, GroupId group) {
    const std::string file(plan.groups[group].tests.script);
    Status written = write_file_atomically(file, ctest_script(plan, group, client_of(plan)));
    if (written.ok() && failed(plan, group)) {
        const timespec oldest[] = {{0, 0}, {0, 0}};
        static_cast<void>(utimensat(AT_FDCWD, file.c_str(), oldest, 0));
    }
    return written;
}

}  // namespace

int refresh_command(const ListOptions& options) {
    Result<Plan> plan = read_plan(real_path(options.build_dir), options.config);
    if (!plan.ok()) {
        return kExitUsage;
    }
    const std::size_t declared = plan->groups.size();
    static_cast<void>(discover(*plan, {version(), {}, options.refresh, options.for_ctest ? 0 : kBuildLimit}));
    bool written = true;
    for (GroupId id = 0; id < declared; ++id) {
        const Group& group = plan->groups[id];
        if (group.program.file == options.refresh && !group.tests.script.empty()) {
            written = write_script(*plan, id).ok() && written;
        }
    }
    return written ? kExitOk : kExitIncomplete;
}

void discover_case_tests(Plan& plan) {
    std::vector<std::string> groups;
    for (const Group& group : plan.groups) {
        if (group.tests.session) {
            groups.emplace_back(group.name);
        }
    }
    if (!groups.empty()) {
        static_cast<void>(discover(plan, {version(), groups, "", 0}));
    }
}

}  // namespace pf
