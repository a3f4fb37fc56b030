// Tasks that ctest does not start. If a set-up test fails, ctest shows the tests that require the fixture as "Not Run"
// and never starts them, so that nobody asks for their tasks. The results have these tasks all the same.
#include <algorithm>
#include <set>
#include <utility>

#include "tool/serve/server.h"

namespace pf {

// A name that two tests have says nothing, because ctest may start only the test that is not ours.
std::vector<const ListedTest*> tests_to_come(const std::vector<ListedTest>& tests) {
    std::set<std::string_view> names;
    std::set<std::string_view> ambiguous;
    for (const ListedTest& test : tests) {
        if (!names.insert(test.name).second) {
            ambiguous.insert(test.name);
        }
    }
    std::vector<const ListedTest*> come;
    for (const ListedTest& test : tests) {
        if (ambiguous.count(test.name) == 0 && test.property("DISABLED").empty()) {
            come.push_back(&test);
        }
    }
    return come;
}

// Remembers which tasks ctest was to run.
void Server::note_selected(const std::vector<ListedTest>& tests) {
    for (const ListedTest* test : tests_to_come(tests)) {
        const TaskId task = plan_.find(test->name);
        if (task != kNone) {
            selected_.push_back(task);
            continue;
        }
        for (const TaskId of_unit : lookup_.tasks(test->name)) {  // A unit is one test.
            if (plan_.groups[plan_.tasks[of_unit].group].dispatch == Dispatch::unit &&
                plan_.tasks[of_unit].options().generated_by == kNone) {
                selected_.push_back(of_unit);
            }
        }
    }
}

// Asks ctest for its tests, unless that is known already, because some of them will not be started.
void Server::note_failed_setup() {
    if (std::exchange(setup_failed_, true) || options_.ask_ctest || !options_.ask_ctest_later || ctest_ended_) {
        return;
    }
    start_listing(options_.ask_ctest_later, [this](std::optional<std::vector<ListedTest>> tests) {
        if (tests) {
            note_selected(*tests);
        }
        if (ctest_ended_) {
            conclude_unstarted();
        }
    });
}

// Called when ctest has ended, and its tests are known if they ever will be.
void Server::conclude_unstarted() {
    for (const TaskId task : std::exchange(selected_, {})) {
        const GroupId group = plan_.tasks[task].group;
        if (plan_.groups[group].tests.session && session_->setup_failed(group) && served_.count(task) == 0 &&
            notes_.outcomes().count(task) == 0) {
            session_->add_unstarted(task);
        }
    }
}

}  // namespace pf
