#include <fcntl.h>
#include <sys/stat.h>

#include "runtime/directory.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/journal/history.h"
#include "tool/journal/run_directory.h"

namespace pf {

int history_command(const HistoryOptions& options) {
    const std::string build_dir = real_path(options.build_dir);
    if (options.what == HistoryOptions::What::export_to) {
        const History history = History::load(build_dir);
        if (!history.warning().empty()) {
            return fail(kExitIncomplete, "history: " + history.warning());
        }
        const Status saved = history.save_file(options.file);
        return saved ? kExitOk : fail(kExitIncomplete, "history: " + saved.error().message);
    }
    const History imported = History::load_file(options.file);
    if (!imported.warning().empty()) {
        return fail(kExitUsage, "history: " + imported.warning());
    }
    if (const Status made = make_results_root(build_dir); !made) {
        return fail(kExitUsage, "history: " + made.error().message);
    }
    const Status saved = change_history(build_dir, [&](History& history) { history.take_over(imported); });
    return saved ? kExitOk : fail(kExitIncomplete, "history: " + saved.error().message);
}

}  // namespace pf
