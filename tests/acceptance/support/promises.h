// What holds after every run, whatever it was (the promises of the design): checked by Scenario::finish.
#ifndef PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_PROMISES_H
#define PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_PROMISES_H

#include <string>

#include "tests/acceptance/support/plan_file.h"
#include "tests/acceptance/support/results.h"

namespace pf::acceptance {

// No process with the mark is alive within one second; those that are get killed, so that the next test starts clean.
void check_gone(const std::string& mark);

// Accounting, exit code, fixture lives, reports and temporary files. `asked_to_end`: the signal sent to the helper, or
// 0.
void check_promises(const Results& results, const PlanFile& plan, int asked_to_end, const std::string& temp_dir);

// The parts, for tests whose run cannot keep all of them.
void check_accounting(const Results& results);
void check_exit_code(const Results& results, int asked_to_end);
void check_lives(const Results& results, const PlanFile& plan);  // lives.cc
void check_reports(const Results& results);                      // reports.cc
void check_temporary_files(const Results& results, const std::string& temp_dir);

}  // namespace pf::acceptance

#endif
