// Whose plan may be carried out: what it says runs as the user, so whoever wrote it must be trusted.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_OWNER_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_OWNER_H

#include <sys/types.h>

#include <string>

#include "runtime/result.h"

namespace pf {

// Who asks for a plan to be carried out.
struct PlanUser {
    uid_t user = 0;
    std::string sudo_user;  // SUDO_UID: root's user has his own plans carried out. Counts for root only.
    std::string trusted;    // PARALLEL_FIXTURES_TRUST_OWNER: a further user, as a number or by name.
};

// Of this process and its environment. Not to be called while another thread changes that.
PlanUser plan_user();

// A plan may be the user's own, root's, or that of who is trusted, as with git's safe.directory. The error, for a
// person, says whose `file` is.
Status check_plan_owner(const std::string& file, uid_t owner, const PlanUser& user);

}  // namespace pf

#endif
