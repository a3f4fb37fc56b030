#include "tool/config/build_tree.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "runtime/directory.h"
#include "tests/support/catch.h"

namespace {

using Paths = std::vector<std::string>;

class Tree {
public:
    Tree() : directory_(pf::TemporaryDirectory::make("pf-tree-").value()), root_(pf::real_path(directory_.path())) {}

    [[nodiscard]] std::string path(const std::string& name) const { return name.empty() ? root_ : root_ + "/" + name; }

    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
        std::ofstream(path(name)) << text;
    }
    void add_plan(const std::string& build) const {
        write(build + (build.empty() ? "" : "/") + "ParallelFixtures/default/plan", "");
    }

    // Returns the build tree relative to the root, or the error.
    [[nodiscard]] std::string found(const std::string& from) const {
        std::filesystem::create_directories(path(from));
        const pf::Result<std::string> tree = pf::find_build_tree(path(from));
        return !tree.ok() ? "error: " + tree.error().message : tree->substr(std::min(tree->size(), root_.size() + 1));
    }

    [[nodiscard]] Paths preset_dirs() const {
        Paths dirs = pf::preset_build_dirs(root_);
        for (std::string& dir : dirs) {
            dir = dir.rfind(root_, 0) == 0 ? dir.substr(root_.size() + 1) : dir;
        }
        return dirs;
    }

private:
    pf::TemporaryDirectory directory_;
    std::string root_;
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the current directory is the build tree if it has a plan or a cache") {
    const Tree with_plan;
    with_plan.add_plan("");
    with_plan.add_plan("build");
    CHECK(with_plan.found("").empty());
    const Tree with_cache;
    with_cache.write("CMakeCache.txt", "");
    CHECK(with_cache.found("").empty());
    CHECK(with_cache.found("tests/unit").empty());
}

TEST_CASE("from the source directory and below it, the build tree is in build/") {
    const Tree tree;
    tree.add_plan("build");
    CHECK(tree.found("") == "build");
    CHECK(tree.found("src/deep/below") == "build");
    CHECK(tree.found("build/tests") == "build");
    const Tree nested;
    nested.add_plan("build/debug");
    CHECK(nested.found("src") == "build/debug");
}

TEST_CASE("the binaryDir of a preset is a candidate") {
    const Tree tree;
    tree.write("CMakePresets.json", R"({"version": 3, "configurePresets": [
        {"name": "base", "hidden": true, "binaryDir": "${sourceDir}/out/${presetName}"},
        {"name": "dev", "inherits": "base"}, {"name": "ci", "inherits": ["base"]}]})");
    tree.add_plan("out/ci");
    CHECK(tree.found("src") == "out/ci");
}

TEST_CASE("several candidates are an error that names them") {
    const Tree tree;
    tree.add_plan("build/one");
    tree.add_plan("build/two");
    const std::string said = tree.found("src");
    CHECK(contains(said, "error: " + tree.path("") + " has several build trees: " + tree.path("build/one") + ", " +
                             tree.path("build/two") + "; name one, for instance with --test-dir "));
    const Tree linked;
    linked.add_plan("build");
    linked.write("CMakePresets.json", R"({"configurePresets": [{"name": "dev", "binaryDir": "build"}]})");
    CHECK(linked.found("") == "build");  // The same one twice.
}

TEST_CASE("without a candidate the error says where was looked") {
    const Tree tree;
    tree.write("build/CMakeLists.txt", "");
    CHECK(contains(tree.found("src"), "error: there is no build tree with a plan of ParallelFixtures in " +
                                          tree.path("src") + ", in " + tree.path("src") + "/build"));
}

TEST_CASE("presets: macros, inheritance, includes, user presets") {
    const Tree tree;
    tree.write("CMakePresets.json", R"({"include": ["more/presets.json"], "configurePresets": [
        // A comment.
        {"name": "plain", "binaryDir": "build/plain"},
        {"name": "parent", "binaryDir": "${sourceParentDir}/${sourceDirName}-build"},
        {"name": "inherits", "inherits": ["none", "included"]},
        {"name": "unknown", "binaryDir": "$env{HOME}/build"},
        {"name": "bare"}, {"name": "loop", "inherits": "loop"}, 7, {"inherits": 3}]})");
    tree.write("more/presets.json", R"({"configurePresets": [
        {"name": "included", "binaryDir": "${fileDir}/${presetName}"}, {"name": "hidden", "hidden": true,
         "binaryDir": "hidden"}]})");
    tree.write("CMakeUserPresets.json", R"({"configurePresets": [{"name": "mine", "binaryDir": "/opt/mine"}]})");
    const Paths dirs = tree.preset_dirs();
    CHECK(dirs.size() == 5);
    for (const std::string expected : {"more/included", "build/plain", "more/inherits", "/opt/mine"}) {
        INFO(expected);
        CHECK(std::count(dirs.begin(), dirs.end(), expected) == 1);
    }
}

TEST_CASE("presets that are not what they should be do no harm") {
    for (const char* text : {"", "{", "[]", "7", R"({"configurePresets": 3})", R"({"include": [{}, ""]})",
                             R"({"configurePresets": {"name": "x"}})", R"({"include": "CMakePresets.json"})"}) {
        const Tree tree;
        tree.write("CMakePresets.json", text);
        INFO(text);
        CHECK(tree.preset_dirs().empty());
    }
    CHECK(pf::preset_build_dirs("/nonexistent").empty());
}

TEST_CASE("the source directory of a build tree is in its cache") {
    const Tree tree;
    tree.write("build/CMakeCache.txt",
               "# CMAKE_HOME_DIRECTORY:INTERNAL=/no\nCMAKE_GENERATOR:INTERNAL=Ninja\n"
               "CMAKE_HOME_DIRECTORY:INTERNAL=/home/me/my project\n");
    CHECK(pf::source_dir_of(tree.path("build")) == "/home/me/my project");
    CHECK(pf::source_dir_of(tree.path("src")).empty());
}
