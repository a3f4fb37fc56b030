// Reports of failures.
#ifndef PARALLEL_FIXTURES_RUNTIME_REPORT_H
#define PARALLEL_FIXTURES_RUNTIME_REPORT_H

#include <string>

#include "parallel_fixtures/program.h"

namespace pf {

// Returns a report of a failure with this reason.
parallel_fixtures::Report failed_report(const std::string& reason);

// Returns the text of the exception that is being handled.
std::string current_exception_text();

// Returns a report of a failure with the text of the exception that is being handled.
parallel_fixtures::Report report_of_exception();

}  // namespace pf

#endif
