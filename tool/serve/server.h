// The session of one ctest: its tests come as guests and ask for fixtures and tasks. It lives as long as that ctest,
// and whatever ctest dies of, everything is torn down and written down.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_SERVER_H
#define PARALLEL_FIXTURES_TOOL_SERVE_SERVER_H

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/serve/fixture_notes.h"
#include "tool/serve/guest.h"
#include "tool/serve/reception.h"
#include "tool/session/session.h"

namespace pf {

struct ServerOptions {
    // Makes the results of everything so far complete. Returns what went wrong; empty: nothing.
    std::function<std::string()> write_results;
    std::function<void()> flush;  // Before the session waits.
    std::string results;          // Where they are, for people.
    // The labels that ctest selects by where it runs one test after the other (run_ahead.h): tasks may run ahead, and
    // the scheduler sees to locks and processors. nullopt: ctest does.
    std::optional<std::vector<std::string>> in_turn;
    double arrival = 10;    // Seconds that a request may take to come.
    double last_word = 10;  // Seconds for which a last word waits to be taken.
    // Seconds until a guest that went is taken for one that ctest ended: when ctest itself ends by Ctrl-C, its tests do
    // so in the same moment, and a little before.
    double who_went_first = 0.02;
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

private:
    // server.cc: who comes and goes.
    void ctest_has_ended();
    [[nodiscard]] double decided_after(const Guest& guest) const;
    double look_after_guests(double now);
    bool look_after(Guest& guest, double now);
    void see_off(Guest& guest);

    // server_requests.cc
    void take(Guest& guest, const SessionRequest& request);
    void take_fixture(Guest& guest, const SessionRequest& request);
    void release_with_all_on(FixtureId fixture);
    void take_plain_program(Guest& guest, const SessionRequest& request);
    void take_group(Guest& guest, const SessionRequest& request);
    void take_task(Guest& guest, const SessionRequest& request);
    void take_batch(Guest& guest, const SessionRequest& request);
    bool take_in(Guest& guest, TaskId task);
    void begin(TaskId task, const SessionRequest& request);
    bool begin_again(TaskId task);
    void make_ready(TaskId task, const std::vector<std::string>& arguments);

    // server_ahead.cc: what runs before it is asked for.
    struct Ahead {
        std::vector<std::string> environment;
        bool started = false;
        std::optional<TaskEnded> ended;
    };
    void run_ahead(GroupId group, const std::vector<std::string>& environment);
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
    std::map<TaskId, Guest*> tasks_;    // That are under way.
    std::map<TaskId, Texts> commands_;  // As planned, without what a guest adds.
    std::map<TaskId, Ahead> ahead_;     // Tasks that were begun for nobody, until they are collected.
    std::set<Text> groups_ahead_;       // That have been begun so.
    std::set<TaskId> timed_out_;        // Their tests have said so to ctest once.
    std::set<TaskId> leaving_;          // Of guests that went, until they have ended.
    // Asked for while they leave, or otherwise than they run ahead: to begin when that is over.
    std::map<TaskId, SessionRequest> again_;
};

}  // namespace pf

#endif
