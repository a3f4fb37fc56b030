#include "tool/serve/fixture_fingerprint.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "tool/session/program.h"

namespace pf {
namespace {

// Of whom runs it and from where, not of what it runs on.
constexpr std::array<std::string_view, 11> kOfTheTerminal{
    "_",    "COLUMNS",      "LINES",           "OLDPWD",  "PWD",     "SHLVL",
    "TERM", "TERM_PROGRAM", "TERM_SESSION_ID", "TERMCAP", "WINDOWID"};

bool counts(std::string_view entry) {
    const std::string_view name = entry.substr(0, entry.find('='));
    return name.substr(0, 6) != "CTEST_" &&
           std::find(kOfTheTerminal.begin(), kOfTheTerminal.end(), name) == kOfTheTerminal.end();
}

class State {
public:
    explicit State(const Plan& plan, std::string path) : programs_(plan.config, std::move(path)) {}

    void add(std::string_view text) {
        for (const char c : text) {
            mix(static_cast<unsigned char>(c));
        }
        mix(kEnd);
    }
    void add(double number) { add(fmt::format("{}", number)); }
    void add(const Texts& texts) {
        for (const Text text : texts) {
            add(text);
        }
        mix(kEnd);
    }
    // Also the files that its words name.
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
    [[nodiscard]] std::string text() const { return fmt::format("{:016x}", hash_); }

private:
    static constexpr unsigned kEnd = 0x100;

    void mix(unsigned value) { hash_ = (hash_ ^ value) * 0x100000001b3U; }  // FNV-1a
    void add_file(const std::string& path) {
        struct stat file {};
        if (stat(path.c_str(), &file) == 0 && S_ISREG(file.st_mode)) {
            add(fmt::format("{} {} {} {}.{}", path, file.st_ino, file.st_size, file.st_mtim.tv_sec,
                            file.st_mtim.tv_nsec));
        }
    }

    ProgramFinder programs_;
    std::uint64_t hash_ = 0xcbf29ce484222325U;
};

void add_fixture(State& state, const Plan& plan, const PlannedFixture& fixture) {
    state.add(fixture.name);
    state.add(fixture.parent == kNone ? Text() : plan.fixtures[fixture.parent].name);
    for (const Texts* command : {&fixture.setup, &fixture.teardown, &fixture.service, &fixture.ready_command}) {
        state.add_command(fixture, *command);
    }
    state.add(fixture.ready_log);
    for (const double number :
         {fixture.ready_notify ? 1.0 : 0.0, fixture.ready_port_auto ? -1.0 : static_cast<double>(fixture.ready_port),
          static_cast<double>(fixture.stop_signal), fixture.stop_timeout, fixture.setup_timeout,
          fixture.teardown_timeout, fixture.linger, static_cast<double>(fixture.skip_return_code.value_or(-1))}) {
        state.add(number);
    }
    state.add(fixture.skip_regex);
    state.add(fixture.environment);
    state.add(fixture.working_directory);
    state.add(fixture.binary_dir);
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
    State state(plan, path_in(environment));
    bool any = false;
    for (const PlannedFixture& fixture : plan.fixtures) {
        if (fixture.linger > 0) {
            any = true;
            add_fixture(state, plan, fixture);
        }
    }
    std::vector<std::string> sorted;
    std::copy_if(environment.begin(), environment.end(), std::back_inserter(sorted), counts);
    std::sort(sorted.begin(), sorted.end());
    for (const std::string& entry : sorted) {
        state.add(entry);
    }
    return any ? state.text() : "";
}

}  // namespace pf
