#include "tests/acceptance/support/scenario.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "tests/acceptance/support/promises.h"

namespace pf::acceptance {

Scenario::Scenario() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pf-acceptance-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("cannot make a directory like " + pattern);
    }
    scratch_ = std::filesystem::canonical(pattern);
    build_ = scratch_ + "/build";
    mark_ = std::filesystem::path(scratch_).filename();
    std::filesystem::create_directories(build_);
    std::filesystem::create_directories(temp_dir());
}

Scenario::~Scenario() {
    if (std::getenv("PF_ACCEPTANCE_KEEP") != nullptr) {
        static_cast<void>(std::fprintf(stderr, "kept: %s\n", scratch_.c_str()));
        return;
    }
    std::error_code ignored;
    std::filesystem::remove_all(scratch_, ignored);
}

Words Scenario::lines(const std::string& name) const {
    std::stringstream text(read_file(path(name)));
    Words result;
    for (std::string line; std::getline(text, line);) {
        result.push_back(line);
    }
    return result;
}

bool Scenario::has(const std::string& name) const { return std::filesystem::exists(path(name)); }

HelperRun Scenario::start_helper(const Words& args, const RunOptions& options) {
    Words argv{PF_HELPER};
    argv.insert(argv.end(), args.begin(), args.end());
    RunOptions own = options;
    own.environment.insert(own.environment.begin(), "TMPDIR=" + temp_dir());
    return {argv, mark_, path("transcript"), own};
}

HelperRun Scenario::start(const Words& args, const RunOptions& options) {
    plan.write(build_);
    Words argv{"run", build_};
    argv.insert(argv.end(), args.begin(), args.end());
    return start_helper(argv, options);
}

Results Scenario::finish(HelperRun& run) {
    Results results;
    results.ended = run.wait();
    results.exit_code = results.ended.exit_code;
    results.transcript = run.output();
    INFO(results.transcript);
    check_gone(mark_);
    load_results(results, build_);
    check_promises(results, plan, run.asked_to_end(), temp_dir());
    return results;
}

Results Scenario::run(const Words& args, const RunOptions& options) {
    HelperRun run = start(args, options);
    return finish(run);
}

Results Scenario::helper(const Words& args, const RunOptions& options) {
    HelperRun run = start_helper(args, options);
    Results results;
    results.ended = run.wait();
    results.exit_code = results.ended.exit_code;
    results.transcript = run.output();
    INFO(results.transcript);
    check_gone(mark_);
    load_results(results, build_);
    return results;
}

bool Scenario::wait_for_event(const std::string& name, const std::string& key, const std::string& value) const {
    return wait_until([&] {
        for (const Json& event : read_journal(results_dir(build_) + "/journal.jsonl")) {
            if (Results::text(event, "e") == name && Results::text(event, key) == value) {
                return true;
            }
        }
        return false;
    });
}

}  // namespace pf::acceptance
