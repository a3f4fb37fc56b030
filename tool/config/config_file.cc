#include "tool/config/config_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

namespace {

struct Misread {};

[[noreturn]] void give_up_reading() { throw Misread(); }

}  // namespace

// The parser asserts that a table has a name that begins with a letter, which a file may lack. In a release build it
// even lets the compiler rely on it. Such a file is an error here, whatever the build.
#undef NDEBUG
#define TOML_ASSERT(condition) ((condition) ? void() : give_up_reading())  // NOLINT(cppcoreguidelines-macro-usage)
#include <toml++/toml.h>

#include "tool/plan/plan_owner.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::string_view kProfiles = "profile";

class Reader {
public:
    explicit Reader(const std::string& path) { file_.path = path; }

    Result<ConfigFile> read(const toml::table& table) {
        for (const auto& [key, node] : table) {
            key.str() == kProfiles ? read_profiles(node) : read_value(key, node, file_.values);
        }
        sort(file_.values);
        return error_.empty() ? Result<ConfigFile>(std::move(file_)) : Result<ConfigFile>(Error{error_});
    }

private:
    static int line_of(const toml::source_region& region) { return static_cast<int>(region.begin.line); }

    static void sort(std::vector<ConfigValue>& values) {
        std::sort(values.begin(), values.end(),
                  [](const ConfigValue& one, const ConfigValue& other) { return one.line < other.line; });
    }

    void refuse(int line, const std::string& what) {
        if (error_.empty() || line < error_line_) {
            error_line_ = line;
            error_ = fmt::format("{}:{}: {}", file_.path, line, what);
        }
    }

    void read_profiles(const toml::node& node) {
        if (!node.is_table()) {
            refuse(line_of(node.source()), "profile is not a table; write [profile.<name>]");
            return;
        }
        for (const auto& [name, profile] : *node.as_table()) {
            std::vector<ConfigValue>& values = file_.profiles[std::string(name.str())];
            if (!profile.is_table()) {
                refuse(line_of(name.source()),
                       fmt::format("profile.{0} is not a table; write [profile.{0}]", one_line(name.str())));
                continue;
            }
            for (const auto& [key, value] : *profile.as_table()) {
                read_value(key, value, values);
            }
            sort(values);
        }
    }

    void read_value(const toml::key& key, const toml::node& node, std::vector<ConfigValue>& values) {
        const int line = line_of(key.source());
        std::string text;
        if (const auto* string = node.as_string()) {
            text = string->get();
        } else if (const auto* integer = node.as_integer()) {
            text = fmt::format("{}", integer->get());
        } else if (const auto* number = node.as_floating_point()) {
            text = fmt::format("{}", number->get());
        } else if (const auto* boolean = node.as_boolean()) {
            text = boolean->get() ? "true" : "false";
        } else {
            refuse(line, fmt::format("{} is neither text nor a number nor true or false", one_line(key.str())));
            return;
        }
        values.push_back({std::string(key.str()), std::move(text), line});
    }

    ConfigFile file_;
    std::string error_;
    int error_line_ = 0;
};

bool is_misread(std::string_view text) {
    try {
        static_cast<void>(toml::parse(text));
    } catch (const toml::parse_error&) {
        return false;
    } catch (const Misread&) {
        return true;
    }
    return false;
}

// Returns the first line with which the text is misread.
int misread_line(std::string_view text) {
    int line = 1;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1)) {
        if (is_misread(text.substr(0, end))) {
            return line;
        }
        ++line;
    }
    return line;
}

}  // namespace

Result<ConfigFile> parse_config(std::string_view text, const std::string& path) {
    try {
        return Reader(path).read(toml::parse(text));
    } catch (const toml::parse_error& error) {
        return Error{fmt::format("{}:{}: {}", path, error.source().begin.line, one_line(error.description()))};
    } catch (const Misread&) {
        return Error{
            fmt::format("{}:{}: the name of a table is missing or has a wrong character", path, misread_line(text))};
    }
}

Result<std::optional<ConfigFile>> read_config_file(const std::string& source_dir) {
    const std::string path = source_dir + "/" + kConfigFile;
    struct stat status {};
    if (source_dir.empty() || stat(path.c_str(), &status) != 0) {
        return std::optional<ConfigFile>();
    }
    if (!check_plan_owner(path, status.st_uid, plan_user()).ok()) {
        return Error{
            fmt::format("{} belongs to user {}, and its settings would hold for you; if you trust them, set "
                        "PARALLEL_FIXTURES_TRUST_OWNER={} in the environment",
                        path, status.st_uid, status.st_uid)};
    }
    const Result<std::string> text = read_file(path);
    if (!text.ok()) {
        return text.error();
    }
    Result<ConfigFile> file = parse_config(*text, path);
    return file.ok() ? Result<std::optional<ConfigFile>>(std::optional(*std::move(file)))
                     : Result<std::optional<ConfigFile>>(file.error());
}

}  // namespace pf
