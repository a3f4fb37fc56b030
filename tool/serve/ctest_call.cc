#include "tool/serve/ctest_call.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string_view>

#include "runtime/platform.h"
#include "tool/support/file.h"

namespace pf {
namespace {

enum class Value {
    none,
    ignored,
    any,      // Any text; its meaning does not depend on the directory in which ctest runs.
    file,     // A path, which must be absolute to mean the same in another directory.
    numbers,  // Numbers separated by commas; a path in place of them is not accepted.
};

struct Option {
    std::string_view name;
    Value value;
    bool selects;
};

// Every option of ctest in CMake 3.25 to 3.31 with which ctest still runs each selected test exactly once, one at a
// time. With any other option, tests do not run ahead.
constexpr Option kOptions[] = {
    {"-L", Value::any, true},
    {"--label-regex", Value::any, true},
    {"-LE", Value::any, true},
    {"--label-exclude", Value::any, true},
    {"-R", Value::any, true},
    {"--tests-regex", Value::any, true},
    {"-E", Value::any, true},
    {"--exclude-regex", Value::any, true},
    {"-FA", Value::any, true},
    {"--fixture-exclude-any", Value::any, true},
    {"-FS", Value::any, true},
    {"--fixture-exclude-setup", Value::any, true},
    {"-FC", Value::any, true},
    {"--fixture-exclude-cleanup", Value::any, true},
    {"-I", Value::numbers, true},
    {"--tests-information", Value::numbers, true},
    {"-U", Value::none, true},
    {"--union", Value::none, true},
    {"--tests-from-file", Value::file, true},
    {"--exclude-from-file", Value::file, true},
    {"-C", Value::any, true},
    {"--build-config", Value::any, true},
    {"--test-dir", Value::ignored, false},
    {"-V", Value::none, false},
    {"--verbose", Value::none, false},
    {"-VV", Value::none, false},
    {"--extra-verbose", Value::none, false},
    {"--debug", Value::none, false},
    {"--output-on-failure", Value::none, false},
    {"--progress", Value::none, false},
    {"-Q", Value::none, false},
    {"--quiet", Value::none, false},
    {"-O", Value::ignored, false},
    {"--output-log", Value::ignored, false},
    {"--output-junit", Value::ignored, false},
    {"--test-output-size-passed", Value::ignored, false},
    {"--test-output-size-failed", Value::ignored, false},
    {"--test-output-truncation", Value::ignored, false},
    {"--no-label-summary", Value::none, false},
    {"--no-subproject-summary", Value::none, false},
    {"--no-compress-output", Value::none, false},
    {"--force-new-ctest-process", Value::none, false},
    {"--no-tests=error", Value::none, false},
    {"--no-tests=ignore", Value::none, false},
};

bool means_the_same(Value kind, const std::string& value) {
    return (kind != Value::file || value.substr(0, 1) == "/") &&
           (kind != Value::numbers || value.find_first_not_of("0123456789,") == std::string::npos);
}

bool has_parallel_level(const CtestCall& call) {
    constexpr std::string_view kLevel = "CTEST_PARALLEL_LEVEL=";
    return std::any_of(call.environment.begin(), call.environment.end(),
                       [&](const std::string& entry) { return entry.compare(0, kLevel.size(), kLevel) == 0; });
}

// Returns the default limit that include(CTest) wrote for the top directory of a build, in seconds; 0: none.
double default_limit(const std::string& directory) {
    constexpr std::string_view kTimeOut = "TimeOut: ";
    const Result<std::string> file = read_file(directory + "/DartConfiguration.tcl");
    const std::size_t at = file.ok() ? file->find("\n" + std::string(kTimeOut)) : std::string::npos;
    return at == std::string::npos ? 0 : std::strtod(file->c_str() + at + 1 + kTimeOut.size(), nullptr);
}

}  // namespace

// ctest writes its log to the directory whose tests it runs. This ctest may itself be a test that inherited the log of
// another ctest, so the log must also be in the working directory.
std::optional<CtestCall> call_of_ctest(int pid) {
    constexpr std::string_view kLog = "/Testing/Temporary/LastTest.log.tmp";
    const platform::OpenPaths open = platform::open_paths_of(pid);
    const bool runs_there =
        std::find(open.files.begin(), open.files.end(), open.working_directory + std::string(kLog)) != open.files.end();
    if (open.program.empty() || open.working_directory.empty() || !runs_there) {
        return std::nullopt;
    }
    return CtestCall{open.program, platform::command_line_of(pid), platform::environment_of(pid),
                     open.working_directory, default_limit(open.working_directory)};
}

std::optional<std::vector<std::string>> serial_selection(const CtestCall& call) {
    std::vector<std::string> selection;
    bool by_label = false;
    for (std::size_t at = 1; at < call.words.size(); ++at) {
        const std::string& word = call.words[at];
        const auto* known = std::find_if(std::begin(kOptions), std::end(kOptions),
                                         [&](const Option& option) { return option.name == word; });
        if (known == std::end(kOptions)) {
            return std::nullopt;
        }
        by_label = by_label || word == "-L" || word == "--label-regex";
        const std::size_t values = known->value == Value::none ? 0 : 1;
        if (at + values >= call.words.size() || (values == 1 && !means_the_same(known->value, call.words[at + 1]))) {
            return std::nullopt;
        }
        if (known->selects) {
            selection.insert(selection.end(), call.words.begin() + static_cast<std::ptrdiff_t>(at),
                             call.words.begin() + static_cast<std::ptrdiff_t>(at + values + 1));
        }
        at += values;
    }
    return by_label && !has_parallel_level(call) ? std::optional(selection) : std::nullopt;
}

}  // namespace pf
