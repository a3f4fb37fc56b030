// One worker of a group: a supervisor that runs one task at a time, each in a fresh process.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_WORKER_RUN_H
#define PARALLEL_FIXTURES_TOOL_SESSION_WORKER_RUN_H

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tool/schedule/action.h"
#include "tool/session/context.h"
#include "tool/session/linked_run.h"
#include "tool/session/task_run.h"
#include "tool/support/interface.h"

namespace pf {

class WorkerRun;

// Is told what becomes of tasks. It must not delete the WorkerRun from within a call.
class TaskHost : public Interface {
public:
    // The next task of the worker, if it has one, has begun at `next_began`, or has not begun (nullopt).
    virtual void task_ended(WorkerRun& worker, AttemptResult result, std::optional<double> next_began) = 0;
    // The worker has no next task any more. It has not begun.
    virtual void next_handed_back(WorkerRun& worker) = 0;
    virtual void task_stopped(WorkerRun& worker, bool stopped) = 0;
    // A generator printed the line. An error makes the generator fail.
    virtual Status task_generated(WorkerRun& worker, std::string_view line) = 0;
    virtual void task_output(WorkerRun& worker, std::string_view bytes) = 0;
    // Returns the environment of the attempt beyond the caller's, or why there is none.
    virtual Result<VariableList> variables_of(const StartTask& task, const std::string& private_dir) = 0;
};

class WorkerRun : public SupervisorListener, UnitRequester {
public:
    WorkerRun(SessionContext& context, TaskHost& host, WorkerId id) : context_(context), host_(host), id_(id) {}
    ~WorkerRun() override;

    // Runs an attempt. `program` is the fixture that the test of a linked program is forked from; null for a command.
    // Answered by task_ended, perhaps at once.
    void start(const StartTask& task, LinkedRun* program);
    // Takes a task that begins by itself when the current one has ended well. Answered by task_ended or
    // next_handed_back. Nothing is sent before send_next(). Returns false if the worker cannot take it.
    [[nodiscard]] bool take_next(const StartTask& next);
    void send_next();
    // Asks for the next task, which may have begun.
    void take_next_back();
    // Kills the task with its descendants, or sends them `signal`; 0: SIGTERM.
    void end(bool kill, int signal);
    // Kills the supervisor, which does not answer.
    void abandon();
    // While it is paused, what the task prints stays in its pipe.
    void pause_output(bool paused);
    // Lets an idle supervisor go that was forked from this linked fixture. The tear-down of the fixture waits for it.
    void leave(InstanceId fixture);

    [[nodiscard]] WorkerId id() const { return id_; }
    // The attempt that is running, or ran last.
    [[nodiscard]] const StartTask& current() const { return current_; }
    [[nodiscard]] bool running() const { return running_; }
    [[nodiscard]] const std::string& directory() const { return directory_; }
    // Returns the path of the program of the attempt.
    [[nodiscard]] std::string program() const;
    [[nodiscard]] double started() const { return started_; }
    [[nodiscard]] pid_t task_pid() const { return pid_; }  // 0: not known (yet).
    [[nodiscard]] std::string_view output_tail(std::size_t size) const { return output_.tail(size); }
    // Returns the private directory of the last attempt, which is not removed any more; "": it was empty and is gone.
    std::string keep_private_dir();

private:
    [[nodiscard]] std::unique_ptr<TaskRun> make_run(bool forked);
    [[nodiscard]] std::optional<Conclusion> prepare(const TaskOptions& options, LinkedRun* program);
    [[nodiscard]] std::optional<Conclusion> get_supervisor(const TaskOptions& options, LinkedRun* program);
    [[nodiscard]] Status start_supervisor(LinkedRun* program);
    [[nodiscard]] bool is_plain() const;
    void send(RunCommand command);
    void send(RunTest test);
    void run_in_unit(const RunTest& test);
    void unit_test_ended(Ended ended);
    void finish(const Conclusion& conclusion, double seconds);
    void add_report(AttemptResult& result);
    void begin(const StartTask& task, double at);
    [[nodiscard]] std::string directory_of(TaskId task) const;
    // worker_next.cc: the next task.
    void process_ended(const Ended& ended);
    void next_began(const Began& began);
    void next_handed_back(const HandedBack& message);
    void lose_next();
    [[nodiscard]] std::optional<double> begin_next(std::uint64_t at);
    void task_process_ended(const Ended& ended);

    void on_message(const FromSupervisor& message) override;
    void on_output(std::string_view bytes) override;
    void on_data(std::string_view bytes) override;
    void on_gone(const std::string& how) override;

    // worker_unit.cc: tests in the process of their unit.
    void unit_printed(std::string_view bytes) override { output_.append(bytes); }
    void unit_answered(const FromProgram& message) override;
    void unit_ended(const Ended* ended, const std::string& how) override;
    void unit_stopped(bool stopped) override { host_.task_stopped(*this, stopped); }

    SessionContext& context_;
    TaskHost& host_;
    WorkerId id_;
    SupervisorHandle supervisor_;
    bool has_data_pipe_ = false;
    bool leaked_ = false;             // A command of the supervisor has left processes behind, which may not be gone.
    LinkedRun* unit_ = nullptr;       // The unit in whose process tests run; null: the supervisor runs them.
    InstanceId forked_from_ = kNone;  // The linked fixture that the supervisor was forked from; kNone: the session.
    int in_process_ = 0;              // Tests that the current process was given (REUSE_WORKERS).
    StartTask current_{};
    bool running_ = false;
    double started_ = 0;
    pid_t pid_ = 0;
    std::string directory_;
    std::string private_dir_ = context_.new_private_dir();  // Of the attempts of the supervisor.
    std::string discard_dir_;
    // The task that begins by itself after the current one.
    struct Next {
        StartTask start;
        RunTest test;
        bool sent = false;
    };
    std::optional<Next> next_;
    std::optional<Ended> early_end_;  // The current task ended before the supervisor had the next one.
    std::uint32_t number_ = 0;        // Of the test that was begun last (RunTest); 0: a command.
    std::uint32_t last_number_ = 0;   // Of the test that was sent last.
    std::optional<Ended> ended_;
    Capture output_;
    std::string output_file_;
    std::unique_ptr<TaskRun> run_;
    bool output_paused_ = false;
};

}  // namespace pf

#endif
