#include "tool/support/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using pf::test::Folder;
using pf::test::in_child;
using Names = std::set<std::string>;

TEST_CASE("a file is written whole and replaces the old one") {
    const Folder folder;
    REQUIRE(pf::write_file_atomically(folder / "a", "one").ok());
    REQUIRE(pf::write_file_atomically(folder / "a", "two").ok());
    CHECK(*pf::read_file(folder / "a") == "two");
    CHECK(folder.names() == Names{"a"});
}

TEST_CASE("a writer's error leaves the old file and nothing else") {
    const Folder folder;
    REQUIRE(pf::write_file_atomically(folder / "a", "one").ok());
    const pf::Status status = pf::write_file_atomically(folder / "a", [](std::FILE* file) -> pf::Status {
        static_cast<void>(std::fputs("half of", file));
        return pf::Error{"the journal ended"};
    });
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().message == "the journal ended");
    CHECK(*pf::read_file(folder / "a") == "one");
    CHECK(folder.names() == Names{"a"});
}

TEST_CASE("a full disk leaves the old file and nothing else") {
    const Folder folder;
    REQUIRE(pf::write_file_atomically(folder / "a", "one").ok());
    const std::string path = folder / "a";
    const int result = in_child([&path] {
        pf::test::limit_file_size(100);
        const pf::Status status = pf::write_file_atomically(path, std::string(10000, 'x'));
        return status.ok() ? 1 : status.error().message.find("File too large") == std::string::npos ? 2 : 0;
    });
    CHECK(result == 0);
    CHECK(*pf::read_file(path) == "one");
    CHECK(folder.names() == Names{"a"});
}

TEST_CASE("a symbolic link in its place is replaced, not followed") {
    const Folder folder;
    REQUIRE(pf::write_file_atomically(folder / "target", "untouched").ok());
    REQUIRE(::symlink((folder / "target").c_str(), (folder / "link").c_str()) == 0);
    REQUIRE(pf::write_file_atomically(folder / "link", "mine").ok());
    CHECK(*pf::read_file(folder / "target") == "untouched");
    CHECK(*pf::read_file(folder / "link") == "mine");
}

TEST_CASE("what a dead process of the same number left behind is no obstacle") {
    const Folder folder;
    const std::string leftover = folder / (".a." + std::to_string(::getpid()) + ".new");
    REQUIRE(pf::write_file_atomically(leftover, "old").ok());
    REQUIRE(pf::write_file_atomically(folder / "a", "mine").ok());
    CHECK(folder.names() == Names{"a"});
}

TEST_CASE("an error names the file and the reason") {
    const Folder folder;
    const auto missing = pf::read_file(folder / "none");
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().message == "open " + (folder / "none") + ": No such file or directory");
    const auto nowhere = pf::write_file_atomically(folder / "no/a", "x");
    REQUIRE_FALSE(nowhere.ok());
    CHECK(nowhere.error().message == "write " + (folder / "no/a") + ": No such file or directory");
    REQUIRE(pf::write_file_atomically(folder / "big", std::string(11, 'x')).ok());
    CHECK_FALSE(pf::read_file(folder / "big", 10).ok());
    CHECK(pf::read_file(folder / "big", 11).ok());
}

TEST_CASE("write_all tells how far it came") {
    CHECK(pf::write_all(-1, "abc") == 0);
    auto full = pf::open_file("/dev/full", O_WRONLY);
    REQUIRE(full.ok());
    CHECK(pf::write_all(full->get(), "abc") == 0);
    CHECK(errno == ENOSPC);
}

TEST_CASE("shared locks go together, an exclusive one does not") {
    const Folder folder;
    const std::string path = folder / "lock";
    using Lock = pf::FileLock;
    auto one = Lock::take(path, Lock::Kind::shared, Lock::Wait::no);
    REQUIRE(one.ok());
    const int shared = in_child([&] { return Lock::take(path, Lock::Kind::shared, Lock::Wait::no).ok() ? 0 : 1; });
    CHECK(shared == 0);
    const int exclusive =
        in_child([&] { return Lock::take(path, Lock::Kind::exclusive, Lock::Wait::no).ok() ? 1 : 0; });
    CHECK(exclusive == 0);
    CHECK(one->is_at(path));
    ::unlink(path.c_str());
    CHECK_FALSE(one->is_at(path));
}
