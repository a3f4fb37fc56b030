#include <map>
#include <set>

#include "tests/acceptance/support/promises.h"
#include "tests/support/catch.h"

namespace pf::acceptance {
namespace {

// Follows the journal: who is up, who is running, and whether each may be.
class Lives {
public:
    Lives(const Results& results, const PlanFile& plan) : results_(results), plan_(plan) {}

    void check() {
        for (const Json& event : results_.journal) {
            INFO(event.dump());
            follow(event);
        }
        if (!killed_at_once_) {
            for (const auto& [instance, fixture] : up_) {
                INFO(instance << " was never torn down");
                CHECK_FALSE(has_teardown(fixture));
            }
        }
        CHECK(running_.empty());
    }

    [[nodiscard]] int setups(const std::string& fixture) { return setups_[fixture]; }
    [[nodiscard]] int teardowns(const std::string& fixture) { return teardowns_[fixture]; }

private:
    void follow(const Json& event) {
        const std::string name = Results::text(event, "e");
        if (name == "fixture_declared") {
            parent_[Results::text(event, "name")] = Results::text(event, "parent");
            scope_[Results::text(event, "name")] = Results::text(event, "scope");
        } else if (name == "task_declared") {
            fixture_of_[Results::text(event, "id")] = Results::text(event, "fixture");
        } else if (name.starts_with("setup_")) {
            follow_setup(name, event);
        } else if (name.starts_with("teardown_")) {
            follow_teardown(name, event);
        } else if (name == "task_started") {
            start(Results::text(event, "id"));
        } else if (name == "task_ended") {
            running_.erase(Results::text(event, "id"));
        } else if (name == "stopping") {
            killed_at_once_ = killed_at_once_ || event.value("at_once", false);
        }
    }

    void follow_setup(const std::string& name, const Json& event) {
        const std::string instance = Results::text(event, "instance");
        const std::string fixture = Results::text(event, "fixture");
        if (name == "setup_started") {
            CHECK(pending_.insert(instance).second);
            CHECK(up_.count(instance) == 0);
            CHECK((parent_[fixture].empty() || is_up(parent_[fixture])));
            return;
        }
        CHECK(pending_.erase(instance) == 1);
        ++setups_[fixture];
        if (Results::text(event, "outcome") == "passed") {
            up_[instance] = fixture;
        }
    }

    void follow_teardown(const std::string& name, const Json& event) {
        const std::string instance = Results::text(event, "instance");
        const std::string fixture = Results::text(event, "fixture");
        if (name == "teardown_ended") {
            up_.erase(instance);
            ++teardowns_[fixture];
            CHECK(torn_down_.erase(instance) == 1);
            return;
        }
        CHECK(torn_down_.insert(instance).second);
        if (scope_[fixture] != "run" && !scope_[fixture].empty()) {
            return;
        }
        for (const std::string& task : running_) {
            INFO(task << " is still running");
            CHECK_FALSE(is_below(fixture_of_[task], fixture));
        }
        for (const auto& [other, of] : up_) {
            INFO(other << " is still up");
            CHECK((other == instance || !has_teardown(of) || !is_below(of, fixture)));
        }
    }

    void start(const std::string& task) {
        CHECK(running_.insert(task).second);
        for (std::string fixture = fixture_of_[task]; !fixture.empty(); fixture = parent_[fixture]) {
            INFO("below it: " << fixture);
            CHECK(is_up(fixture));
        }
    }

    [[nodiscard]] bool is_up(const std::string& fixture) const {
        for (const auto& [instance, of] : up_) {
            if (of == fixture) {
                return true;
            }
        }
        return false;
    }

    // Whether `fixture` is `ancestor` or stands on it.
    bool is_below(std::string fixture, const std::string& ancestor) {
        while (!fixture.empty() && fixture != ancestor) {
            fixture = parent_[fixture];
        }
        return !fixture.empty();
    }

    [[nodiscard]] bool has_teardown(const std::string& fixture) const {
        const Record* record = plan_.find_fixture(fixture);
        return record != nullptr && (record->has("teardown") || record->has("service"));
    }

    const Results& results_;
    const PlanFile& plan_;
    std::map<std::string, std::string> parent_;
    std::map<std::string, std::string> scope_;
    std::map<std::string, std::string> fixture_of_;
    std::map<std::string, std::string> up_;  // Instance to fixture.
    std::set<std::string> pending_;
    std::set<std::string> torn_down_;  // Begun, not ended.
    std::set<std::string> running_;
    std::map<std::string, int> setups_;
    std::map<std::string, int> teardowns_;
    bool killed_at_once_ = false;
};

}  // namespace

void check_lives(const Results& results, const PlanFile& plan) {
    Lives lives(results, plan);
    lives.check();
    for (const Json& fixture : results.summary.value("fixtures", Json::array())) {
        INFO(fixture.dump());
        const std::string name = Results::text(fixture, "name");
        CHECK(fixture.value("setups", 0) == lives.setups(name));
        CHECK(fixture.value("teardowns", 0) == lives.teardowns(name));
    }
}

}  // namespace pf::acceptance
