// The session of one ctest: its tests come as guests and ask for fixtures and tasks. It lives as long as that ctest,
// and whatever ctest dies of, everything is torn down and written down.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_SERVER_H
#define PARALLEL_FIXTURES_TOOL_SERVE_SERVER_H

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/time_limits.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/serve/ctest_listing.h"
#include "tool/serve/fixture_notes.h"
#include "tool/serve/guest.h"
#include "tool/serve/reception.h"
#include "tool/serve/run_ahead.h"
#include "tool/session/session.h"

namespace pf {

struct ServerOptions {
    // Writes everything that has happened so far to the journal. Returns what went wrong, also earlier; empty: nothing.
    std::function<std::string()> flush;
    // Before the session waits; `idle`: for nothing but new guests. Returns when it wants to be called again at the
    // latest (seconds from now).
    std::function<double(double now, bool idle)> before_waiting;
    // What has to end before a fixture is set up, for people; "": nothing. Asked again and again; null: nothing, ever.
    std::function<std::string(double now)> waits_for;
    // Before an end is answered after which nothing is up. Null: the results can wait for the end of ctest.
    std::function<void()> nothing_is_up;
    std::string results;  // Where they are, for people.
    // How many tasks may run at a time where they run ahead of ctest (run_ahead.h); below 2: none runs ahead.
    int at_a_time = 0;
    double limit = 0;  // Seconds that ctest gives a test without TIMEOUT; 0: as long as it takes.
    // Asks ctest for its tests, and hands them to the answer from the loop of the session. Null: none runs ahead.
    std::function<std::unique_ptr<CtestListing>(Session&, CtestListing::Answer)> ask_ctest;
    std::vector<std::string> ctest_environment;     // K=V, of ctest itself.
    std::function<bool()> checks_memory;            // ctest is in its step MemCheck now.
    std::map<GroupId, GroupId> groups_of_commands;  // add_groups_of_commands() (by_hand.h).
    double arrival = 10;                            // Seconds that a request may take to come.
    double last_word = 10;                          // Seconds for which a last word waits to be taken.
    // Seconds until a guest that went is taken for one that ctest ended: when ctest itself ends by Ctrl-C, its tests do
    // so in the same moment, and a little before.
    double who_went_first = kCtestEndsTest;
};

class Server : public EventSink {
public:
    // `plan` must outlive it, and is the session's.
    Server(Plan& plan, ServerOptions options) : plan_(plan), options_(std::move(options)), notes_(plan) {}

    // Puts its own calls into the options of the session that is to be made.
    void join(SessionOptions& options);

    // Before the session runs. `listener` accepts; `ctest` becomes readable when it ends, none: it has ended already.
    void start(Session& session, Descriptor listener, Descriptor ctest);

    // After it has run.
    void leave() { reception_.close(); }

    void handle(const Event& event) override;

    [[nodiscard]] const FixtureNotes& notes() const { return notes_; }

    // The task is under way, and no test has asked for it yet.
    [[nodiscard]] bool is_ahead(const std::string& id);

private:
    // server.cc: who comes and goes.
    void ctest_has_ended();
    [[nodiscard]] double decided_after(const Guest& guest) const;
    double look_after_guests(double now);
    bool look_after(Guest& guest, double now);
    bool held_back(Guest& guest, double now);
    [[nodiscard]] bool needs_fixture(const SessionRequest& request) const;
    void see_off(Guest& guest);
    bool settle(Guest& guest, double now);

    // server_requests.cc
    void take(Guest& guest, const SessionRequest& request);
    void take_fixture(Guest& guest, const SessionRequest& request);
    void release_with_all_on(FixtureId fixture);
    void take_plain_program(Guest& guest, const SessionRequest& request);
    void take_group(Guest& guest, const SessionRequest& request);
    void take_tasks(Guest& guest, const SessionRequest& request);
    void take_task(Guest& guest, const SessionRequest& asked);
    void take_batch(Guest& guest, const SessionRequest& request);
    bool take_in(Guest& guest, TaskId task);
    void begin(TaskId task, const SessionRequest& request);
    bool begin_again(TaskId task);
    void choose_group(TaskId task, bool command);

    // server_ahead.cc: what runs before it is asked for.
    struct Ahead {
        std::vector<std::string> environment;  // Sorted.
        bool started = false;
    };
    struct EndedAhead {
        std::vector<std::string> environment;  // Sorted.
        TaskEnded event;
    };
    void ask_ctest();
    void listed(std::optional<std::vector<ListedTest>> tests);
    void note_environment(const std::string& test, const std::vector<std::string>& environment);
    const std::vector<std::string>* environment_for(const EnvironmentChanges& wanted);
    [[nodiscard]] bool has_room() const;
    void run_ahead();
    void run_ahead(std::list<CertainTask>& certain);
    [[nodiscard]] bool has_worker_for(GroupId group) const;
    bool collect(Guest& guest, TaskId task, const SessionRequest& request);
    bool ahead_ended(TaskId task, const TaskEnded& event);
    void hand_over(Guest& guest, TaskId task, const TaskEnded& event, bool shown);
    bool show_output(Guest& guest, const Output& output);

    // server_answers.cc
    void hold_concluded(FixtureId fixture, SetupOutcome outcome, const std::string& reason);
    void task_output(TaskId task, std::string_view bytes);
    void resume_output(Guest& guest);
    bool answer_ending(Guest& guest);
    [[nodiscard]] bool has_ended(GroupId group) const;
    void task_ended(const TaskEnded& event);
    static void one_of_batch_ended(Guest& guest, const TaskEnded& event);
    bool end_batch(Guest& guest);
    [[nodiscard]] Guest* guest_of(TaskId task);
    [[nodiscard]] Guest* guest_of(const std::string& id);

    Plan& plan_;
    ServerOptions options_;
    FixtureNotes notes_;
    Session* session_ = nullptr;
    Descriptor ctest_;
    bool ctest_ended_ = false;
    Reception reception_;
    std::map<TaskId, Guest*> tasks_;            // That are under way.
    std::map<TaskId, Texts> commands_;          // As planned, without what a guest adds.
    std::map<TaskId, GroupId> groups_;          // As planned.
    std::map<TaskId, Ahead> ahead_;             // Tasks that were begun for nobody, until they end.
    std::map<TaskId, EndedAhead> ended_ahead_;  // Until they are collected.
    std::set<Text> groups_come_;                // Of which ctest has asked for a task.
    std::map<Text, std::list<CertainTask>>
        certain_;  // By group: tasks that may be begun for nobody and have not begun.
    std::unique_ptr<CtestListing> listing_;
    double listing_until_ = kNever;
    std::map<std::string, EnvironmentChanges> listed_;  // What ctest changes for each test, once it has said so.
    // The variables of tests that have come, by what ctest changes for them; before ctest has said that, by the test.
    std::map<EnvironmentChanges, std::vector<std::string>> environments_;
    std::map<std::string, std::vector<std::string>> came_;
    std::set<TaskId> timed_out_;  // Their tests have said so to ctest once.
    std::set<TaskId> leaving_;    // Of guests that went, until they have ended.
    // Asked for while they leave, or otherwise than they run ahead: to begin when that is over.
    std::map<TaskId, SessionRequest> again_;
};

}  // namespace pf

#endif
