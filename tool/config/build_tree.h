// Finds the build tree of a command line that names none, and the source directory of a build tree.
//
// THREADS: pure functions of the file system.
#ifndef PARALLEL_FIXTURES_TOOL_CONFIG_BUILD_TREE_H
#define PARALLEL_FIXTURES_TOOL_CONFIG_BUILD_TREE_H

#include <string>
#include <vector>

#include "runtime/result.h"

namespace pf {

// Returns the build tree for a command that is called in `directory`, whose path must be absolute. The directory and
// then each one above it is looked at, and the first that has a result decides:
//   - the directory, if it has a plan or a CMakeCache.txt,
//   - those of its build/, the directories in build/, and the binaryDir of its CMake presets that have a plan.
// It is an error if a directory has several of the latter; the error names them. It is an error if there is none.
Result<std::string> find_build_tree(const std::string& directory);

// Returns the directories that the presets of a source directory configure (binaryDir), absolute and each once. A
// preset whose binaryDir cannot be expanded here, because it refers to something that only CMake knows, is left out.
std::vector<std::string> preset_build_dirs(const std::string& source_dir);

// Returns the source directory of a build tree, as its CMakeCache.txt says; "": there is no such file or no such entry.
std::string source_dir_of(const std::string& build_dir);

}  // namespace pf

#endif
