// What a run left behind: journal.jsonl and summary.json as a test asks for them.
#ifndef PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_RESULTS_H
#define PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_RESULTS_H

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/acceptance/support/helper_run.h"

namespace pf::acceptance {

using Json = nlohmann::json;

struct Results {
    Ended ended;
    int exit_code = -1;      // ended.exit_code, which tests ask for most.
    std::string transcript;  // What the helper printed.
    std::string directory;   // Of the results; "" when there are none.
    Json summary;
    std::vector<Json> journal;
    std::map<std::string, std::size_t> last_end;  // Id to the line of its last task_ended.

    // All throw std::runtime_error with the transcript when what they look for is not there.
    [[nodiscard]] const Json& task(const std::string& id) const;         // In summary.json.
    [[nodiscard]] const Json& fixture(const std::string& name) const;    // In summary.json.
    [[nodiscard]] const Json& ended_event(const std::string& id) const;  // The task's last task_ended.
    [[nodiscard]] std::string outcome(const std::string& id) const { return text(task(id), "outcome"); }
    [[nodiscard]] std::string cause(const std::string& id) const;
    [[nodiscard]] std::string reason(const std::string& id) const { return text(task(id), "reason"); }
    [[nodiscard]] std::string output(const std::string& id) const;  // Raw bytes, of the last attempt.
    [[nodiscard]] bool is_leaked(const std::string& id) const;
    [[nodiscard]] int count(const std::string& what) const;  // summary.json's counts.

    // The journal's lines of one kind, in order; with `key` only those whose `key` is `value`.
    [[nodiscard]] std::vector<Json> events(const std::string& name) const;
    [[nodiscard]] std::vector<Json> events(const std::string& name, const std::string& key,
                                           const std::string& value) const;
    // The line number of the first such event.
    [[nodiscard]] std::size_t position(const std::string& name, const std::string& key, const std::string& value) const;

    // Ids in the order in which the tasks started.
    [[nodiscard]] std::vector<std::string> start_order() const;
    // Whether some moment saw both tasks running, by the journal's order.
    [[nodiscard]] bool overlapped(const std::string& first, const std::string& second) const;

    static std::string text(const Json& object, const std::string& key);  // "" when absent.
};

// "<build>/Testing/ParallelFixtures/latest".
std::string results_dir(const std::string& build_dir);

// Whole lines only; a journal being written may be read.
std::vector<Json> read_journal(const std::string& path);

// An "output" object's bytes.
std::string output_bytes(const Json& event);

// Loads what is there into `results`.
void load_results(Results& results, const std::string& build_dir);

}  // namespace pf::acceptance

#endif
