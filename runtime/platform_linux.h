// What the sources of platform.h on Linux share: reading /proc.
#ifndef PARALLEL_FIXTURES_RUNTIME_PLATFORM_LINUX_H
#define PARALLEL_FIXTURES_RUNTIME_PLATFORM_LINUX_H

#include <sys/types.h>

#include <string>
#include <vector>

namespace pf::platform {

// The whole of a small file; empty when it cannot be read.
std::string read_proc(const std::string& path);

// The path of a process's file.
std::string proc(pid_t pid, const char* file);

// Numeric names in a directory.
std::vector<pid_t> numbers_in(const std::string& path);

// Fields of /proc/<pid>/stat from the third (state) on: the second, the name, may hold anything, ")" included.
std::vector<std::string> stat_fields(pid_t pid);

}  // namespace pf::platform

#endif
