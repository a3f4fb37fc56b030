#include "tool/plan/plan_owner.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace pf {
namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread.
    return value != nullptr ? value : "";
}

// Returns "" if the system has no name of the user, as can be the case in a container.
std::string name_of(uid_t user) {
    const passwd* entry = getpwuid(user);  // NOLINT(concurrency-mt-unsafe): one thread.
    return entry != nullptr ? entry->pw_name : "";
}

}  // namespace

PlanUser plan_user() { return {geteuid(), variable("SUDO_UID"), variable("PARALLEL_FIXTURES_TRUST_OWNER")}; }

Status check_plan_owner(const std::string& file, uid_t owner, const PlanUser& user) {
    const std::string number = std::to_string(owner);
    if (owner == user.user || owner == 0 || (user.user == 0 && user.sudo_user == number) || user.trusted == number) {
        return ok_status();
    }
    const std::string name = name_of(owner);
    if (!name.empty() && user.trusted == name) {
        return ok_status();
    }
    return Error{fmt::format(
        "{} belongs to {}, and its commands would run as you; configure the build tree yourself, or, if you trust "
        "them, set PARALLEL_FIXTURES_TRUST_OWNER={} in the environment",
        file, name.empty() ? "user " + number : fmt::format("{} (user {})", name, number),
        name.empty() ? number : name)};
}

}  // namespace pf
