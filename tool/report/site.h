// Who reports, for CDash.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_SITE_H
#define PARALLEL_FIXTURES_TOOL_REPORT_SITE_H

#include <string>

#include "tool/journal/run_record.h"

namespace pf {

// CDash files results by these three.
struct Site {
    std::string name;
    std::string build_name;
    std::string build_stamp;
};

// As CTest would say: from DartConfiguration.tcl and Testing/TAG of the run's build tree where they are, otherwise from
// the record: its host, its system and configuration, its start.
Site site_of(const RunRecord& record);

}  // namespace pf

#endif
