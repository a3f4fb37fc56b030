// The text of a configuration file, and what becomes of its values.
#include "tests/fuzz/support/fuzz.h"
#include "tool/cli/settings.h"
#include "tool/config/config_file.h"

using namespace pf;

namespace {

void hold_values(const std::vector<ConfigValue>& values) {
    int line = 1;
    for (const ConfigValue& value : values) {
        PF_HOLDS(value.line >= line);
        line = value.line;
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = parse_config(fuzz::text_of(data, size), "f.toml");
    PF_HOLDS(file.ok() || fuzz::is_message(file.error().message));
    if (!file.ok()) {
        return 0;
    }
    hold_values(file->values);
    for (const auto& [name, values] : file->profiles) {
        hold_values(values);
        RunOptions run;
        run.profile = name;
        SettingSources sources;
        sources.file = &*file;
        sources.getenv = [](const char*) -> const char* { return nullptr; };
        const auto settings = apply_settings(run, sources);
        PF_HOLDS(settings.ok() || fuzz::is_message(settings.error().message));
        PF_HOLDS(!settings.ok() || !run.jobs || (*run.jobs >= 1 && *run.jobs <= kMaxJobs));
    }
    return 0;
}
