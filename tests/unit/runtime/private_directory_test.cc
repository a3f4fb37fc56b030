// The directory that one command after the other has, and whether a command has touched it.
#include "runtime/private_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using pf::PrivateDirectory;
using pf::test::Folder;

namespace fs = std::filesystem;

namespace {

void make_file(const std::string& path) { std::ofstream(path) << "content"; }

// Hands the untouched directory over until its times are old enough to be trusted, and for some time after that.
void use_for_long(PrivateDirectory& directory) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
    while (std::chrono::steady_clock::now() < until) {
        REQUIRE_FALSE(directory.hand_over());
    }
}

ino_t inode_of(const std::string& path) {
    struct stat status {};
    return lstat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

}  // namespace

TEST_CASE("a directory that a command has touched is not the next one's, however it is touched and when") {
    const Folder folder;
    const std::string path = folder / "private";
    PrivateDirectory directory;
    REQUIRE(directory.use(path));
    if (GENERATE(false, true)) {
        use_for_long(directory);
    }
    const ino_t before = inode_of(path);
    SECTION("a file in it") {
        make_file(path + "/file");
        CHECK(directory.hand_over());
        CHECK(fs::exists(path + "/file"));
    }
    SECTION("a file in it after one that was removed again") {
        make_file(path + "/file");
        fs::remove(path + "/file");
        CHECK_FALSE(directory.hand_over());
        make_file(path + "/other");
        CHECK(directory.hand_over());
    }
    SECTION("its mode") {
        REQUIRE(chmod(path.c_str(), S_IRWXU | S_IRWXO) == 0);
        CHECK_FALSE(directory.hand_over());
        CHECK_FALSE(fs::exists(path));
        REQUIRE(directory.use(path));
        CHECK((fs::status(path).permissions() & fs::perms::mask) == fs::perms::owner_all);
    }
    SECTION("another in its place, with something in it") {
        fs::rename(path, folder / "away");
        REQUIRE(mkdir(path.c_str(), S_IRWXU) == 0);
        make_file(path + "/file");
        CHECK(directory.hand_over());
    }
    SECTION("a link in its place") {
        fs::rename(path, folder / "away");
        fs::create_directory_symlink(folder / "away", path);
        CHECK(directory.hand_over());
        CHECK(fs::is_symlink(path));
    }
    SECTION("nothing") {
        CHECK_FALSE(directory.hand_over());
        REQUIRE(directory.use(path));
        CHECK(inode_of(path) == before);
    }
}

TEST_CASE("a stamp proves that a directory is untouched only once it is older than a tick of the clock") {
    using pf::DirectoryStamp;
    using std::chrono::milliseconds;
    const pf::UntouchedStamp::Clock::time_point start(std::chrono::hours(1));
    const DirectoryStamp stamp{1, 2, S_IFDIR | S_IRWXU, 3, 100, 5};
    pf::UntouchedStamp untouched;
    CHECK_FALSE(untouched.proves(stamp));
    untouched.note(stamp, start);
    CHECK_FALSE(untouched.proves(stamp));
    untouched.note(stamp, start + milliseconds(10));
    CHECK_FALSE(untouched.proves(stamp));
    untouched.note(stamp, start + milliseconds(50));
    CHECK(untouched.proves(stamp));
    CHECK_FALSE(untouched.proves({1, 2, S_IFDIR | S_IRWXU, 3, 100, 6}));
    CHECK_FALSE(untouched.proves({1, 4, S_IFDIR | S_IRWXU, 3, 100, 5}));
    SECTION("another stamp is young again") {
        const DirectoryStamp other{1, 2, S_IFDIR | S_IRWXU, 3, 101, 5};
        untouched.note(other, start + milliseconds(60));
        CHECK_FALSE(untouched.proves(other));
        CHECK_FALSE(untouched.proves(stamp));
    }
    SECTION("whole seconds prove nothing") {
        const DirectoryStamp whole{1, 2, S_IFDIR | S_IRWXU, 3, 100, 0};
        untouched.note(whole, start);
        untouched.note(whole, start + std::chrono::hours(1));
        CHECK_FALSE(untouched.proves(whole));
    }
}

// The times of a file come from a clock whose ticks are longer than a short command.
TEST_CASE("a file that comes within a tick of the last look at its directory is seen") {
    const Folder folder;
    PrivateDirectory directory;
    for (int i = 0; i < 200; ++i) {
        const std::string path = folder / std::to_string(i);
        REQUIRE(directory.use(path));
        REQUIRE_FALSE(directory.hand_over());
        REQUIRE_FALSE(directory.hand_over());
        make_file(path + "/file");
        REQUIRE(directory.hand_over());
    }
}

TEST_CASE("a file that comes within a tick of another that was removed is seen, however old the directory is") {
    const Folder folder;
    const std::string path = folder / "private";
    PrivateDirectory directory;
    REQUIRE(directory.use(path));
    use_for_long(directory);
    for (int i = 0; i < 200; ++i) {
        make_file(path + "/file");
        fs::remove(path + "/file");
        REQUIRE_FALSE(directory.hand_over());
    }
    make_file(path + "/file");
    CHECK(directory.hand_over());
}
