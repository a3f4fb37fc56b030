// What tasks wait for (TaskStarted::waited_for), for people.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_PAGE_WAIT_TEXT_H
#define PARALLEL_FIXTURES_TOOL_PAGE_WAIT_TEXT_H

#include <string>
#include <vector>

namespace pf {

// Returns the causes after "waited for": "the lock db", "the lock db and a worker of its group (WORKERS)".
std::string wait_text(const std::vector<std::string>& causes);

// Returns a sentence on the cause, because of which tasks have not used slots that were idle for this time.
std::string advice_on_wait(const std::string& cause, const std::string& time);

}  // namespace pf

#endif
