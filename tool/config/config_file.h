// Reads `.parallel-fixtures.toml`, the configuration file of a source directory (docs/configuration.md).
//
// THREADS: pure functions of the file system.
#ifndef PARALLEL_FIXTURES_TOOL_CONFIG_CONFIG_FILE_H
#define PARALLEL_FIXTURES_TOOL_CONFIG_CONFIG_FILE_H

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/result.h"

namespace pf {

inline constexpr const char* kConfigFile = ".parallel-fixtures.toml";

// A value as the command line would have it: a number in digits, a switch as "true" or "false".
struct ConfigValue {
    std::string key;
    std::string text;
    int line = 0;
};

struct ConfigFile {
    std::string path;
    std::vector<ConfigValue> values;                           // In the order of the lines.
    std::map<std::string, std::vector<ConfigValue>> profiles;  // The tables [profile.<name>].
};

// Reads the file of a source directory; nullopt: it has none. The errors name the file and the line: it cannot be read,
// is not TOML, is of an owner who is not trusted (plan_owner.h), or has a value that is neither text nor a number nor a
// switch. Keys are not checked.
Result<std::optional<ConfigFile>> read_config_file(const std::string& source_dir);

// Reads the text of a file. `path` is for errors.
Result<ConfigFile> parse_config(std::string_view text, const std::string& path);

}  // namespace pf

#endif
