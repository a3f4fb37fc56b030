// The session of the ctest that the calling process is a test of.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_CTEST_SESSION_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_CTEST_SESSION_H

#include <string>

#include "runtime/platform.h"
#include "runtime/result.h"
#include "runtime/session_connection.h"
#include "tool/channel/opening.h"

namespace pf {

// The one with the absolute path of the build tree as the helper knows it; pid 0: no ctest called us.
struct CtestRun {
    std::string build_dir;
    platform::ProcessIdentity ctest;
};
CtestRun find_ctest(const std::string& build_dir);

// Joins it, or opens it.
Result<SessionConnection> join_session(const CtestRun& run, const std::string& config);

// What to say when the session did not answer: often it could not read the plan, and has nobody to tell.
std::string why_no_session(const CtestRun& run, const std::string& config, const Error& error);

// The run's results are in a directory of this name.
std::string run_id_of(const platform::ProcessIdentity& ctest);

}  // namespace pf

#endif
