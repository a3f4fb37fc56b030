// Functions that the Linux implementations of platform.h share. They read /proc.
#ifndef PARALLEL_FIXTURES_RUNTIME_PLATFORM_LINUX_H
#define PARALLEL_FIXTURES_RUNTIME_PLATFORM_LINUX_H

#include <sys/types.h>

#include <string>
#include <vector>

namespace pf::platform {

// Returns the content of a small file; empty if it cannot be read.
std::string read_proc(const std::string& path);

// Returns the target of a symbolic link; empty if it cannot be read.
std::string link_target(const std::string& link);

// Returns the path /proc/<pid>/<file>.
std::string proc(pid_t pid, const char* file);

// Returns the names in a directory that are numbers.
std::vector<pid_t> numbers_in(const std::string& path);

// Returns the fields of /proc/<pid>/stat from the third one (the state) on. The second one, the name, may contain any
// bytes, including ")".
std::vector<std::string> stat_fields(pid_t pid);

}  // namespace pf::platform

#endif
