// Decides whether the owner of a plan is trusted, because the commands in a plan run as the user.
//
// THREADS: plan_user() must not run while another thread changes the environment.
#ifndef PARALLEL_FIXTURES_TOOL_PLAN_PLAN_OWNER_H
#define PARALLEL_FIXTURES_TOOL_PLAN_PLAN_OWNER_H

#include <sys/types.h>

#include <string>

#include "runtime/result.h"

namespace pf {

// The user who runs a plan.
struct PlanUser {
    uid_t user = 0;
    std::string sudo_user;  // SUDO_UID, the user who called sudo. Trusted only if `user` is root.
    std::string trusted;    // PARALLEL_FIXTURES_TRUST_OWNER, a number or a name of another trusted user.
};

// Returns the user of this process.
PlanUser plan_user();

// Accepts a plan of the user, of root, or of a trusted user, like git's safe.directory. The error says for a person who
// owns `file` and what to do.
Status check_plan_owner(const std::string& file, uid_t owner, const PlanUser& user);

}  // namespace pf

#endif
