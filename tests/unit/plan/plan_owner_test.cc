#include "tool/plan/plan_owner.h"

#include "tests/support/catch.h"

using pf::check_plan_owner;

namespace {

constexpr uid_t kMe = 1000;
constexpr uid_t kOther = 1000001;  // The system has no name for this user.

std::string refusal(uid_t owner, const pf::PlanUser& caller) {
    const pf::Status status = check_plan_owner("/b/plan", owner, caller);
    return status.ok() ? "" : status.error().message;
}

}  // namespace

TEST_CASE("a plan of one's own and of root is carried out") {
    CHECK(refusal(kMe, {kMe, "", ""}).empty());
    CHECK(refusal(0, {kMe, "", ""}).empty());
    CHECK(refusal(0, {0, "", ""}).empty());
}

TEST_CASE("a plan of another user is refused, and the error says whose it is and what to do") {
    CHECK(
        refusal(kOther, {kMe, "", ""}) ==
        "/b/plan belongs to user 1000001, and its commands would run as you; configure the build tree yourself, or, if "
        "you trust them, set PARALLEL_FIXTURES_TRUST_OWNER=1000001 in the environment");
    CHECK_FALSE(refusal(kOther, {0, "", ""}).empty());
    CHECK_FALSE(refusal(kOther, {kMe, "", "1"}).empty());
    CHECK_FALSE(refusal(kOther, {kMe, "", "root"}).empty());
}

TEST_CASE("a user who is trusted by number or name has his plans carried out") {
    CHECK(refusal(kOther, {kMe, "", "1000001"}).empty());
    CHECK(refusal(1, {kMe, "", "daemon"}).empty());
    CHECK(refusal(1, {kMe, "", ""}).find("daemon (user 1)") != std::string::npos);
}

TEST_CASE("sudo carries out the plans of who called it, as root only") {
    CHECK(refusal(kOther, {0, "1000001", ""}).empty());
    CHECK_FALSE(refusal(kOther, {0, "1000002", ""}).empty());
    CHECK_FALSE(refusal(kOther, {kMe, "1000001", ""}).empty());
}
