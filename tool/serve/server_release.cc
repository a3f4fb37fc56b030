// The ends of programs and of idle workers before ctest ends. A linked program that has no teardown test ends after its
// last task, and the test of that task reports the problems of the end.
#include <algorithm>
#include <iterator>
#include <utility>

#include "tool/serve/server.h"

namespace pf {

// Tells the session which tasks will come.
void Server::expect(const std::vector<ListedTest>& tests) {
    std::vector<TaskId> expected;
    for (const ListedTest* test : tests_to_come(tests)) {
        const TaskId task = plan_.find(test->name);
        const bool comes = task != kNone && !plan_.tasks[task].options().disabled;
        if (comes && served_.count(task) == 0 && notes_.outcomes().count(task) == 0) {
            expected.push_back(task);
        }
    }
    session_->expect(expected);
}

// Returns the linked program that runs the task if no test tears that program down. Returns kNone for a unit, whose
// test waits for the end in any case.
FixtureId Server::program_without_tests(TaskId task) const {
    const FixtureId fixture = plan_.ctest_program(plan_.groups[plan_.tasks[task].group].fixtures);
    const bool found = fixture != kNone && plan_.unit_of(fixture).empty() && !plan_.has_teardown_test(fixture);
    return found ? fixture : kNone;
}

// Sends the last message to the client of a task that has ended. If the program may have run its last task, it ends
// first. While it is not known which tasks will come, every task may be the last, unless a teardown test of a fixture
// on which the program is reports the problems of the program.
void Server::end_program(Client& client, FixtureId program, const TaskOver& over) {
    const bool stays = program == kNone || session_->is_required(program) ||
                       (session_->is_held(program) && !plan_.ctest_fixtures(plan_.fixtures[program].parents).empty());
    if (stays) {
        client.send_last(over);
        return;
    }
    session_->release(program);
    client.over = over;
    client.ending = program;
}

void Server::program_has_ended(const TeardownEnded& event) {
    for (const auto& client : connections_.clients) {
        if (client->ending != kNone && plan_.fixtures[client->ending].name == event.fixture) {
            client->ended_program = true;  // A further task may have started the program again.
        }
    }
}

// Answers a client that waits for the end of its program. A test whose program has not ended well fails.
bool Server::answer_program_end(Client& client) {
    if (!client.over || (!client.ended_program && session_->fixture_active(client.ending))) {
        return false;
    }
    TaskOver over = *std::exchange(client.over, std::nullopt);
    const GroupId program = plan_.fixtures[client.ending].program;
    const std::string problems = notes_.take_problems_of_program(plan_.groups[program].name);
    if (!problems.empty()) {
        client.send(TaskPrinted{problems});
        client.to_confirm.reset();
        over = TaskOver();
        over.reason = "its program did not end well after its last test";
    }
    client.send_last(over);
    return true;
}

// Returns why the journal may lack the result of the task, if no teardown test will report that; "" if it lacks
// nothing.
std::string Server::problem_of_journal(TaskId task) {
    const std::vector<FixtureId> chain = plan_.chain(plan_.groups[plan_.tasks[task].group].fixtures);
    const bool reported = std::any_of(chain.begin(), chain.end(), [this](FixtureId fixture) {
        return plan_.fixtures[fixture].program == kNone || plan_.has_teardown_test(fixture);
    });
    const std::string problem = reported ? "" : options_.flush();
    return problem.empty() ? "" : "results are not complete: " + problem;
}

// Closes the workers of the group that has been idle longest, if too many groups have idle workers.
void Server::note_idle(TaskId task) {
    const GroupId group = plan_.tasks[task].group;
    const Text name = plan_.groups[group].name;
    if (const auto known = idle_at_.find(name); known != idle_at_.end()) {
        idle_.erase(known->second);
    }
    idle_at_[name] = idle_.insert(idle_.end(), group);
    for (std::size_t more = idle_.size(); more > options_.idle_groups; --more) {
        const GroupId oldest = idle_.front();
        idle_.pop_front();
        idle_at_.erase(plan_.groups[oldest].name);
        set_aside(oldest);
    }
}

// Ends the idle workers of all groups of this name, and their program if it has no tests of its own and thus nothing
// set up. A group with a running task goes to the end of the list when the task ends.
void Server::set_aside(GroupId group) {
    const std::vector<GroupId>& groups = lookup_.groups(plan_.groups[group].name);
    const FixtureId program = plan_.ctest_program(plan_.groups[group].fixtures);
    const bool ends = program != kNone && plan_.unit_of(program).empty() && !plan_.has_teardown_test(program);
    session_->set_aside(groups, ends ? program : kNone);
}

}  // namespace pf
