#include "tool/serve/fixture_fingerprint.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "runtime/environment.h"
#include "runtime/fnv1a.h"
#include "tool/session/program.h"

namespace pf {
namespace {

// Variables that differ from terminal to terminal and do not affect a set-up.
constexpr std::array<std::string_view, 11> kTerminalVariables{
    "_",    "COLUMNS",      "LINES",           "OLDPWD",  "PWD",     "SHLVL",
    "TERM", "TERM_PROGRAM", "TERM_SESSION_ID", "TERMCAP", "WINDOWID"};

bool counts(std::string_view entry) {
    const std::string_view name = variable_name(entry);
    return name.substr(0, 6) != "CTEST_" &&
           std::find(kTerminalVariables.begin(), kTerminalVariables.end(), name) == kTerminalVariables.end();
}

class Fingerprint {
public:
    explicit Fingerprint(const Plan& plan, std::string path) : programs_(plan.config, std::move(path)) {}

    void add(std::string_view text) {
        hash_.add(text);
        hash_.add(kEnd);
    }
    void add(double number) { add(fmt::format("{}", number)); }
    void add(const Texts& texts) {
        for (const Text text : texts) {
            add(text);
        }
        hash_.add(kEnd);
    }
    // Adds the words of the command and the files that they name.
    void add_command(const PlannedFixture& fixture, const Texts& words) {
        add(words);
        if (words.empty()) {
            return;
        }
        if (const Result<std::string>& program = programs_.find(words.front(), fixture.binary_dir); program.ok()) {
            add_file(*program);
        }
        const Text from = fixture.working_directory.empty() ? fixture.binary_dir : fixture.working_directory;
        for (std::size_t i = 1; i < words.size(); ++i) {
            const std::string word(words[i]);
            add_file(word.substr(0, 1) == "/" ? word : std::string(from) + "/" + word);
        }
    }
    [[nodiscard]] std::string text() const { return fmt::format("{:016x}", hash_.value()); }

private:
    static constexpr unsigned kEnd = 0x100;

    void add_file(const std::string& path) {
        struct stat file {};
        if (stat(path.c_str(), &file) == 0 && S_ISREG(file.st_mode)) {
            add(fmt::format("{} {} {} {}.{}", path, file.st_ino, file.st_size, file.st_mtim.tv_sec,
                            file.st_mtim.tv_nsec));
        }
    }

    ProgramFinder programs_;
    Fnv1a hash_;
};

void add_fixture(Fingerprint& fingerprint, const Plan& plan, const PlannedFixture& fixture) {
    fingerprint.add(fixture.name);
    for (const FixtureId parent : fixture.parents) {
        fingerprint.add(plan.fixtures[parent].name);
    }
    for (const Texts* command : {&fixture.setup, &fixture.teardown, &fixture.service, &fixture.ready_command}) {
        fingerprint.add_command(fixture, *command);
    }
    for (const std::vector<Texts>* commands : {&fixture.next_setups, &fixture.next_teardowns}) {
        fingerprint.add(static_cast<double>(commands->size()));
        for (const Texts& command : *commands) {
            fingerprint.add_command(fixture, command);
        }
    }
    fingerprint.add(fixture.ready_log);
    for (const double number :
         {fixture.ready_notify ? 1.0 : 0.0, fixture.ready_port_auto ? -1.0 : static_cast<double>(fixture.ready_port),
          static_cast<double>(fixture.stop_signal), fixture.stop_timeout, fixture.setup_timeout,
          fixture.teardown_timeout, fixture.linger, static_cast<double>(fixture.skip_return_code.value_or(-1))}) {
        fingerprint.add(number);
    }
    fingerprint.add(fixture.skip_regex);
    fingerprint.add(fixture.environment);
    fingerprint.add(fixture.working_directory);
    fingerprint.add(fixture.binary_dir);
}

std::string path_in(const std::vector<std::string>& environment) {
    for (const std::string& entry : environment) {
        if (entry.rfind("PATH=", 0) == 0) {
            return entry.substr(5);
        }
    }
    return "";
}

}  // namespace

std::string fixture_fingerprint(const Plan& plan, const std::vector<std::string>& environment) {
    Fingerprint fingerprint(plan, path_in(environment));
    bool any = false;
    for (const PlannedFixture& fixture : plan.fixtures) {
        if (fixture.linger > 0) {
            any = true;
            add_fixture(fingerprint, plan, fixture);
        }
    }
    std::vector<std::string> sorted;
    std::copy_if(environment.begin(), environment.end(), std::back_inserter(sorted), counts);
    std::sort(sorted.begin(), sorted.end());
    for (const std::string& entry : sorted) {
        fingerprint.add(entry);
    }
    return any ? fingerprint.text() : "";
}

}  // namespace pf
