// The names under which CDash files the results of a run.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_SITE_H
#define PARALLEL_FIXTURES_TOOL_REPORT_SITE_H

#include <string>

#include "tool/journal/run_record.h"

namespace pf {

struct Site {
    std::string name;
    std::string build_name;
    std::string build_stamp;
};

// Returns what CTest would use: the values in DartConfiguration.tcl and Testing/TAG of the build tree. Without these
// files it is the host, the system with the configuration, and the start of the run.
Site site_of(const RunRecord& record);

}  // namespace pf

#endif
