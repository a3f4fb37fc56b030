// Cases of test programs and tests of linked programs, whose framework reports how they ended.
#include <unistd.h>

#include "tool/plan/frameworks.h"
#include "tool/session/boost_test_report.h"
#include "tool/session/framework_report.h"
#include "tool/session/linked_environment.h"
#include "tool/session/report_verdict.h"
#include "tool/session/seed.h"
#include "tool/session/task_run.h"
#include "tool/support/file.h"

namespace pf {
namespace {

constexpr std::string_view kBoostTestColors = "BOOST_TEST_COLOR_OUTPUT";

// Returns the report if it is the only message: one among others cannot be trusted.
std::optional<parallel_fixtures::Report> only_report(FrameReader<FromProgram>& messages) {
    auto message = messages.next();
    if (message.ok() && message->has_value() && messages.empty()) {
        if (auto* ended = std::get_if<TestEnded>(&**message)) {
            return std::move(ended->report);
        }
    }
    return std::nullopt;
}

}  // namespace

// The variables make the program run this case alone, whatever the environment of the caller says.
void CaseRun::complete(RunCommand& command, const VariableList& variables) {
    result_file_ = context_.temporary + "/result." + std::to_string(start_.worker.group) + "." +
                   std::to_string(start_.worker.number);
    unlink(result_file_.c_str());
    unlink((result_file_ + kLogSuffix).c_str());
    command.environment = framework_variables();
    // Boost.Test prints colours even where its output is no terminal.
    if (framework() == "boost_test" && !context_.foreground && !variables.value(kBoostTestColors)) {
        command.environment.push_back(std::string(kBoostTestColors) + "=no");
    }
    for (std::string& argument :
         report_arguments(framework(), command.arguments, variables.value("BOOST_TEST_LOG_LEVEL"), result_file_)) {
        command.arguments.push_back(std::move(argument));
    }
}

TaskRun::Order CaseRun::order(const VariableList& variables) {
    first_ = command(variables);
    return first_;
}

std::optional<RunCommand> CaseRun::again(const Ended& ended) {
    if (end_mark_ || context_.foreground || !could_not_report(framework(), ended.signal, output_, result_file_)) {
        return std::nullopt;
    }
    Result<EndMark> mark = EndMark::make();
    if (!mark.ok()) {
        return std::nullopt;
    }
    end_mark_ = std::make_unique<EndMark>(std::move(*mark));
    RunCommand second = first_;
    second.arguments.resize(second.arguments.size() -
                            report_arguments(framework(), {}, std::nullopt, result_file_).size());
    second.environment.push_back(end_mark_->variable());
    return second;
}

Conclusion CaseRun::judge(const Ended& ended) {
    // What Catch2 and doctest report is in the output.
    const bool reports = output_.captured() || reports_in_file(framework());
    if (ended.signal != 0 || !reports) {
        return CommandRun::judge(ended);
    }
    const Conclusion by_framework = end_mark_ ? judge_gtest_without_file(ended.exit_code, output_, end_mark_->reached())
                                              : judge_case(framework(), ended.exit_code, output_, result_file_);
    return judge_case_by_properties(options(), by_framework, ended, output_, context_.regexes);
}

std::optional<parallel_fixtures::Report> CaseRun::report() {
    if (framework().empty()) {
        return std::nullopt;
    }
    return end_mark_ ? parallel_fixtures::Report()
                     : read_report(framework(), result_file_).value_or(parallel_fixtures::Report());
}

// The variable selects the test by its name, which is exact where a filter of its framework is not.
void StartedTest::complete(RunCommand& command, const VariableList& variables) {
    CaseRun::complete(command, variables);
    const std::string file = result_file_ + ".env";
    unlink(file.c_str());
    command.environment = linked_environment(context_.environment, program_.huge_pages);
    command.environment.push_back(std::string(kAloneVariable) + "=" + std::string(task().test) + "\n" + result_file_);
    command.environment.push_back("PARALLEL_FIXTURES_ENV=" + file);
}

Conclusion StartedTest::judge(const Ended& ended) {
    return judge_case_by_properties(options(), judge_test(ended, report()), ended, output_, context_.regexes);
}

std::optional<parallel_fixtures::Report> StartedTest::report() {
    FrameReader<FromProgram> messages;
    if (const Result<std::string> written = read_file(result_file_); written.ok()) {
        messages.append(written->data(), written->size());
    }
    return only_report(messages);
}

RunTest ForkedTest::order_of(const SessionContext& context, const StartTask& start, const std::string& directory,
                             const VariableList& variables) {
    TestOrder order;
    order.test = context.plan.tasks[start.task].test;
    order.id = context.plan.task_id(start.task);
    order.environment = variables.changes();
    order.directory = directory;
    order.worker = start.worker.number;
    order.attempt = start.attempt;
    order.seed = task_seed(context.seed, order.id);
    RunTest test;
    test.order = encode_order(std::move(order));
    return test;
}

Conclusion ForkedTest::judge(const Ended& ended) {
    if (!ended.report.empty()) {
        FrameReader<FromProgram> messages;
        messages.append(ended.report.data(), ended.report.size());
        report_ = only_report(messages);
    }
    return judge_case_by_properties(options(), judge_test(ended, report_), ended, output_, context_.regexes);
}

}  // namespace pf
