#include "tool/journal/history.h"

#include "tests/support/catch.h"
#include "tests/unit/journal/events.h"
#include "tests/unit/support/folder.h"
#include "tool/journal/run_directory.h"
#include "tool/support/file.h"

using namespace pf;
using pf::test::Folder;

namespace {

// A build tree with the directory of results.
struct Build : Folder {
    Build() { std::filesystem::create_directories(results_root(path())); }
    [[nodiscard]] std::string file() const { return results_root(path()) + "/history"; }
};

TaskEnded ended(const std::string& id, double seconds, Outcome outcome = Outcome::passed,
                Cause cause = Cause::completed) {
    TaskEnded event = test::ended(id, outcome, cause);
    event.seconds = seconds;
    event.exit_code = outcome == Outcome::passed ? 0 : 1;
    return event;
}

void record(const Build& build, const std::vector<Event>& events) {
    HistoryRecorder recorder;
    for (const Event& event : events) {
        recorder.handle(event);
    }
    const Status saved = recorder.save(build.path());
    INFO((saved.ok() ? "" : saved.error().message));
    REQUIRE(saved.ok());
}

}  // namespace

TEST_CASE("nothing is known at first, and that is no warning") {
    const Build build;
    const History history = History::load(build.path());
    CHECK(history.warning() == "");
    CHECK(history.task("a.b") == nullptr);
    CHECK(history.fixture("a") == nullptr);
}

TEST_CASE("times, verdicts and generators are recorded") {
    const Build build;
    TaskDeclared generated = test::declared("g", "made");
    generated.generated_by = "g.maker";
    SetupEnded broken = test::setup_ended("db", SetupOutcome::failed);
    broken.seconds = 100;
    record(build, {generated, ended("g.made", 2), ended("g.bad", 3, Outcome::failed), test::setup_ended("db"), broken});
    const History history = History::load(build.path());
    REQUIRE(history.task("g.made") != nullptr);
    CHECK(history.task("g.made")->time.seconds == 2);
    CHECK_FALSE(history.task("g.made")->failed);
    CHECK(history.task("g.made")->generator == "g.maker");
    CHECK(history.task("g.bad")->time.seconds == 3);
    CHECK(history.task("g.bad")->failed);
    REQUIRE(history.fixture("db") != nullptr);
    CHECK(history.fixture("db")->setup.seconds == 0.2);
    CHECK(history.tasks().size() == 2);
}

TEST_CASE("a mean follows changes") {
    Mean mean;
    mean.add(10);
    mean.add(20);
    CHECK(mean.seconds == 15);
    for (int i = 0; i < 100; ++i) {
        mean.add(1);
    }
    CHECK(mean.seconds < 1.01);
    CHECK(mean.count == 10);
}

TEST_CASE("only attempts that ran to their end have a time") {
    const Build build;
    TaskEnded first = ended("a.retried", 4, Outcome::timeout, Cause::timeout);
    first.final = false;
    TaskEnded crashed = ended("a.crashed", 9, Outcome::crashed, Cause::signal);
    crashed.exit_code.reset();
    record(build, {first, ended("a.retried", 2), crashed, ended("a.skipped", 1, Outcome::skipped, Cause::skip_code)});
    const History history = History::load(build.path());
    CHECK(history.task("a.retried")->time.seconds == 2);
    CHECK(history.task("a.crashed")->time.count == 0);
    CHECK(history.task("a.crashed")->failed);
    CHECK(history.task("a.skipped")->time.count == 0);
    CHECK_FALSE(history.task("a.skipped")->failed);
}

TEST_CASE("what was held back keeps its verdict") {
    const Build build;
    record(build, {ended("a.red", 1, Outcome::failed), ended("a.green", 1), ended("a.other", 1)});
    record(build, {ended("a.red", 0, Outcome::not_run, Cause::stop_on_failure),
                   ended("a.green", 0, Outcome::not_run, Cause::interrupted),
                   ended("a.other", 0, Outcome::not_run, Cause::fixture_failed)});
    const History history = History::load(build.path());
    CHECK(history.task("a.red")->failed);
    CHECK_FALSE(history.task("a.green")->failed);
    CHECK(history.task("a.other")->failed);
    CHECK(history.task("a.red")->time.count == 1);
}

TEST_CASE("saving keeps what other runs wrote meanwhile") {
    const Build build;
    HistoryRecorder slow;
    slow.handle(ended("a.one", 1));
    record(build, {ended("b.two", 2), ended("a.one", 3)});
    REQUIRE(slow.save(build.path()).ok());
    const History history = History::load(build.path());
    CHECK(history.task("b.two")->time.seconds == 2);
    CHECK(history.task("a.one")->time.seconds == 2);
}

TEST_CASE("two processes save without losing anything") {
    const Build build;
    const auto save_all = [&build](const std::string& prefix) {
        for (int i = 0; i < 50; ++i) {
            HistoryRecorder recorder;
            recorder.handle(ended(prefix + std::to_string(i), 1));
            if (!recorder.save(build.path()).ok()) {
                return 1;
            }
        }
        return 0;
    };
    const pid_t other = ::fork();
    if (other == 0) {
        ::_exit(save_all("a."));
    }
    CHECK(save_all("b.") == 0);
    int status = 1;
    ::waitpid(other, &status, 0);
    CHECK(status == 0);
    CHECK(History::load(build.path()).tasks().size() == 100);
}

TEST_CASE("ids of any bytes survive") {
    const Build build;
    const std::string id = "a.tab\there\nnew\\line\\n \xFF \x1b";
    TaskDeclared generated = test::declared("a", "x");
    generated.id = id;
    generated.generated_by = "gen\terator";
    record(build, {generated, ended(id, 1)});
    const History history = History::load(build.path());
    REQUIRE(history.task(id) != nullptr);
    CHECK(history.task(id)->generator == "gen\terator");
}

TEST_CASE("a damaged file is ignored with a warning and replaced") {
    const Build build;
    record(build, {ended("a.one", 1)});
    const std::string good = *read_file(build.file());
    for (const std::string& bad :
         {std::string("garbage"), std::string(""), good.substr(0, good.size() - 1), good + "task\t1\n",
          good + "task\tx\t1\t0\ta\t\n", good + "task\t1\t1\t2\ta\t\n", good + "other\t1\t1\ta\n",
          good + "task\t1\t1\t0\ta\tb\tc\n", "parallel-fixtures-history 2\n" + good, std::string(1000, '\0')}) {
        INFO(bad);
        REQUIRE(write_file_atomically(build.file(), bad).ok());
        const History history = History::load(build.path());
        CHECK(history.warning().find("damaged") != std::string::npos);
        CHECK(history.tasks().empty());
        record(build, {ended("a.two", 1)});
        CHECK(History::load(build.path()).warning() == "");
    }
}

TEST_CASE("a file that cannot be read or written is never fatal") {
    const Build build;
    std::filesystem::create_directory(build.file());
    CHECK(History::load(build.path()).warning() != "");
    HistoryRecorder recorder;
    recorder.handle(ended("a.one", 1));
    CHECK_FALSE(recorder.save(build.path()).ok());
    CHECK_FALSE(recorder.save(build / "none").ok());
}
