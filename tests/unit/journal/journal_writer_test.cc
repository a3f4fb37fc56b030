#include "tool/journal/journal_writer.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "tests/support/catch.h"
#include "tests/unit/journal/events.h"
#include "tests/unit/support/folder.h"
#include "tool/journal/journal_reader.h"
#include "tool/support/file.h"

using namespace pf;
using pf::test::Folder;
using pf::test::lines;

namespace {

std::unique_ptr<JournalWriter> open_writer(const std::string& path, std::int64_t segment = 10) {
    auto writer = JournalWriter::open(path, segment);
    REQUIRE(writer.ok());
    return std::move(writer).value();
}

std::vector<std::string> ids_in(const std::string& path, std::uint64_t* problems = nullptr) {
    std::vector<std::string> ids;
    const auto read = read_journal(
        path, [&ids](Event& event, std::int64_t, Span) { ids.push_back(std::get<TaskStarted>(event).id); });
    REQUIRE(read.ok());
    if (problems != nullptr) {
        *problems = read->count;
    }
    return ids;
}

std::string id_of(int number, std::size_t length) {
    std::string id = std::to_string(number) + ".";
    return id + std::string(length - id.size(), 'x');
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("events wait for the flush and are appended") {
    const Folder folder;
    REQUIRE(write_file_atomically(folder / "j", lines({test::started("old")})).ok());
    {
        const auto writer = open_writer(folder / "j", 11);
        writer->handle(test::started("a"));
        writer->handle(test::started("b"));
        CHECK(ids_in(folder / "j") == Ids{"old"});
        writer->flush();
        CHECK(ids_in(folder / "j") == Ids{"old", "a", "b"});
        writer->handle(test::started("c"));
        CHECK_FALSE(writer->error().has_value());
    }
    CHECK(*read_file(folder / "j") ==
          lines({test::started("old")}) + lines({test::started("a"), test::started("b"), test::started("c")}, 11));
}

TEST_CASE("much output is written without waiting for a flush") {
    const Folder folder;
    const auto writer = open_writer(folder / "j");
    TaskEnded event = test::ended("a");
    event.output = test::output(std::string(300000, 'x'));
    writer->handle(event);
    struct stat there {};
    REQUIRE(::stat((folder / "j").c_str(), &there) == 0);
    CHECK(there.st_size > 300000);
}

TEST_CASE("a line that another process left cut is closed first") {
    const Folder folder;
    const std::string cut = lines({test::started("lost")}).substr(0, 40);
    REQUIRE(write_file_atomically(folder / "j", lines({test::started("a")}) + cut).ok());
    open_writer(folder / "j")->handle(test::started("b"));
    std::uint64_t problems = 0;
    CHECK(ids_in(folder / "j", &problems) == Ids{"a", "b"});
    CHECK(problems == 1);
}

TEST_CASE("a full disk is remembered and memory stays bounded") {
    JournalWriter writer(open_file("/dev/full", O_WRONLY).value(), "/dev/full", 1, true);
    TaskEnded event = test::ended("a");
    event.output = test::output(std::string(10000, 'x'));
    for (int i = 0; i < 2000; ++i) {
        writer.handle(event);
        writer.flush();
    }
    REQUIRE(writer.error().has_value());
    CHECK(writer.error()->message == "write /dev/full: No space left on device");
    CHECK(writer.waiting_bytes() < JournalWriter::kBacklogLimit + 20000);
}

TEST_CASE("after a full disk the cut line is written again on a line of its own") {
    const Folder folder;
    const std::string path = folder / "j";
    // The disk may be full at any byte.
    const std::size_t size = lines({test::started(id_of(0, 20))}).size();
    for (std::size_t limit = 2 * size; limit < 3 * size; ++limit) {
        ::unlink(path.c_str());
        const int result = test::in_child([&] {
            const auto opened = JournalWriter::open(path, 10);
            JournalWriter& writer = **opened;
            test::limit_file_size(limit);
            for (int i = 0; i < 5; ++i) {
                writer.handle(test::started(id_of(i, 20)));
            }
            writer.flush();
            const bool failed = writer.error().has_value();
            test::limit_file_size(RLIM_INFINITY);
            writer.handle(test::started(id_of(5, 20)));
            writer.flush();
            return failed && writer.error().has_value() && writer.waiting_bytes() == 0 ? 0 : 1;
        });
        INFO(limit);
        CHECK(result == 0);
        Ids expected;
        for (int i = 0; i < 6; ++i) {
            expected.push_back(id_of(i, 20));
        }
        std::uint64_t problems = 0;
        CHECK(ids_in(path, &problems) == expected);
        // No fragment is left if the disk was full between two lines, or before a newline that was written later.
        CHECK(problems == (limit % size == 0 || (limit + 1) % size == 0 ? 0U : 1U));
    }
}

TEST_CASE("two processes append to one journal without mixing lines") {
    const Folder folder;
    const std::string path = folder / "j";
    const auto append = [&path](int segment) {
        const auto writer = JournalWriter::open(path, segment);
        for (int i = 0; i < 3000; ++i) {
            (*writer)->handle(test::started(id_of(i, 20 + static_cast<std::size_t>(i) % 4000)));
            if (i % 7 == segment) {
                (*writer)->flush();
            }
        }
        return (*writer)->error() ? 1 : 0;
    };
    const pid_t other = ::fork();
    if (other == 0) {
        ::_exit(append(1));
    }
    CHECK(append(2) == 0);
    int status = 1;
    ::waitpid(other, &status, 0);
    CHECK(status == 0);
    int seen[3] = {0, 0, 0};
    const auto read = read_journal(path, [&seen](Event& event, std::int64_t segment, Span) {
        int& count = seen[segment];
        CHECK(std::get<TaskStarted>(event).id == id_of(count, 20 + static_cast<std::size_t>(count) % 4000));
        ++count;
    });
    REQUIRE(read.ok());
    CHECK(read->count == 0);
    CHECK(seen[1] == 3000);
    CHECK(seen[2] == 3000);
}

TEST_CASE("a journal that cannot be made is an error, and a link in its place is not followed") {
    const Folder folder;
    CHECK_FALSE(JournalWriter::open(folder / "none/j", 1).ok());
    REQUIRE(write_file_atomically(folder / "target", "").ok());
    REQUIRE(::symlink((folder / "target").c_str(), (folder / "link").c_str()) == 0);
    CHECK_FALSE(JournalWriter::open(folder / "link", 1).ok());
}
