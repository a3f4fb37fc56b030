#include "tool/command/terminal_style.h"

#include <cstdlib>

#include "runtime/directory.h"
#include "tool/plan/plan_reader.h"

namespace pf {

TerminalStyle style_for(const DisplayOptions& options, int fd, const std::string& build_dir) {
    TerminalStyle style = make_style(options, terminal_facts(fd), std::getenv);
    style.directory = options.ctest ? "" : real_path(".");
    style.names_config = has_several_configurations(build_dir);
    return style;
}

}  // namespace pf
