// The ways to run an attempt of a task, one type for each: a command, a generator, a case of a test program, and a test
// of a linked program that is started or forked.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_TASK_RUN_H
#define PARALLEL_FIXTURES_TOOL_SESSION_TASK_RUN_H

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tool/schedule/action.h"
#include "tool/session/context.h"
#include "tool/session/end_mark.h"
#include "tool/session/variables.h"
#include "tool/support/interface.h"

namespace pf {

// What the attempts of all kinds need. Everything must outlive the TaskRun.
struct Attempt {
    SessionContext& context;
    const StartTask& start;
    const Capture& output;         // What the process prints.
    const std::string& directory;  // Its working directory.
};

// One attempt. It says what its process is to do, and judges how that ended. It starts nothing itself (WorkerRun does).
class TaskRun : public Interface {
public:
    // Without the directories, which the worker adds.
    using Order = std::variant<RunCommand, RunTest>;

    explicit TaskRun(const Attempt& attempt)
        : context_(attempt.context),
          start_(attempt.start),
          output_(attempt.output),
          directory_(attempt.directory),
          plan_(context_.plan),
          program_(plan_.groups[start_.worker.group].program) {}

    // Finds the programs. Returns how the task ends if one is missing.
    virtual std::optional<Conclusion> prepare() { return std::nullopt; }
    // Returns what the supervisor is to do; `variables` is the environment beyond the caller's.
    virtual Order order(const VariableList& variables) = 0;
    // Takes what the process writes to the data pipe.
    virtual void on_data(std::string_view /*bytes*/) {}
    // Returns the command to run once more, because the end of the first run says nothing.
    virtual std::optional<RunCommand> again(const Ended& /*ended*/) { return std::nullopt; }
    virtual Conclusion judge(const Ended& ended) = 0;
    // Returns what the framework of a test program reports; nullopt: nothing that can be read. Without a failure in it,
    // the output of a test that has failed may have some.
    [[nodiscard]] virtual std::optional<parallel_fixtures::Report> report() { return std::nullopt; }
    // Returns the file of the program, for messages.
    [[nodiscard]] virtual std::string file() const { return ""; }

protected:
    // No reference is kept, because a generator that appends tasks to the plan may move them.
    [[nodiscard]] const Task& task() const { return plan_.tasks[start_.task]; }
    [[nodiscard]] const TaskOptions& options() const { return task().options(); }

    SessionContext& context_;
    const StartTask& start_;
    const Capture& output_;
    const std::string& directory_;
    const Plan& plan_;
    const TestProgram& program_;
};

class CommandRun : public TaskRun {
public:
    using TaskRun::TaskRun;
    std::optional<Conclusion> prepare() override;
    Order order(const VariableList& variables) override { return command(variables); }
    Conclusion judge(const Ended& ended) override { return pf::judge(options(), ended, output_, context_.regexes); }
    [[nodiscard]] std::string file() const override { return file_; }

protected:
    // Adds arguments and variables of this kind of command.
    virtual void complete(RunCommand& /*command*/, const VariableList& /*variables*/) {}
    RunCommand command(const VariableList& variables);
    [[nodiscard]] const TaskRequest& request() const;

private:
    [[nodiscard]] std::vector<std::string> words() const;
    // Returns the words that stand before the command. The last ones are those of a debugger or a memory checker, which
    // is meant for the command and not for a LAUNCHER.
    [[nodiscard]] std::vector<std::string> words_in_front() const;

    std::string file_;
    std::string wrapper_file_;
};

// A command that prints tasks, one a line.
class GeneratorRun : public CommandRun {
public:
    // Takes a line. The first error makes the generator fail.
    using TakeLine = std::function<Status(std::string_view line)>;

    GeneratorRun(const Attempt& attempt, TakeLine take) : CommandRun(attempt), take_(std::move(take)) {}
    void on_data(std::string_view bytes) override;
    Conclusion judge(const Ended& ended) override;

protected:
    void complete(RunCommand& command, const VariableList& /*variables*/) override { command.separate_stdout = true; }

private:
    void take_line(std::string_view line);

    TakeLine take_;
    std::string rest_;  // What was printed since the last newline.
    int lines_ = 0;
    std::string error_;
};

// A case of a GoogleTest, Catch2 or doctest program, which is not linked with ParallelFixtures.
class CaseRun : public CommandRun {
public:
    using CommandRun::CommandRun;
    Order order(const VariableList& variables) override;
    // Returns the command without the file for the report, if the process was not allowed to write it because it has
    // changed its user, its root or its limits. GoogleTest aborts then, after the test, and the exit code is lost.
    std::optional<RunCommand> again(const Ended& ended) override;
    Conclusion judge(const Ended& ended) override;
    [[nodiscard]] std::optional<parallel_fixtures::Report> report() override;

protected:
    void complete(RunCommand& command, const VariableList& variables) override;
    // Returns the framework; "" for a program that is not the group's, whose command has no options of a framework.
    [[nodiscard]] Text framework() const { return request().command.empty() ? program_.framework : Text(); }

    std::string result_file_;  // Where the framework reports.

private:
    RunCommand first_;
    std::unique_ptr<EndMark> end_mark_;  // Of the second run, which has no file for the report.
};

// A test of a linked program that is started for this test and sets its own fixtures up (runtime/run_alone.h).
class StartedTest : public CaseRun {
public:
    using CaseRun::CaseRun;
    std::optional<RunCommand> again(const Ended& /*ended*/) override { return std::nullopt; }
    Conclusion judge(const Ended& ended) override;
    [[nodiscard]] std::optional<parallel_fixtures::Report> report() override;

protected:
    void complete(RunCommand& command, const VariableList& variables) override;
};

// A test of a linked program that is forked from the program, or run in the process of its unit.
class ForkedTest : public TaskRun {
public:
    using TaskRun::TaskRun;
    // Returns the order for an attempt in this directory.
    static RunTest order_of(const SessionContext& context, const StartTask& start, const std::string& directory,
                            const VariableList& variables);
    Order order(const VariableList& variables) override { return order_of(context_, start_, directory_, variables); }
    Conclusion judge(const Ended& ended) override;
    [[nodiscard]] std::optional<parallel_fixtures::Report> report() override { return report_; }
    // The report of a test in the process of its unit.
    void set_report(parallel_fixtures::Report report) { report_ = std::move(report); }

private:
    std::optional<parallel_fixtures::Report> report_;
};

}  // namespace pf

#endif
