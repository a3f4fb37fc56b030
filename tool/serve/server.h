// The server of a session that belongs to one ctest. The tests of that ctest connect as clients and ask for fixtures
// and tasks. The session lasts as long as ctest does; however ctest ends, all fixtures are torn down and the results
// written.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_SERVER_H
#define PARALLEL_FIXTURES_TOOL_SERVE_SERVER_H

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/time_limits.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/serve/client.h"
#include "tool/serve/connections.h"
#include "tool/serve/ctest_listing.h"
#include "tool/serve/fixture_notes.h"
#include "tool/serve/plan_lookup.h"
#include "tool/serve/run_ahead.h"
#include "tool/serve/served_task.h"
#include "tool/session/session.h"

namespace pf {

// Starts to list the tests of ctest. The answer is called from the loop of the session.
using AskCtest = std::function<std::unique_ptr<CtestListing>(Session&, CtestListing::Answer)>;

struct ServerOptions {
    // Writes all events so far to the journal. Returns the first problem of the journal, even if it is an earlier one;
    // "": none.
    std::function<std::string()> flush;
    // Called before the session waits. `idle` is true if it waits only for new clients. Returns the number of seconds
    // after which it must be called again.
    std::function<double(double now, bool idle)> before_waiting;
    std::function<void()>
        ending;  // Called when a signal or the end of ctest ends the session; null: nothing is called.
    // Returns the earlier run that must end before a fixture is set up, for people; "": none. It is called repeatedly.
    // Null: there is never one.
    std::function<std::string(double now)> waits_for;
    // Called before the answer to the request that tears down the last fixture. Null: nothing is to be done then.
    std::function<void()> before_last_answer;
    std::string results;  // The directory of the results, for people.
    // The number of groups whose idle workers are kept for the next task.
    std::size_t idle_groups = 8;
    // The number of tasks that may run at a time while some run ahead of ctest (run_ahead.h); below 2: none runs ahead.
    int max_parallel = 0;
    double limit = 0;  // The seconds that ctest gives a test without TIMEOUT; 0: no limit.
    // Lists tests each of which ctest starts once. Null: it is not known which tests ctest starts, so no task runs
    // ahead.
    AskCtest ask_ctest;
    // The same, called when a set-up has failed and `ask_ctest` is null. Null: tasks that ctest does not start because
    // of that are not in the results.
    AskCtest ask_ctest_later;
    std::vector<std::string> ctest_environment;  // The environment of ctest itself, "K=V" each.
    std::function<bool()> checks_memory;         // Returns true while ctest runs its step MemCheck.
    std::map<GroupId, GroupId> command_groups;   // The groups that add_command_groups() added (foreground.h).
    double request_timeout = 10;                 // Seconds for a request to arrive.
    double send_timeout = 10;                    // Seconds for the last message to be read.
    // Seconds after a client disconnected until its task is reported as ended by ctest. When Ctrl-C ends ctest, its
    // tests end a little earlier than ctest itself.
    double disconnect_delay = kCtestEndsTest;
};

// Returns the tests that ctest starts, without those whose name two tests have.
std::vector<const ListedTest*> tests_to_come(const std::vector<ListedTest>& tests);

class Server : public EventSink, public SessionHost {
public:
    // `plan` must outlive the server. It is also the plan of the session.
    Server(const Plan& plan, ServerOptions options)
        : plan_(plan), options_(std::move(options)), lookup_(plan), notes_(plan, lookup_) {}

    // Starts to accept clients. Call it before the session runs. `ctest` becomes readable when ctest ends; if it is
    // empty, ctest has ended already.
    void start(Session& session, Descriptor listener, Descriptor ctest);

    // Call it after the session has run.
    void close_connections() { connections_.close(); }

    void handle(const Event& event) override;
    bool stays_open() override { return !ctest_ended_ || (setup_failed_ && listing_); }
    double before_waiting(double now) override;
    bool wants_generated(TaskId task) override;
    void task_output(TaskId task, std::string_view bytes) override;
    void hold_concluded(FixtureId fixture, SetupOutcome outcome, const std::string& reason) override;
    void ending() override {
        if (options_.ending) {
            options_.ending();
        }
    }

    [[nodiscard]] const FixtureNotes& notes() const { return notes_; }

    // Returns true if the task is running and no test has asked for it.
    [[nodiscard]] bool is_ahead(const std::string& id) const;

private:
    // Connections and their ends: server.cc.
    void ctest_has_ended();
    [[nodiscard]] double disconnect_delay(const Client& client) const;
    double serve_clients(double now);
    bool serve_client(Client& client, double now);
    bool must_wait(Client& client, double now);
    [[nodiscard]] bool needs_fixture(const SessionRequest& request) const;
    [[nodiscard]] bool was_late(const Client& client, double now) const;
    void cancel_tasks_of(Client& client);
    bool check_confirmation(Client& client, double now);

    // The requests of clients: server_requests.cc.
    void handle_request(Client& client, const SessionRequest& request);
    void handle_fixture(Client& client, const SessionRequest& request);
    void release_with_nested(FixtureId fixture);
    void handle_plain_program(Client& client, const SessionRequest& request);
    void handle_group_end(Client& client, const SessionRequest& request);
    void handle_tasks(Client& client, const SessionRequest& request);
    void handle_task(Client& client, const SessionRequest& asked);
    void handle_batch(Client& client, const SessionRequest& request);
    bool claim_task(Client& client, TaskId task);
    void begin(TaskId task, const SessionRequest& request);
    void start_next(TaskId task);

    // Tasks that run ahead of ctest: server_ahead.cc.
    void ask_ctest();
    void start_listing(const AskCtest& ask, CtestListing::Answer answer);
    void listed(std::optional<std::vector<ListedTest>> tests);
    void note_environment(const std::string& test, const std::vector<std::string>& environment);
    const std::vector<std::string>* environment_for(const EnvironmentChanges& wanted);
    [[nodiscard]] bool has_room() const;
    void run_ahead();
    void run_ahead(std::list<EligibleTask>& eligible);
    [[nodiscard]] bool has_worker_for(GroupId group) const;
    bool use_run_ahead(Client& client, TaskId task, const SessionRequest& request);
    void ahead_ended(TaskId task, const TaskEnded& event);
    void deliver_result(Client& client, TaskId task, const TaskEnded& event, bool shown);
    bool send_output(Client& client, const Output& output);

    // The ends of programs and of idle workers before ctest ends: server_release.cc.
    void expect(const std::vector<ListedTest>& tests);
    [[nodiscard]] FixtureId program_without_tests(TaskId task) const;
    void end_program(Client& client, FixtureId program, const TaskOver& over);
    void program_has_ended(const TeardownEnded& event);
    bool answer_program_end(Client& client);
    void note_idle(TaskId task);
    void set_aside(GroupId group);
    [[nodiscard]] std::string problem_of_journal(TaskId task);

    // Tasks that ctest does not start: server_unstarted.cc.
    void note_selected(const std::vector<ListedTest>& tests);
    void note_failed_setup();
    void conclude_unstarted();

    // Answers to clients: server_answers.cc.
    void resume_output(Client& client);
    bool answer_ending(Client& client);
    [[nodiscard]] bool has_ended(std::string_view group) const;
    [[nodiscard]] bool has_ended_with_workers(FixtureId fixture) const;
    void task_ended(const TaskEnded& event);
    static void report_batch_task(Client& client, const TaskEnded& event);
    [[nodiscard]] bool unit_active(Text unit) const;
    bool end_batch(Client& client);
    [[nodiscard]] Client* client_of(TaskId task) const;

    const Plan& plan_;
    ServerOptions options_;
    PlanLookup lookup_;
    FixtureNotes notes_;
    Session* session_ = nullptr;
    Descriptor ctest_;
    bool ctest_ended_ = false;
    Connections connections_;
    std::map<TaskId, ServedTask> served_;               // Until the result of the task has been delivered.
    std::set<TaskId> ahead_;                            // The tasks in the state `ahead`.
    std::set<Text> requested_groups_;                   // Groups of which ctest has requested a task.
    std::map<Text, std::list<EligibleTask>> eligible_;  // By group: tasks that may run ahead and have not started.
    std::list<GroupId> idle_;  // The first group of each name whose last task has ended, the oldest end first.
    std::map<Text, std::list<GroupId>::iterator> idle_at_;
    std::unique_ptr<CtestListing> listing_;
    double listing_until_ = kNever;
    std::map<std::string, EnvironmentChanges> listed_;  // By test: what ctest changes in its environment.
    // The environments of the tests that have connected, by the changes that ctest made to them. Until ctest has listed
    // its tests, the changes are unknown, and the environments are stored by test.
    std::map<EnvironmentChanges, std::vector<std::string>> environments_;
    std::map<std::string, std::vector<std::string>> unmatched_environments_;
    bool setup_failed_ = false;     // A set-up of a fixture has failed.
    std::vector<TaskId> selected_;  // Tasks that ctest was to run, once that is known.
    std::set<TaskId> timed_out_;    // Tasks that were reported to ctest as timed out before.
};

}  // namespace pf

#endif
