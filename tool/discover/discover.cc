#include "tool/discover/discover.h"

#include <algorithm>

#include "tool/discover/case_names.h"
#include "tool/discover/list_program.h"
#include "tool/discover/listing_cache.h"
#include "tool/discover/listing_plan.h"

namespace pf {
namespace {

bool wanted(const Group& group, const DiscoverOptions& options) {
    const bool by_name =
        options.groups.empty() || std::any_of(options.groups.begin(), options.groups.end(),
                                              [&](const std::string& name) { return group.is_called(name); });
    const bool by_file = options.program_file.empty() || group.program.file == options.program_file;
    return !group.program.command.empty() && by_name && by_file;
}

// Returns for how many seconds the program may run.
double time_limit(const TestProgram& program, const DiscoverOptions& options) {
    constexpr double kForever = 1e6;
    const double limit = program.discovery_timeout > 0 ? program.discovery_timeout : kForever;
    return options.at_most > 0 ? std::min(limit, options.at_most) : limit;
}

Result<Listing> listing_of(const Plan& plan, GroupId id, const DiscoverOptions& options) {
    const std::string key = listing_key(plan.groups[id], options.version);
    const std::string file = listing_file(plan.folder, id);
    if (std::optional<Listing> kept = load_listing(file, key)) {
        return *std::move(kept);
    }
    Result<Listing> listing = list_program(plan.groups[id], time_limit(plan.groups[id].program, options));
    // The key was made before the program ran, so that a program that was built meanwhile is asked again the next time.
    // A failed listing is not stored, because the next may succeed. A build directory without write access is no error.
    if (listing.ok() && !key.empty()) {
        static_cast<void>(save_listing(file, key, *listing));
    }
    return listing;
}

}  // namespace

Status discover(Plan& plan, const DiscoverOptions& options) {
    // Linked programs add further groups.
    const std::size_t declared = plan.groups.size();
    for (GroupId id = 0; id < declared; ++id) {
        if (!wanted(plan.groups[id], options)) {
            continue;
        }
        Result<Listing> listing = listing_of(plan, id, options);
        if (listing.ok()) {
            name_cases(*listing, plan.groups[id].names);
        }
        const Status added = listing.ok() ? add_listing(plan, id, *listing) : Status(listing.error());
        if (!added.ok()) {
            const std::string program = "the test program " + std::string(plan.groups[id].program.file) + ": ";
            add_listing_error(plan, id, (listing.ok() ? program : "") + added.error().message);
        }
    }
    return ok_status();
}

}  // namespace pf
