// A limit to the size of files stands for a full disk: what is longer cannot be written, at whatever byte that begins.
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/acceptance/support/scenario.h"

namespace pf::acceptance {
namespace {

void limit_files(rlim_t bytes) {
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

void add_three_tasks(Scenario& s) {
    s.plan.fixture("f").command("setup", {}).command("teardown", {"append", s.path("log"), "down"});
    s.plan.group("g", "f");
    for (const char* name : {"a", "b", "c"}) {
        s.plan.task("g", name, {});
    }
}

// The run cannot be held against all promises, for that it needs its files.
Results run_with(Scenario& s, const RunOptions& options) {
    HelperRun run = s.start({"-j", "2"}, options);
    Results r;
    r.ended = run.wait();
    r.exit_code = r.ended.exit_code;
    r.transcript = run.output();
    load_results(r, s.build_dir());
    return r;
}

bool is_there(const Results& r, const std::string& name) { return std::filesystem::exists(r.directory + "/" + name); }

std::string content(const Results& r, const std::string& name) { return read_file(r.directory + "/" + name); }

// Whatever is there says how the run ended.
void check_claims(const Results& r) {
    const std::vector<Json> ended = r.events("run_ended");
    if (!ended.empty()) {
        CHECK(ended.back().value("exit_code", 0) == r.exit_code);
    }
    const bool all = is_there(r, "summary.json");
    CHECK(is_there(r, "Test.xml") == all);
    for (const char* name : {"junit.xml", "report.html", "trace.json"}) {
        CHECK(is_there(r, name) == all);
    }
    if (all) {
        CHECK(r.summary.at("run").at("exit_code") == r.exit_code);
        CHECK((content(r, "junit.xml").find("<error") == std::string::npos) == (r.exit_code == 0));
    }
    for (const auto& entry : std::filesystem::directory_iterator(r.directory)) {
        CHECK(entry.path().extension() != ".new");
    }
}

}  // namespace

TEST_CASE("on a full disk everything is torn down, and no report claims what is not so", "[file-limit]") {
    bool failed = false;
    bool passed = false;
    constexpr rlim_t kTranscript = 2000;  // What the helper prints goes to a file, too.
    for (rlim_t bytes = kTranscript / 2; !passed && bytes < 1000000; bytes += std::max<rlim_t>(64, bytes / 16)) {
        INFO("no file is longer than " << bytes << " bytes");
        Scenario s;
        add_three_tasks(s);
        const RunOptions options{.before_exec = [bytes] { limit_files(bytes); }};
        const Results r = run_with(s, options);
        INFO(r.transcript);
        CHECK((r.exit_code == 0 || r.exit_code == 5));
        CHECK(s.lines("log") == Words{"down"});
        if (bytes >= kTranscript) {
            CHECK((r.transcript.find("File too large") == std::string::npos) == (r.exit_code == 0));
        }
        check_claims(r);
        failed = failed || r.exit_code == 5;
        passed = r.exit_code == 0;
    }
    CHECK(failed);
    CHECK(passed);
}

TEST_CASE("what the helper ignores is not ignored in what it starts", "[file-limit]") {
    Scenario s;
    s.plan.group("g");
    s.plan.task("g", "writes", {"append", s.path("long"), std::string(30000, 'x')});
    const RunOptions options{.before_exec = [] { limit_files(20000); }};
    const Results r = run_with(s, options);
    INFO(r.transcript);
    CHECK(r.transcript.find("SIGXFSZ") != std::string::npos);
}

}  // namespace pf::acceptance
