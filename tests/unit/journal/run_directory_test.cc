#include "tool/journal/run_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using namespace pf;
using pf::test::Folder;
using pf::test::in_child;
using Names = std::set<std::string>;

namespace {

const std::string kRunsRoot = "Testing/ParallelFixtures";

RunDirectory make(const Folder& build, const std::string& run_id = "") {
    auto run = RunDirectory::create(build.path(), run_id);
    INFO((run.ok() ? "" : run.error().message));
    REQUIRE(run.ok());
    return std::move(run).value();
}

std::string numbered(int number) { return "run-" + std::to_string(100 + number); }

// Returns the names of the runs that exist.
Names runs(const Folder& build) {
    Names names = build.names(kRunsRoot);
    names.erase("latest");
    return names;
}

std::string latest(const Folder& build) {
    char target[4096];
    const ssize_t n = ::readlink((build / kRunsRoot + "/latest").c_str(), target, sizeof target);
    return n < 0 ? "" : std::string(target, static_cast<std::size_t>(n));
}

// Sets the time of a run, which is that of its lock file.
void set_age(const Folder& build, const std::string& run_id, long seconds) {
    const timespec times[2] = {{seconds, 0}, {seconds, 0}};
    REQUIRE(::utimensat(AT_FDCWD, (build / kRunsRoot + "/" + run_id + "/lock").c_str(), times, 0) == 0);
}

}  // namespace

TEST_CASE("a run id is the UTC time and a process id") {
    CHECK(make_run_id(1795408928, 1234) == "20261123T044208Z-1234");
    CHECK(make_run_id(0, 1) == "19700101T000000Z-1");
}

TEST_CASE("a run gets a directory and latest, and no directory for output yet") {
    const Folder build;
    const RunDirectory run = make(build);
    CHECK(run.path() == build / kRunsRoot + "/" + run.run_id());
    CHECK(run.output_path() == run.path() + "/output");
    CHECK(run.journal_path() == run.path() + "/journal.jsonl");
    CHECK(build.names(kRunsRoot + "/" + run.run_id()) == Names{"lock"});
    CHECK(latest(build) == run.run_id());
    CHECK(run.warning() == "");
}

TEST_CASE("runs of the same second and process number get directories of their own") {
    const Folder build;
    Names ids;
    for (int i = 0; i < 5; ++i) {
        CHECK(ids.insert(make(build).run_id()).second);
    }
}

TEST_CASE("a given run is joined by those who come later") {
    const Folder build;
    const RunDirectory first = make(build, "20261123T044208Z-1");
    const RunDirectory other = make(build, "20261123T044209Z-2");
    const RunDirectory second = make(build, "20261123T044208Z-1");
    CHECK(second.path() == first.path());
    // A process that joins an older run does not make it the latest.
    CHECK(latest(build) == other.run_id());
}

TEST_CASE("a run id that is no plain name is refused") {
    const Folder build;
    for (const char* run_id :
         {"..", ".", "a/b", "/tmp", "../x", ".hidden", "latest", "history", "history.lock", "a b", "a\nb"}) {
        INFO(run_id);
        CHECK_FALSE(RunDirectory::create(build.path(), run_id).ok());
    }
    CHECK(runs(build).empty());
}

TEST_CASE("a symbolic link in the directory's place is refused") {
    const Folder build;
    const Folder elsewhere;
    static_cast<void>(make(build, "run-1"));
    REQUIRE(::symlink(elsewhere.path().c_str(), (build / kRunsRoot + "/planted").c_str()) == 0);
    const auto run = RunDirectory::create(build.path(), "planted");
    REQUIRE_FALSE(run.ok());
    CHECK(run.error().message.find("remove it") != std::string::npos);
    CHECK(elsewhere.names().empty());
    // The lock is not a symbolic link that would be followed.
    REQUIRE(::mkdir((build / kRunsRoot + "/other").c_str(), 0777) == 0);
    REQUIRE(::symlink((elsewhere / "lock").c_str(), (build / kRunsRoot + "/other/lock").c_str()) == 0);
    CHECK_FALSE(RunDirectory::create(build.path(), "other").ok());
    CHECK(elsewhere.names().empty());
}

TEST_CASE("a part of a run may be prepared, and is run once") {
    const Folder build;
    const std::string part = build / "1.1";
    REQUIRE(RunDirectory::prepare_part(part).ok());
    CHECK(std::filesystem::file_size(part + "/journal.jsonl") == 0);
    CHECK_FALSE(RunDirectory::prepare_part(part).ok());
    const auto run = RunDirectory::create_part(part, "run.1.1");
    REQUIRE(run.ok());
    CHECK(run->run_id() == "run.1.1");
    std::ofstream(run->journal_path()) << "begun\n";
    const auto again = RunDirectory::create_part(part, "run.1.1");
    REQUIRE_FALSE(again.ok());
    CHECK(again.error().message == "cannot run a part of a run in " + part + ": it exists already");
    CHECK(RunDirectory::create_part(build / "1.2", "run.1.2").ok());
    CHECK_FALSE(RunDirectory::create_part(build / "1.2", "run.1.2").ok());
}

TEST_CASE("a directory that cannot be made is an error that names it") {
    const Folder build;
    const auto nowhere = RunDirectory::create(build / "none");
    REQUIRE_FALSE(nowhere.ok());
    CHECK(nowhere.error().message.find((build / "none") + "/Testing: No such file") != std::string::npos);
    // A file in place of a directory is an error for root as well, unlike missing permissions.
    REQUIRE(write_file_atomically(build / "Testing", "").ok());
    CHECK_FALSE(RunDirectory::create(build.path()).ok());
}

TEST_CASE("something else called latest loses no run") {
    const Folder build;
    std::filesystem::create_directories(build / kRunsRoot + "/latest");
    const RunDirectory run = make(build);
    CHECK(run.warning().find("latest") != std::string::npos);
    CHECK(build.names(kRunsRoot) == Names{"latest", run.run_id()});
}

TEST_CASE("the last ten runs stay, the oldest go, and nothing that is not ours") {
    const Folder build;
    std::filesystem::create_directories(build / kRunsRoot + "/not-a-run/deep");
    for (int i = 0; i < 14; ++i) {
        static_cast<void>(make(build, numbered(i)));
        set_age(build, numbered(i), 1000 + (i * 5) % 14);  // The order of the times is not that of the names.
    }
    Names before = runs(build);
    CHECK(before.size() == 10 + 1);
    for (int i = 0; i < 10; ++i) {
        static_cast<void>(make(build, "new-" + std::to_string(i)));
        set_age(build, "new-" + std::to_string(i), 5000 + i);
    }
    Names expected{"not-a-run"};
    for (int i = 0; i < 10; ++i) {
        expected.insert("new-" + std::to_string(i));
    }
    CHECK(runs(build) == expected);
}

TEST_CASE("pruning removes the oldest first") {
    const Folder build;
    for (int i = 0; i < 10; ++i) {
        static_cast<void>(make(build, numbered(i)));
    }
    for (int i = 0; i < 10; ++i) {
        set_age(build, numbered(i), 1000 - i);  // The run with the last name is the oldest.
    }
    static_cast<void>(make(build, "newest"));
    CHECK(runs(build).count(numbered(9)) == 0);
    CHECK(runs(build).size() == 10);
}

TEST_CASE("a run in use is not pruned, by whichever process") {
    const Folder build;
    std::optional<RunDirectory> held = make(build, "held");
    set_age(build, "held", 1);
    const auto fill = [&build] {
        for (int i = 0; i < 12; ++i) {
            if (!RunDirectory::create(build.path()).ok()) {
                return 1;
            }
        }
        return 0;
    };
    CHECK(in_child(fill) == 0);
    CHECK(runs(build).count("held") == 1);
    held.reset();
    CHECK(in_child(fill) == 0);
    CHECK(runs(build).count("held") == 0);
}

TEST_CASE("a run of an array of jobs is not pruned before its results are merged, for a month") {
    const Folder build;
    constexpr long kDay = 24L * 60 * 60;
    for (const auto& [name, days] : {std::pair{"merged", 2}, std::pair{"queued", 3}, std::pair{"forgotten", 40}}) {
        static_cast<void>(make(build, name));
        set_age(build, name, std::time(nullptr) - days * kDay);
        const std::string nodes = build / kRunsRoot + "/" + name + "/nodes";
        std::filesystem::create_directories(nodes);
        std::ofstream(nodes + "/array.sh") << "#!/bin/sh\n";
    }
    std::ofstream(build / kRunsRoot + "/merged/nodes/merged") << "0\n";
    for (int i = 0; i < 12; ++i) {
        static_cast<void>(make(build));
    }
    const Names left = runs(build);
    CHECK(left.count("queued") == 1);
    CHECK(left.count("merged") == 0);
    CHECK(left.count("forgotten") == 0);
}

TEST_CASE("pruning follows no link out of a run") {
    const Folder build;
    const Folder outside;
    std::filesystem::create_directories(outside / "precious");
    static_cast<void>(make(build, "old"));
    set_age(build, "old", 1);
    REQUIRE(::symlink(outside.path().c_str(), (build / kRunsRoot + "/old/link").c_str()) == 0);
    for (int i = 0; i < 12; ++i) {
        static_cast<void>(make(build));
    }
    CHECK(runs(build).count("old") == 0);
    CHECK(outside.names() == Names{"precious"});
}

TEST_CASE("reports are written by one process at a time") {
    const Folder build;
    const RunDirectory run = make(build);
    const auto lock = lock_reports(run.path());
    REQUIRE(lock.ok());
    const int other = in_child([&run] {
        return FileLock::take(run.path() + "/reports.lock", FileLock::Kind::exclusive, FileLock::Wait::no).ok() ? 1 : 0;
    });
    CHECK(other == 0);
}
