// Finds the ctest of which the calling process is a test, and its session.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_CTEST_SESSION_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_CTEST_SESSION_H

#include <string>

#include "runtime/platform.h"
#include "runtime/result.h"
#include "runtime/session_connection.h"
#include "tool/connect/opening.h"

namespace pf {

// A ctest, and the absolute path of the build tree without symbolic links. The pid is 0 if no ctest started the calling
// process.
struct CtestRun {
    std::string build_dir;
    platform::ProcessIdentity ctest;
};
CtestRun find_ctest(const std::string& build_dir);

// Connects to the session of that ctest, and starts it if there is none.
Result<SessionConnection> join_session(const CtestRun& run, const std::string& config);

// Opens the session of the ctest that runs the calling process, if there is one. It then lives until that has ended,
// and runs the commands that follow it.
Status open_session(const std::string& build_dir, const std::string& config);

// Explains why the session did not answer: if the plan cannot be read, that is why, otherwise `error`.
std::string why_no_session(const CtestRun& run, const std::string& config, const Error& error);

// Returns the id of the run of that ctest, which names the directory of its results.
std::string run_id_of(const platform::ProcessIdentity& ctest);

}  // namespace pf

#endif
