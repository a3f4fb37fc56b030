// Presents a Boost.Test program to the runtime as a Program; docs/design/boost_test.md explains how and what it relies
// on. This source is compiled in the user's target because it must match the user's Boost.Test. It needs no call: its
// observer takes over when the framework begins to run, whatever main() the program has.
#undef BOOST_AUTO_TEST_MAIN
#undef BOOST_TEST_INCLUDED
#undef BOOST_TEST_MAIN
#undef BOOST_TEST_MODULE
#include <boost/test/execution_monitor.hpp>
#include <boost/test/framework.hpp>
#include <boost/test/results_collector.hpp>
#include <boost/test/results_reporter.hpp>
#include <boost/test/tree/observer.hpp>
#include <boost/test/tree/traverse.hpp>
#include <boost/test/tree/visitor.hpp>
#include <boost/test/unit_test.hpp>
#include <boost/test/unit_test_log_formatter.hpp>
#include <boost/test/unit_test_parameters.hpp>
#include <boost/version.hpp>

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parallel_fixtures/program.h"
#include "runtime/report.h"
#include "runtime/unique_names.h"

namespace pf {
namespace {

namespace ut = boost::unit_test;
using parallel_fixtures::Failure;
using parallel_fixtures::Fixture;
using parallel_fixtures::Report;
using parallel_fixtures::Test;
using parallel_fixtures::Verdict;
using Fixtures = ut::test_unit::fixture_list_t;

std::string text_of(ut::const_string text) { return std::string(text.begin(), text.size()); }

bool is_master(const ut::test_unit& unit) { return unit.p_parent_id == ut::INV_TEST_UNIT_ID; }

ut::test_unit& parent_of(const ut::test_unit& unit) { return ut::framework::get(unit.p_parent_id, ut::TUT_ANY); }

// Calls a function for a unit and everything in it, each suite before its units.
template <typename Function>
class Visitor : public ut::test_tree_visitor {
public:
    explicit Visitor(Function function) : function_(std::move(function)) {}

private:
    bool visit(const ut::test_unit& unit) override {
        function_(const_cast<ut::test_unit&>(unit));  // The framework owns modifiable objects.
        return true;
    }

    Function function_;
};

template <typename Function>
void for_each_unit(const ut::test_unit& root, Function function) {
    Visitor<Function> visitor(std::move(function));
    ut::traverse_test_tree(root, static_cast<ut::test_tree_visitor&>(visitor), true);
}

// Collects the failures that Boost.Test logs, and prints nothing. Boost.Test owns it.
class FailureLog : public ut::unit_test_log_formatter {
public:
    explicit FailureLog(std::vector<Failure>& failures) : failures_(failures) {}

    void log_start(std::ostream& /*out*/, ut::counter_t /*cases*/) override {}
    void log_finish(std::ostream& /*out*/) override {}
    void log_build_info(std::ostream& /*out*/, bool /*wanted*/) override {}
    void test_unit_start(std::ostream& /*out*/, const ut::test_unit& /*unit*/) override {}
    void test_unit_finish(std::ostream& /*out*/, const ut::test_unit& /*unit*/, unsigned long /*time*/) override {}

    void log_exception_start(std::ostream& /*out*/, const ut::log_checkpoint_data& checkpoint,
                             const boost::execution_exception& exception) override {
        const auto& at = exception.where();
        const bool known = at.m_line_num != 0;
        begin(text_of(known ? at.m_file_name : checkpoint.m_file_name), known ? at.m_line_num : checkpoint.m_line_num);
        failures_.back().message =
            text_of(exception.what()) + (known || failures_.back().line == 0 ? "" : " (after this line)");
    }
    void log_exception_finish(std::ostream& /*out*/) override { open_ = false; }

    void log_entry_start(std::ostream& /*out*/, const ut::log_entry_data& entry, log_entry_types type) override {
        if (type == BOOST_UTL_ET_ERROR || type == BOOST_UTL_ET_FATAL_ERROR) {
            begin(entry.m_file_name, entry.m_line_num);
        }
    }
    using ut::unit_test_log_formatter::log_entry_value;
    void log_entry_value(std::ostream& /*out*/, ut::const_string value) override { append(text_of(value)); }
    void log_entry_finish(std::ostream& /*out*/) override { open_ = false; }

    void entry_context_start(std::ostream& /*out*/, ut::log_level /*level*/) override {}
    void log_entry_context(std::ostream& /*out*/, ut::log_level /*level*/, ut::const_string value) override {
        append("\n" + text_of(value));
    }
    void entry_context_finish(std::ostream& /*out*/, ut::log_level /*level*/) override {}

private:
    void begin(std::string file, std::size_t line) {
        failures_.push_back({line == 0 ? "" : std::move(file), static_cast<int>(line), ""});
        open_ = true;
    }
    void append(const std::string& text) {
        if (open_) {
            failures_.back().message += text;
        }
    }

    std::vector<Failure>& failures_;
    bool open_ = false;
};

// Gives access to the arguments that the framework has stored. Its own access compares the type of an argument with the
// one that is asked for by an address, which clang and a shared Boost.Test that GCC compiled do not have in common for
// std::vector<std::string>. A member may be named where a template is instantiated, although it is private.
using Arguments = boost::runtime::arguments_store;
Arguments::storage_type& stored_in(Arguments& arguments);
template <Arguments::storage_type Arguments::*member>
struct Stored {
    friend Arguments::storage_type& stored_in(Arguments& arguments) { return arguments.*member; }
};
template struct Stored<&Arguments::m_arguments>;

// Returns the filters of the command line, which the framework always has.
std::vector<std::string>& run_filters() {
    // The cast is safe: the framework owns a modifiable object.
    auto& stored = stored_in(const_cast<Arguments&>(ut::runtime_config::argument_store()));
    auto& argument = *stored.at(ut::runtime_config::btrt_run_filters);
    return static_cast<boost::runtime::typed_argument<std::vector<std::string>>&>(argument).p_value.value;
}

// Makes the selection of units their default, and removes the filters of the command line. A nested run of the
// framework would apply the filters to its own root.
void keep_selection() {
    for_each_unit(ut::framework::master_test_suite(), [](ut::test_unit& unit) {
        unit.p_default_status.value = unit.is_enabled() ? ut::test_unit::RS_ENABLED : ut::test_unit::RS_DISABLED;
    });
    run_filters().clear();
}

class BoostTestProgram : public parallel_fixtures::Program, public ut::test_observer {
public:
    std::string framework() override { return "Boost.Test " + std::string(BOOST_LIB_VERSION); }
    std::vector<Fixture> fixtures() override { return fixtures_; }
    std::vector<Test> tests() override { return tests_; }
    bool has_shared_setup() override { return !ut::framework::master_test_suite().p_fixtures.value.empty(); }
    Report hold(const std::string& fixture, parallel_fixtures::Stand& stand) override;
    Report run(const std::string& test) override;

    // Called when the framework has begun to run. Does not return if the program is served.
    void test_unit_start(const ut::test_unit& unit) override;
    void test_unit_skipped(const ut::test_unit& unit, ut::const_string reason) override;
    using ut::test_observer::test_unit_skipped;
    void assertion_result(ut::assertion_result result) override { failed_ += result == ut::AR_FAILED ? 1 : 0; }
    void exception_caught(const boost::execution_exception& /*exception*/) override { ++failed_; }
    // After the observer of the initialization, which Boost.Test 1.74 asks before it has a value, and before all others
    // of the framework.
    int priority() override { return 1; }

private:
    // A run of the framework within its run, whose root is one unit.
    struct Run {
        ut::test_unit& root;
        Fixtures fixtures;                          // Of the root. The framework adds the global fixtures to them.
        parallel_fixtures::Stand* stand = nullptr;  // Null: the root is a case.
        bool waited = false;
        bool skipped = false;
        std::string reason;
    };

    void take_over();
    void list();
    static bool has_fixture(const ut::test_unit& unit) { return !is_master(unit) && !unit.p_fixtures.value.empty(); }
    std::string fixture_of(const ut::test_unit& unit) const;
    static void disable_all_in(const ut::test_unit& root);
    void run_framework(Run& run, ut::report_level level);
    Report skipped_by_suite(const ut::test_unit& unit) const;
    Report report_of_case(const Run& run);
    Report take_failures();

    std::vector<Fixture> fixtures_;
    std::vector<Test> tests_;
    std::unordered_map<std::string, ut::test_unit_id> suites_;  // Those with fixtures.
    std::unordered_map<std::string, ut::test_unit_id> cases_;   // One may have the name of a suite.
    std::vector<Failure> failures_;                             // Since the last take_failures().
    int failed_ = 0;                                            // Assertions and exceptions since then.
    Run* run_ = nullptr;                                        // The innermost one.
    bool serving_ = false;
};

// Returns the innermost suite with fixtures in which the unit is.
std::string BoostTestProgram::fixture_of(const ut::test_unit& unit) const {
    for (const ut::test_unit* suite = &parent_of(unit); !is_master(*suite); suite = &parent_of(*suite)) {
        if (has_fixture(*suite)) {
            return suite->full_name();
        }
    }
    return "";
}

// Reads the tree before anything of it changes. Without filters, cases that are disabled are listed as such.
void BoostTestProgram::list() {
    const bool filtered = !run_filters().empty();
    UniqueNames names;
    for_each_unit(ut::framework::master_test_suite(), [&](ut::test_unit& unit) {
        if (has_fixture(unit)) {
            fixtures_.push_back({unit.full_name(), fixture_of(unit), parallel_fixtures::Scope::run,
                                 text_of(unit.p_file_name), static_cast<int>(unit.p_line_num)});
            suites_.emplace(unit.full_name(), unit.p_id);
        }
        if (unit.p_type != ut::TUT_CASE || (filtered && !unit.is_enabled())) {
            return;
        }
        Test test;
        test.name = names.next(unit.full_name());
        test.fixture = fixture_of(unit);
        test.file = text_of(unit.p_file_name);
        test.line = static_cast<int>(unit.p_line_num);
        for (const ut::test_unit* one = &unit; !is_master(*one); one = &parent_of(*one)) {
            test.labels.insert(test.labels.end(), one->p_labels->begin(), one->p_labels->end());
        }
        test.disabled = unit.is_enabled() ? "" : "marked disabled()";
        cases_.emplace(test.name, unit.p_id);
        tests_.push_back(std::move(test));
    });
}

void BoostTestProgram::take_over() {
    list();
    serving_ = true;
    keep_selection();
    ut::unit_test_log.add_formatter(new FailureLog(failures_));
    ut::unit_test_log.configure();
    std::exit(parallel_fixtures::serve(*this));
}

void BoostTestProgram::disable_all_in(const ut::test_unit& root) {
    for_each_unit(root, [&root](ut::test_unit& unit) {
        if (&unit != &root) {
            unit.p_run_status.value = ut::test_unit::RS_DISABLED;
        }
    });
}

// The framework sets the fixtures of the root up after this call, and goes to its units then.
void BoostTestProgram::test_unit_start(const ut::test_unit& unit) {
    if (!serving_ && parallel_fixtures::is_served()) {
        take_over();
    }
    if (run_ != nullptr && &unit == &run_->root) {
        run_->root.p_fixtures.value = run_->fixtures;
        if (run_->stand != nullptr) {
            disable_all_in(run_->root);
        }
    }
}

// The first disabled unit in the root comes when the fixtures have been set up. The framework then skips the others,
// and tears down.
void BoostTestProgram::test_unit_skipped(const ut::test_unit& unit, ut::const_string reason) {
    if (run_ == nullptr || run_->waited) {
        return;
    }
    Run& run = *run_;
    if (&unit == &run.root) {
        run.skipped = true;
        run.reason = text_of(reason);
    } else if (run.stand != nullptr) {
        run.waited = true;
        run.stand->wait(take_failures());
        run_ = &run;
        disable_all_in(run.root);
    }
}

// Returns the failures since the last call, which are those of a set-up, a teardown or a case.
Report BoostTestProgram::take_failures() {
    Report report;
    report.failures = std::exchange(failures_, {});
    if (std::exchange(failed_, 0) > 0) {
        report.verdict = Verdict::failed;
    }
    return report;
}

void BoostTestProgram::run_framework(Run& run, ut::report_level level) {
    Run* const outer = std::exchange(run_, &run);
    ut::results_reporter::set_level(level);
    try {
        ut::framework::run(run.root.p_id, true);
    } catch (...) {
        ++failed_;
        run.reason = current_exception_text();
    }
    run_ = outer;
}

// Gives the units on which a unit depends, itself or through its suites, their own status again. They do not run before
// the unit in this process, and the framework takes a unit without results as passed.
void enable_dependencies(const ut::test_unit& unit) {
    for (const ut::test_unit* one = &unit; !is_master(*one); one = &parent_of(*one)) {
        for (const ut::test_unit_id id : one->p_dependencies.get()) {
            ut::test_unit& dependency = ut::framework::get(id, ut::TUT_ANY);
            dependency.p_run_status.value = dependency.p_default_status;
        }
    }
}

// Checks the preconditions of the suites around a case or a suite with fixtures, up to the next suite with fixtures. A
// nested run does not visit them.
Report BoostTestProgram::skipped_by_suite(const ut::test_unit& unit) const {
    Report report;
    for (const ut::test_unit* suite = &parent_of(unit); !is_master(*suite) && !has_fixture(*suite);
         suite = &parent_of(*suite)) {
        const auto holds = suite->check_preconditions();
        if (!holds) {
            report.verdict = Verdict::skipped;
            report.reason = text_of(holds.message());
        }
    }
    return report;
}

Report BoostTestProgram::hold(const std::string& fixture, parallel_fixtures::Stand& stand) {
    ut::test_unit& root =
        fixture.empty() ? ut::framework::master_test_suite() : ut::framework::get(suites_.at(fixture), ut::TUT_ANY);
    if (!is_master(root)) {
        enable_dependencies(root);
        if (const Report skipped = skipped_by_suite(root); skipped.verdict == Verdict::skipped) {
            stand.wait(skipped);
            return {};
        }
    }
    Run run{root, root.p_fixtures.value, &stand};
    run_framework(run, ut::NO_REPORT);
    Report report = take_failures();
    if (run.waited) {
        return report;
    }
    report.verdict = run.skipped ? Verdict::skipped : Verdict::failed;
    report.reason = run.reason;
    stand.wait(report);
    return {};
}

Report BoostTestProgram::report_of_case(const Run& run) {
    const ut::test_results& results = ut::results_collector.results(run.root.p_id);
    Report report = take_failures();
    if (run.skipped) {
        report.verdict = Verdict::skipped;
        report.reason = run.reason;
    } else if (results.passed() && run.reason.empty()) {
        report.verdict = Verdict::passed;
        report.reason = report.failures.empty() ? "" : "failed, as expected_failures() allows";
        report.failures.clear();
    } else {
        report.verdict = Verdict::failed;
        report.reason = report.failures.empty() && run.reason.empty() ? "Boost.Test says that it failed" : run.reason;
    }
    return report;
}

Report BoostTestProgram::run(const std::string& test) {
    const auto found = cases_.find(test);
    if (found == cases_.end()) {
        return failed_report("there is no test case of this name");
    }
    ut::test_unit& unit = ut::framework::get(found->second, ut::TUT_ANY);
    enable_dependencies(unit);
    if (Report skipped = skipped_by_suite(unit); skipped.verdict == Verdict::skipped) {
        return skipped;
    }
    Run run{unit, unit.p_fixtures.value};
    take_failures();
    run_framework(run, ut::runtime_config::get<ut::report_level>(ut::runtime_config::btrt_report_level));
    return report_of_case(run);
}

// Never destroyed, because the framework notifies its observers until the program ends.
[[maybe_unused]] const BoostTestProgram* const program = [] {
    if (parallel_fixtures::is_served() && isatty(STDOUT_FILENO) == 0) {
        setenv("BOOST_TEST_COLOR_OUTPUT", "no", 0);  // main() reads it. Otherwise a pipe gets colours too.
    }
    auto* const created = new BoostTestProgram;
    ut::framework::register_observer(*created);
    return created;
}();

}  // namespace
}  // namespace pf
