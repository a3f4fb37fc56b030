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
#include "tool/session/end_mark.h"
#include "tool/session/linked_run.h"

namespace pf {

class WorkerRun;

// Hears what becomes of tasks; the WorkerRun must not be deleted from within a call.
class TaskHost {
public:
    TaskHost() = default;
    TaskHost(const TaskHost&) = delete;
    TaskHost& operator=(const TaskHost&) = delete;
    virtual ~TaskHost() = default;

    virtual void task_ended(WorkerRun& worker, AttemptResult result) = 0;
    virtual void task_stopped(WorkerRun& worker, bool stopped) = 0;
    // A line that a generator printed. The error makes the generator fail.
    virtual Status task_generated(WorkerRun& worker, std::string_view line) = 0;
    virtual void task_output(WorkerRun& worker, std::string_view bytes) = 0;
};

class WorkerRun : public SupervisorListener, UnitRequester {
public:
    WorkerRun(SessionContext& context, TaskHost& host, WorkerId id) : context_(context), host_(host), id_(id) {}
    ~WorkerRun() override;

    // Runs an attempt; `changes` is its environment beyond the caller's, or why there is none; `program` is where the
    // test of a linked program is forked from, null for a command. Answered by task_ended, perhaps at once.
    void start(const StartTask& task, Result<VariableList> changes, LinkedRun* program);
    // Without `kill` it gets the signal, SIGTERM if that is 0.
    void end(bool kill, int signal);
    void abandon();
    // What it prints waits in its pipe meanwhile.
    void pause_output(bool paused);
    // Before a linked fixture is torn down: it waits for what was forked from it.
    void leave(InstanceId fixture);

    [[nodiscard]] WorkerId id() const { return id_; }
    // The attempt that runs, or ran last.
    [[nodiscard]] const StartTask& current() const { return current_; }
    [[nodiscard]] bool running() const { return running_; }
    [[nodiscard]] double started() const { return started_; }
    [[nodiscard]] pid_t task_pid() const { return pid_; }  // 0: not known (yet).
    [[nodiscard]] std::string_view output_tail(std::size_t size) const { return output_.tail(size); }

    // Returns the private directory of the last attempt, which is not removed any more; "": it was empty and is gone.
    std::string keep_private_dir();

private:
    void prepare_case(RunCommand& command);
    void prepare_alone(RunCommand& command, const Task& planned);
    [[nodiscard]] const TaskRequest& request() const;
    [[nodiscard]] std::vector<std::string> command_words() const;
    [[nodiscard]] Text framework() const;
    bool prepare(const TaskOptions& options, LinkedRun* program, Conclusion& problem);
    bool start_supervisor(const TaskOptions& options, LinkedRun* program, Conclusion& problem);
    void run_in_unit(const RunTest& test);
    void unit_test_ended(Ended ended);
    [[nodiscard]] RunCommand command_of(const Task& planned, const std::vector<std::string>& changes);
    [[nodiscard]] RunTest test_of(const Task& planned, const std::vector<std::string>& changes);
    // worker_again.cc
    bool run_again_without_file(const Ended& ended);

    void take_report();
    void read_result_file();
    [[nodiscard]] bool says_how_it_ended(const TestProgram& program) const;
    [[nodiscard]] Conclusion judge_command(const TaskOptions& options, const Ended& ended);
    void finish(const Conclusion& conclusion, double seconds);
    void task_process_ended(const Ended& ended);
    void take_lines(bool all);

    void on_message(const FromSupervisor& message) override;
    void on_output(std::string_view bytes) override;
    void on_data(std::string_view bytes) override;
    void on_gone(const std::string& how) override;

    // worker_unit.cc: tests that a unit's process runs itself.
    void unit_printed(std::string_view bytes) override { output_.append(bytes); }
    void unit_answered(const FromProgram& message) override;
    void unit_ended(const Ended* ended, const std::string& how) override;
    void unit_stopped(bool stopped) override { host_.task_stopped(*this, stopped); }

    SessionContext& context_;
    TaskHost& host_;
    WorkerId id_;
    SupervisorHandle supervisor_;
    bool has_data_pipe_ = false;
    LinkedRun* unit_ = nullptr;       // In whose process tests run; null: the supervisor has them run.
    InstanceId forked_from_ = kNone;  // The linked fixture that the supervisor was forked from; kNone: the session.
    int in_process_ = 0;              // Tests that the process of REUSE_WORKERS has been given.
    StartTask current_{};
    bool running_ = false;
    double started_ = 0;
    pid_t pid_ = 0;
    std::string program_;
    std::string wrapper_program_;  // The file of the wrapper's first word.
    std::string directory_;
    std::string private_dir_;
    std::string discard_dir_;
    int used_dirs_ = 0;  // So many private directories are somebody else's now.
    std::optional<Ended> ended_;
    Capture output_;
    std::string output_file_;
    FrameReader<FromProgram> reports_;
    std::optional<parallel_fixtures::Report> report_;
    std::string result_file_;            // Where the framework of a test program reports.
    RunCommand command_;                 // Of a GoogleTest program that reports there.
    std::unique_ptr<EndMark> end_mark_;  // Of its second run, in which it does not.
    std::string lines_;                  // Of a generator, since the last newline.
    int line_number_ = 0;
    std::string line_error_;  // The first.
    bool output_paused_ = false;
};

}  // namespace pf

#endif
