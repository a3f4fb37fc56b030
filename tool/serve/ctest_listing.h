// Asks the executable of a running ctest for the tests that it has, without disturbing that ctest.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_CTEST_LISTING_H
#define PARALLEL_FIXTURES_TOOL_SERVE_CTEST_LISTING_H

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tool/process/supervised.h"
#include "tool/serve/ctest_call.h"
#include "tool/serve/ctest_list.h"
#include "tool/session/session.h"

namespace pf {

// Makes ctest in the directory `there` list the tests of the directory `real`, without running what the project has
// ctest run before and after its tests.
Status write_listing_scripts(const std::string& there, const std::string& real);

// One question, which is under way from its construction on. The destructor ends the ctest that was asked.
//
// ctest truncates the log of the directory in which it lists tests, also that of a ctest which is running there. So the
// question is asked in a directory of its own, whose CTestTestfile.cmake has the tests of the real one.
class CtestListing : SupervisorListener {
public:
    // nullopt: ctest gave no list. Called once, from the loop of the session; it may not delete the CtestListing.
    using Answer = std::function<void(std::optional<std::vector<ListedTest>>)>;

    // Starts `call.program` with the words `selection`. nullptr: it cannot be started. `session` must outlive it.
    static std::unique_ptr<CtestListing> ask(Session& session, const CtestCall& call,
                                             const std::vector<std::string>& selection, Answer answer);

    ~CtestListing() override;

private:
    CtestListing(std::string directory, Answer answer) : directory_(std::move(directory)), answer_(std::move(answer)) {}

    void on_message(const FromSupervisor& message) override;
    void on_output(std::string_view) override {}  // stderr: warnings of scripts that ctest has shown already.
    void on_data(std::string_view bytes) override;
    void on_gone(const std::string& how) override;
    void conclude(bool ended_well);

    std::string directory_;  // Below that of the session, which is removed after all processes have gone.
    Answer answer_;
    std::string text_;
    bool too_long_ = false;
    SupervisorHandle supervisor_;
};

}  // namespace pf

#endif
