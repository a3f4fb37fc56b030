// Lists the tests of a running ctest by starting its executable once more, without disturbing it.
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

// Writes scripts to `directory` with which a ctest in it lists the tests of the build directory `real`, but does not
// run the project's CTEST_CUSTOM_PRE_TEST and CTEST_CUSTOM_POST_TEST commands.
Status write_listing_scripts(const std::string& directory, const std::string& real);

// One `ctest --show-only`, which runs from construction on. The destructor ends it.
//
// ctest truncates the log in the directory where it lists tests, even the log of a ctest that is running there. So the
// list is made in a separate directory whose CTestTestfile.cmake includes the tests of the real one.
class CtestListing : SupervisorListener {
public:
    // Receives the list, or nullopt if ctest did not print one. It is called once, from the loop of the session, and
    // must not delete the CtestListing.
    using Answer = std::function<void(std::optional<std::vector<ListedTest>>)>;

    // What the answer has of each test: all that ctest knows, or only the name and whether the test is DISABLED, which
    // costs ctest and the reader a fraction.
    enum class Detail { everything, names };

    // Starts `call.program` with the options `selection`. Returns nullptr if it cannot be started. `session` must
    // outlive the result.
    static std::unique_ptr<CtestListing> ask(Session& session, const CtestCall& call,
                                             const std::vector<std::string>& selection, Detail detail, Answer answer);

    ~CtestListing() override;

private:
    CtestListing(std::string directory, Detail detail, Answer answer)
        : directory_(std::move(directory)), detail_(detail), answer_(std::move(answer)) {}

    void on_message(const FromSupervisor& message) override;
    void on_output(std::string_view) override {}  // stderr has warnings that the running ctest has shown already.
    void on_data(std::string_view bytes) override;
    void on_gone(const std::string& how) override;
    void conclude(bool ended_well);

    std::string directory_;  // In the temporary directory of the session.
    Detail detail_;
    Answer answer_;
    std::string text_;
    bool too_long_ = false;
    SupervisorHandle supervisor_;
};

}  // namespace pf

#endif
