#include "tool/cli/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "tool/cli/arguments.h"
#include "tool/cli/option_values.h"
#include "tool/support/text.h"

namespace pf {
namespace {

struct Setting {
    const char* key;
    const char* fallback;  // What holds if nobody sets it.
    bool ctest;            // It holds under ctest too.
    Status (*set)(RunOptions& run, const std::string& text);
};

template <typename Value, typename Target>
Status store(Result<Value> value, Target& target) {
    if (!value.ok()) {
        return value.error();
    }
    target = *std::move(value);
    return ok_status();
}

Status store_retries(RunOptions& run, const std::string& text) {
    const Result<int> retries = parse_retries(text);
    if (retries.ok()) {
        set_retries(run, *retries);
    }
    return retries.ok() ? ok_status() : Status(retries.error());
}

Status store_path(std::string& target, const std::string& text) {
    if (text.empty()) {
        return Error{"the name is empty"};
    }
    target = text;
    return ok_status();
}

Status store_annotations(RunOptions& run, const std::string& text) {
    const Result<std::optional<CiSystem>> system = parse_annotations(text);
    if (system.ok()) {
        run.annotations = system->value_or(run.annotations);  // `auto` is what the run has already.
    }
    return system.ok() ? ok_status() : Status(system.error());
}

constexpr std::array kSettings{
    Setting{"parallel", "one for each CPU", false,
            [](RunOptions& run, const std::string& text) { return store(parse_jobs(text), run.jobs); }},
    Setting{"timeout", "none", false,
            [](RunOptions& run, const std::string& text) { return store(parse_seconds(text), run.timeout); }},
    Setting{"retries", "those of each task", false, store_retries},
    Setting{"max-fail", "0", false,
            [](RunOptions& run, const std::string& text) { return store(parse_max_fail(text), run.max_fail); }},
    Setting{"grace", "5", false,
            [](RunOptions& run, const std::string& text) { return store(parse_seconds(text), run.grace); }},
    Setting{"slow", "60", true,
            [](RunOptions& run, const std::string& text) { return store(parse_seconds(text), run.slow); }},
    Setting{"schedule-random", "false", false,
            [](RunOptions& run, const std::string& text) { return store(parse_switch(text), run.schedule_random); }},
    Setting{"no-tests", "error", false,
            [](RunOptions& run, const std::string& text) { return store(parse_no_tests(text), run.no_tests_ok); }},
    Setting{"flaky-result", "pass", true,
            [](RunOptions& run, const std::string& text) { return store(parse_flaky_result(text), run.flaky_fails); }},
    Setting{"output-junit", "none", true,
            [](RunOptions& run, const std::string& text) { return store_path(run.output_junit, text); }},
    Setting{"output-junit-ci", "none", true,
            [](RunOptions& run, const std::string& text) { return store_path(run.output_junit_ci, text); }},
    Setting{"annotations", "auto", false, store_annotations},
    Setting{"slowest", "none", false,
            [](RunOptions& run, const std::string& text) { return store(parse_count(text), run.display.slowest); }},
    Setting{"progress", "false", false,
            [](RunOptions& run, const std::string& text) { return store(parse_switch(text), run.display.progress); }},
    Setting{"color", "auto", false,
            [](RunOptions& run, const std::string& text) { return store(parse_color(text), run.display.color); }},
};

const Setting* find_setting(std::string_view key) {
    const auto* const found =
        std::find_if(kSettings.begin(), kSettings.end(), [&](const Setting& setting) { return key == setting.key; });
    return found == kSettings.end() ? nullptr : found;
}

std::string variable_of(std::string_view key) {
    std::string name = "PARALLEL_FIXTURES_";
    for (const char c : key) {
        name += c == '-' ? '_' : static_cast<char>(c - 'a' + 'A');
    }
    return name;
}

std::string near_text(const std::string& word, const std::vector<std::string>& candidates) {
    const std::string near = nearest(word, candidates);
    return near.empty() ? "" : fmt::format(", did you mean '{}'?", one_line(near));
}

// Checks keys and values of one table of the file.
Status check(const std::vector<ConfigValue>& values, const std::string& path) {
    for (const ConfigValue& value : values) {
        const Setting* setting = find_setting(value.key);
        if (setting == nullptr) {
            std::vector<std::string> keys{"profile"};
            for (const Setting& known : kSettings) {
                keys.emplace_back(known.key);
            }
            return Error{fmt::format("{}:{}: unknown key '{}'{}", path, value.line, one_line(value.key),
                                     near_text(value.key, keys))};
        }
        RunOptions scratch;
        if (const Status status = setting->set(scratch, value.text); !status) {
            return Error{fmt::format("{}:{}: {}: {}", path, value.line, value.key, status.error().message)};
        }
    }
    return ok_status();
}

Status check(const ConfigFile& file) {
    Status status = check(file.values, file.path);
    for (auto profile = file.profiles.begin(); status && profile != file.profiles.end(); ++profile) {
        status = check(profile->second, file.path);
    }
    return status;
}

class Resolver {
public:
    Resolver(RunOptions& run, const SettingSources& sources) : run_(run), sources_(sources) {}

    Result<std::vector<SettingValue>> resolve() {
        if (Status status = choose_profile(); !status) {
            return status.error();
        }
        std::vector<SettingValue> values;
        for (const Setting& setting : kSettings) {
            if (sources_.ctest && !setting.ctest) {
                continue;
            }
            SettingValue value = value_of(setting);
            const bool from_elsewhere = value.source != kCommandLine && value.source != kDefault;
            if (from_elsewhere && !(setting.set == store_retries && run_.no_fork)) {
                if (const Status status = setting.set(run_, value.text); !status) {
                    return Error{fmt::format("{}: {}", value.source, status.error().message)};
                }
            }
            values.push_back(std::move(value));
        }
        return values;
    }

private:
    static constexpr const char* kCommandLine = "command line";
    static constexpr const char* kDefault = "default";

    [[nodiscard]] std::optional<std::string> variable(const std::string& name) const {
        const char* value = sources_.getenv(name.c_str());
        return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
    }

    Status choose_profile() {
        if (run_.profile.empty()) {
            run_.profile = variable("PARALLEL_FIXTURES_PROFILE").value_or("");
        }
        if (run_.profile.empty()) {
            return ok_status();
        }
        if (sources_.file == nullptr) {
            return Error{
                fmt::format("there is no profile '{}', because {} does not exist", one_line(run_.profile),
                            sources_.source_dir.empty() ? kConfigFile : sources_.source_dir + "/" + kConfigFile)};
        }
        const auto found = sources_.file->profiles.find(run_.profile);
        if (found == sources_.file->profiles.end()) {
            std::vector<std::string> names;
            for (const auto& [name, values] : sources_.file->profiles) {
                names.push_back(name);
            }
            return Error{fmt::format("{} has no profile '{}'{}", sources_.file->path, one_line(run_.profile),
                                     near_text(run_.profile, names))};
        }
        profile_ = &found->second;
        return ok_status();
    }

    SettingValue value_of(const Setting& setting) const {
        const std::string key = setting.key;
        for (const auto& value : {given(key), from_environment(key)}) {
            if (value) {
                return *value;
            }
        }
        if (profile_ != nullptr) {
            if (auto value = in(*profile_, key, fmt::format(", profile {}", one_line(run_.profile)))) {
                return *value;
            }
        }
        const auto value = sources_.file == nullptr ? std::nullopt : in(sources_.file->values, key, "");
        return value ? *value : SettingValue{key, setting.fallback, kDefault};
    }

    // Some options set what another one is named for.
    [[nodiscard]] std::optional<SettingValue> given(const std::string& key) const {
        const auto option = [this](const std::string& name) {
            const auto found = run_.given.find(name);
            return found == run_.given.end() ? std::nullopt : std::optional(found->second);
        };
        std::optional<std::string> text = option("--" + key);
        if (key == "color" && option("--no-color")) {
            text = "never";
        } else if (key == "max-fail" && (option("--stop-on-failure") || run_.stress)) {
            text = std::to_string(run_.max_fail);
        } else if (key == "retries" && (option("--repeat") || run_.stress)) {
            text = run_.stress ? "0" : "see --repeat";
        }
        return text ? std::optional(SettingValue{key, *text, kCommandLine}) : std::nullopt;
    }

    [[nodiscard]] std::optional<SettingValue> from_environment(const std::string& key) const {
        const std::string name = key == "parallel" ? "CTEST_PARALLEL_LEVEL" : variable_of(key);
        if (const auto text = variable(name)) {
            return SettingValue{key, *text, name};
        }
        for (const char* other : {"NO_COLOR", "CLICOLOR_FORCE"}) {  // make_style() reads them.
            if (key == "color" && variable(other)) {
                return SettingValue{key, "auto", other};
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<SettingValue> in(const std::vector<ConfigValue>& values, const std::string& key,
                                                 const std::string& where) const {
        const auto found =
            std::find_if(values.begin(), values.end(), [&](const ConfigValue& value) { return value.key == key; });
        if (found == values.end()) {
            return std::nullopt;
        }
        const bool is_path = key == "output-junit" || key == "output-junit-ci";
        const bool below_build = is_path && !found->text.empty() && found->text.front() != '/';
        return SettingValue{key, below_build ? run_.build_dir + "/" + found->text : found->text,
                            fmt::format("{}:{}{}", sources_.file->path, found->line, where)};
    }

    RunOptions& run_;
    const SettingSources& sources_;
    const std::vector<ConfigValue>* profile_ = nullptr;
};

}  // namespace

Result<std::vector<SettingValue>> apply_settings(RunOptions& run, const SettingSources& sources) {
    if (sources.file != nullptr) {
        if (const Status status = check(*sources.file); !status) {
            return status.error();
        }
    }
    return Resolver(run, sources).resolve();
}

void set_retries(RunOptions& run, int retries) {
    run.repeat = retries > 0 ? Repeat::until_pass : Repeat::none;
    run.repeat_count = retries + 1;
}

}  // namespace pf
