#include "tool/command/commands.h"

#include <cstdio>

namespace pf {

int fail(int exit_code, const std::string& message) {
    static_cast<void>(std::fprintf(stderr, "parallel-fixtures: %s\n", message.c_str()));
    return exit_code;
}

const char* version() { return PARALLEL_FIXTURES_VERSION; }

}  // namespace pf
