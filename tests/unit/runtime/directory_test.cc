#include "runtime/directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

namespace fs = std::filesystem;
using pf::remove_tree;
using pf::test::Folder;
using pf::test::in_child;

namespace {

constexpr uid_t kNobody = 65534;

void make_file(const std::string& path) { std::ofstream(path) << "content"; }

// In a child without special rights, in a folder of its own below `folder`: to root nothing is unreadable.
template <typename Body>
int as_nobody(const Folder& folder, Body body) {
    const std::string own = folder / "nobody";
    fs::create_directory(own);
    fs::permissions(folder.path(), fs::perms::all);
    if (getuid() == 0) {
        REQUIRE(chown(own.c_str(), kNobody, kNobody) == 0);
    }
    return in_child([&] {
        if (getuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0)) {
            return 99;
        }
        return body(own);
    });
}

}  // namespace

TEST_CASE("an untouched directory is empty and as it was made") {
    const Folder folder;
    const std::string directory = folder / "own";
    CHECK_FALSE(pf::is_untouched(directory));
    REQUIRE(mkdir(directory.c_str(), S_IRWXU) == 0);
    CHECK(pf::is_untouched(directory));
    SECTION("more in it than is read at one go, which is gone again") {
        for (int i = 0; i < 100; ++i) {
            make_file(directory + "/a file with a rather long name " + std::to_string(i));
        }
        CHECK_FALSE(pf::is_untouched(directory));
        fs::remove_all(directory);
        REQUIRE(mkdir(directory.c_str(), S_IRWXU) == 0);
        CHECK(pf::is_untouched(directory));
    }
    SECTION("something in it") {
        make_file(directory + "/.hidden");
        CHECK_FALSE(pf::is_untouched(directory));
    }
    SECTION("other rights") {
        REQUIRE(chmod(directory.c_str(), S_IRWXU | S_IRWXO) == 0);
        CHECK_FALSE(pf::is_untouched(directory));
    }
    SECTION("a symbolic link in its place") {
        fs::create_directory_symlink(directory, folder / "link");
        CHECK_FALSE(pf::is_untouched(folder / "link"));
    }
}

TEST_CASE("a tree is removed with everything in it") {
    const Folder folder;
    fs::create_directories(folder / "tree/a/b/c");
    make_file(folder / "tree/a/b/file");
    fs::create_symlink("nowhere", folder / "tree/dangling");
    REQUIRE(mkfifo((folder / "tree/fifo").c_str(), S_IRWXU) == 0);
    CHECK(remove_tree(folder / "tree"));
    CHECK(folder.names().empty());
}

TEST_CASE("what is not there needs no removal") {
    const Folder folder;
    CHECK(remove_tree(""));
    CHECK(remove_tree(folder / "missing"));
    CHECK(remove_tree(folder / "missing/below"));
}

TEST_CASE("symbolic links are removed, not followed") {
    const Folder folder;
    fs::create_directories(folder / "kept");
    make_file(folder / "kept/file");
    fs::create_directories(folder / "tree");
    fs::create_directory_symlink(folder / "kept", folder / "tree/link");
    SECTION("inside the tree") { CHECK(remove_tree(folder / "tree")); }
    SECTION("in place of the tree") {
        fs::create_directory_symlink(folder / "kept", folder / "replaced");
        CHECK(remove_tree(folder / "replaced"));
        CHECK_FALSE(fs::is_symlink(folder / "replaced"));
    }
    SECTION("in place of the tree, to nowhere") {
        fs::create_symlink("nowhere", folder / "replaced");
        CHECK(remove_tree(folder / "replaced"));
        CHECK_FALSE(fs::is_symlink(folder / "replaced"));
    }
    CHECK(fs::exists(folder / "kept/file"));
}

TEST_CASE("a tree is removed whatever permissions its directories have") {
    const Folder folder;
    for (const unsigned mode : {0000U, 0100U, 0200U, 0300U, 0400U, 0500U, 0600U}) {
        INFO("mode " << std::oct << mode);
        CHECK(as_nobody(folder, [&](const std::string& own) {
                  fs::create_directories(own + "/tree/locked/below");
                  make_file(own + "/tree/locked/below/file");
                  make_file(own + "/tree/locked/file");
                  fs::permissions(own + "/tree/locked", fs::perms(mode));
                  return remove_tree(own + "/tree") && !fs::exists(own + "/tree") ? 0 : 1;
              }) == 0);
        fs::remove_all(folder / "nobody");
    }
    CHECK(as_nobody(folder, [&](const std::string& own) {
              fs::create_directories(own + "/tree/below");
              make_file(own + "/tree/below/file");
              fs::permissions(own + "/tree", fs::perms::none);
              return remove_tree(own + "/tree") && !fs::exists(own + "/tree") ? 0 : 1;
          }) == 0);
}

TEST_CASE("what cannot be removed is said to be still there") {
    const Folder folder;
    fs::create_directories(folder / "foreign/tree");
    make_file(folder / "foreign/tree/file");
    CHECK(as_nobody(folder, [&](const std::string&) { return remove_tree(folder / "foreign/tree") ? 1 : 0; }) ==
          (getuid() == 0 ? 0 : 1));
    if (getuid() == 0) {
        CHECK(fs::exists(folder / "foreign/tree/file"));
        fs::permissions(folder / "foreign", fs::perms::owner_all);
        CHECK(as_nobody(folder, [&](const std::string&) { return remove_tree(folder / "foreign/tree") ? 1 : 0; }) == 0);
    }
}

TEST_CASE("a temporary directory is its owner's alone and goes with its object") {
    std::string path;
    {
        auto made = pf::TemporaryDirectory::make("pf-unit-");
        REQUIRE(made.ok());
        path = made->path();
        CHECK(fs::path(path).filename().string().substr(0, 8) == "pf-unit-");
        CHECK((fs::status(path).permissions() & fs::perms::mask) == fs::perms::owner_all);
        make_file(path + "/file");
        pf::TemporaryDirectory moved = std::move(*made);
        CHECK(moved.path() == path);
        CHECK(fs::exists(path));
    }
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("a temporary directory whose content is kept goes only when it is empty") {
    std::string path;
    bool filled = false;
    SECTION("empty") { filled = false; }
    SECTION("with something in it") { filled = true; }
    {
        auto made = pf::TemporaryDirectory::make("pf-unit-");
        REQUIRE(made.ok());
        path = made->path();
        made->keep_content();
        if (filled) {
            make_file(path + "/file");
        }
    }
    CHECK(fs::exists(path) == filled);
    CHECK(remove_tree(path));
}

TEST_CASE("TMPDIR says where temporary directories are made") {
    const Folder folder;
    const char* before = std::getenv("TMPDIR");
    const std::string kept = before != nullptr ? before : "";
    const auto made_with = [](const std::string& value) {
        setenv("TMPDIR", value.c_str(), 1);
        return pf::TemporaryDirectory::make("pf-unit-");
    };
    const auto there = made_with(folder.path());
    const auto relative = made_with("relative");
    const auto missing = made_with(folder / "missing");
    before != nullptr ? setenv("TMPDIR", kept.c_str(), 1) : unsetenv("TMPDIR");
    REQUIRE(there.ok());
    CHECK(fs::path(there->path()).parent_path() == folder.path());
    REQUIRE(relative.ok());
    CHECK(fs::path(relative->path()).parent_path() == "/tmp");
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().message.find(folder / "missing") != std::string::npos);
}
