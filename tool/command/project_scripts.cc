#include "tool/command/project_scripts.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "runtime/directory.h"
#include "tool/discover/program_output.h"
#include "tool/serve/ctest_listing.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr double kListLimit = 60;  // Seconds for ctest to list its tests.

Result<std::vector<ListedTest>> ask(const Plan& plan, const std::string& directory) {
    Group group;
    const Text ctest = plan.ctest.empty() ? "ctest" : Text(plan.ctest);
    group.program.command = {ctest};
    group.binary_dir = directory;
    std::vector<std::string> words{"--show-only=json-v1"};
    if (!plan.config.empty()) {
        words.insert(words.end(), {"-C", plan.config});
    }
    const Result<ProgramOutput> output = run_program(group, words, kListLimit);
    if (!output.ok()) {
        return Error{std::string(ctest) + " " + output.error().message};
    }
    auto tests = output->exit_code == 0 ? parse_ctest_list(output->text) : std::nullopt;
    if (!tests) {
        return with_tail(std::string(ctest) + " does not list its tests", output->tail);
    }
    return *std::move(tests);
}

// Writes a CTestTestfile.cmake that has only the tests that the scripts of this tool declare. The groups into which
// discovery has divided a program have one script. If ctest read it twice, properties that are lists would be longer.
Status write_own_scripts(const Plan& plan, const std::string& directory) {
    std::string text;
    std::set<Text> scripts;
    for (const Group& group : plan.groups) {
        if (!group.tests.script.empty() && scripts.insert(group.tests.script).second) {
            text += "include(" + cmake_bracket(group.tests.script) + " OPTIONAL)\n";
        }
    }
    return write_file_atomically(directory + "/CTestTestfile.cmake", text);
}

}  // namespace

Result<std::vector<ListedTest>> list_ctest_tests(const Plan& plan) {
    const auto directory = TemporaryDirectory::make("pf-tests-");
    if (!directory.ok()) {
        return directory.error();
    }
    const Status written = write_listing_scripts(directory->path(), plan.build_dir);
    return written.ok() ? ask(plan, directory->path()) : written.error();
}

Status apply_project_scripts(Plan& plan, Modifier modifier) {
    const bool has_cases = std::any_of(plan.groups.begin(), plan.groups.end(),
                                       [](const Group& group) { return !group.tests.script.empty(); });
    if (plan.ctest.empty() || !has_cases) {
        return ok_status();
    }
    const auto all = TemporaryDirectory::make("pf-tests-");
    const auto own = TemporaryDirectory::make("pf-tests-");
    if (!all.ok() || !own.ok()) {
        return all.ok() ? own.error() : all.error();
    }
    // The complete list comes first, because making it updates the scripts of programs that have changed.
    Status written = write_listing_scripts(all->path(), plan.build_dir);
    if (!written.ok()) {
        return written;
    }
    const Result<std::vector<ListedTest>> tests = ask(plan, all->path());
    if (!tests.ok()) {
        return tests.error();
    }
    written = write_own_scripts(plan, own->path());
    if (!written.ok()) {
        return written;
    }
    const Result<std::vector<ListedTest>> declared = ask(plan, own->path());
    if (!declared.ok()) {
        return declared.error();
    }
    apply_script_properties(plan, *declared, *tests, modifier);
    return ok_status();
}

std::string unknown_properties(const Error& error) {
    return "properties that scripts of TEST_INCLUDE_FILES set on tests are not known: " + error.message;
}

}  // namespace pf
