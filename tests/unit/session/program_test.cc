#include "tool/session/program.h"

#include <filesystem>
#include <fstream>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

namespace fs = std::filesystem;
using namespace pf;
using pf::test::Folder;

namespace {

void make(const std::string& path, bool executable = true) {
    fs::create_directories(fs::path(path).parent_path());
    std::ofstream(path) << "content";
    fs::permissions(path, executable ? fs::perms::owner_all : fs::perms::owner_read);
}

// Returns the path below the folder; "!" if the program is not found.
std::string found(const Folder& folder, const std::string& config, const std::string& word) {
    ProgramFinder finder(config, folder / "path" + "::" + (folder / "path2"));
    const Result<std::string>& program = finder.find(word, folder / "dir");
    return program.ok() ? program->substr(folder.path().size() + 1) : "!";
}

}  // namespace

// Each row was tried with ctest 3.25.1, in which the directory is the working directory of the test.
TEST_CASE("a command's first word is found as CTest finds it") {
    const Folder folder;
    for (const char* file : {"dir/plain", "dir/both", "dir/Release/both", "dir/Release/only", "dir/Debug/debug",
                             "dir/sub/prog", "dir/sub/Release/inner", "dir/Release/sub/outer", "path/on-path",
                             "path/sub/below", "path2/not-executable", "path2/folder"}) {
        make(folder / file);
    }
    make(folder / "dir/data", false);
    make(folder / "path/not-executable", false);
    fs::create_directories(folder / "path/folder");
    fs::create_directories(folder / "dir/directory");
    for (const char* config : {"", "Release"}) {
        INFO("configuration \"" << config << "\"");
        const bool release = *config != '\0';
        CHECK(found(folder, config, "plain") == "dir/plain");
        CHECK(found(folder, config, "./plain") == "dir/./plain");
        CHECK(found(folder, config, "both") == "dir/both");
        CHECK(found(folder, config, "only") == "dir/Release/only");
        CHECK(found(folder, config, "debug") == (release ? "!" : "dir/Debug/debug"));
        CHECK(found(folder, config, "sub/prog") == "dir/sub/prog");
        CHECK(found(folder, config, "sub/inner") == "dir/sub/Release/inner");
        CHECK(found(folder, config, "sub/outer") == (release ? "dir/Release/sub/outer" : "!"));
        CHECK(found(folder, config, folder / "dir/plain") == "dir/plain");
        CHECK(found(folder, config, folder / "dir/only") == "dir/Release/only");
        CHECK(found(folder, config, "on-path") == "path/on-path");
        CHECK(found(folder, config, "sub/below") == "!");
        CHECK(found(folder, config, "data") == "dir/data");  // The start of the file fails later, and says why.
        CHECK(found(folder, config, "not-executable") == "path2/not-executable");
        CHECK(found(folder, config, "folder") == "path2/folder");
        CHECK(found(folder, config, "directory") == "!");
        CHECK(found(folder, config, "missing") == "!");
        CHECK(found(folder, config, "") == "!");
    }
}

TEST_CASE("the error says where a program was looked for") {
    const Folder folder;
    ProgramFinder finder("", "/no/such/path");
    CHECK(finder.find("name", folder.path()).error().message ==
          "name was not found in " + folder.path() + " nor along PATH");
    CHECK(finder.find("sub/name", folder.path()).error().message == "sub/name does not exist in " + folder.path());
    CHECK(finder.find("/no/such/name", folder.path()).error().message == "/no/such/name does not exist");
    CHECK(finder.find("", folder.path()).error().message == "the command is empty");
}

TEST_CASE("a program that appears later is found, one that was found stays") {
    const Folder folder;
    ProgramFinder finder("", "/no/such/path");
    CHECK_FALSE(finder.find("late", folder.path()).ok());
    make(folder / "late");
    CHECK(finder.find("late", folder.path()).ok());
    CHECK_FALSE(finder.find("late", folder / "elsewhere").ok());
    CHECK(finder.find("late", folder.path()).ok());
}
