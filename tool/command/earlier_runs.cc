#include "tool/command/earlier_runs.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <sstream>

#include "runtime/signals.h"
#include "tool/journal/run_directory.h"
#include "tool/process/loop.h"
#include "tool/session/clock.h"
#include "tool/support/file.h"

namespace pf {
namespace {

constexpr const char* kEnding = "ending\n";
constexpr const char* kTornDown = "torn_down\n";

std::string owner_path(const std::string& run) { return run + "/owner"; }

std::string owner_text(const std::string& run) {
    constexpr std::uint64_t kLimit = 1000;
    const Result<std::string> text = read_file(owner_path(run), kLimit);
    return text.ok() ? *text : "";
}

// Returns whether a process of the run may still tear down fixtures.
bool may_tear_down(const std::string& run) {
    return is_in_use(run) && owner_text(run).find(kTornDown) == std::string::npos;
}

// Returns true if the owner of the run has exited or the run has been told to end.
bool is_ending(const std::string& run) {
    std::istringstream words(owner_text(run));
    platform::ProcessIdentity owner;
    std::string ending;
    if (!(words >> owner.pid >> owner.start_ticks)) {
        return false;
    }
    const bool gone =
        platform::identity_of(owner.pid).start_ticks != owner.start_ticks || platform::is_ending(owner.pid);
    return gone || static_cast<bool>(words >> ending);
}

void write(const std::string& run, int flags, const std::string& text) {
    if (const auto file = open_file(owner_path(run), O_WRONLY | O_NOFOLLOW | flags)) {
        static_cast<void>(write_all(file->get(), text));
    }
}

}  // namespace

void note_owner(const std::string& run_directory, const platform::ProcessIdentity& owner) {
    write(run_directory, O_CREAT | O_TRUNC, fmt::format("{} {}\n", owner.pid, owner.start_ticks));
}

void note_ending(const std::string& run_directory) { write(run_directory, O_APPEND, kEnding); }

void note_torn_down(const std::string& run_directory) { write(run_directory, O_APPEND, kTornDown); }

EarlierRuns::EarlierRuns(const std::string& build_dir, const std::string& own) {
    const std::string root = results_root(build_dir);
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(root.c_str()), closedir);
    const dirent* entry = nullptr;
    while (directory && (entry = readdir(directory.get())) != nullptr) {
        const std::string path = root + "/" + static_cast<const char*>(entry->d_name);
        // The symbolic link `latest` names one of the other directories.
        if (entry->d_type != DT_LNK && path != own && is_ending(path) && may_tear_down(path)) {
            paths_.push_back(path);
        }
    }
}

bool EarlierRuns::any_running() {
    std::erase_if(paths_, [](const std::string& path) { return !may_tear_down(path); });
    return !paths_.empty();
}

bool EarlierRuns::wait(double limit) {
    constexpr double kRetry = 0.02;  // Seconds.
    bool interrupted = false;
    Loop loop;
    const Result<Descriptor> signals = platform::open_signal_source(kEndingSignals);
    if (signals.ok()) {
        loop.watch(signals->get(), POLLIN, [&](short) { interrupted = true; });
    }
    const Clock clock;
    while (!interrupted && any_running()) {
        if (clock.now() > limit) {
            return false;
        }
        loop.turn(kRetry);
    }
    return true;
}

std::string EarlierRuns::name() const {
    const std::string& first = paths_.front();
    return "the run " + first.substr(first.rfind('/') + 1);
}

std::string waits_text(const EarlierRuns& runs) {
    return "waits until " + runs.name() + ", which is ending, has torn down its fixtures";
}

std::string gave_up_text(const EarlierRuns& runs) {
    return runs.name() + " has not torn down its fixtures within their limits; set-ups do not wait for it any longer";
}

double teardown_limit(const Plan& plan) {
    constexpr double kMargin = 30;  // Seconds to kill what exceeds its limit, and to write the results.
    double longest = 0;
    for (FixtureId fixture = 0; fixture < plan.fixtures.size(); ++fixture) {
        double sum = 0;
        for (const FixtureId below : plan.chain(fixture)) {
            const PlannedFixture& one = plan.fixtures[below];
            const bool service = one.kind == FixtureKind::service;
            const double limit = service ? one.stop_timeout : one.teardown_timeout;
            if (limit <= 0) {
                return std::numeric_limits<double>::infinity();
            }
            sum += limit;
        }
        longest = std::max(longest, sum);
    }
    return longest + kMargin;
}

}  // namespace pf
