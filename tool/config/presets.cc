// The part of build_tree.h that reads CMake presets.
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "tool/config/build_tree.h"
#include "tool/support/file.h"

namespace pf {
namespace {

using Json = nlohmann::json;

std::string parent(const std::string& path) { return path.substr(0, path.rfind('/')); }

std::string text_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

void replace_all(std::string& text, const std::string& macro, const std::string& value) {
    for (std::size_t at = text.find(macro); at != std::string::npos; at = text.find(macro, at + value.size())) {
        text.replace(at, macro.size(), value);
    }
}

class Presets {
public:
    explicit Presets(const std::string& source_dir) : source_dir_(source_dir) {
        read(source_dir + "/CMakePresets.json");
        read(source_dir + "/CMakeUserPresets.json");
    }

    [[nodiscard]] std::vector<std::string> build_dirs() const {
        std::vector<std::string> found;
        std::set<std::string> seen;
        for (const std::string& name : names_) {
            const Preset& preset = presets_.at(name);
            const std::optional<std::string> directory =
                preset.hidden ? std::nullopt : expanded(binary_dir(name, 0), name);
            if (directory && seen.insert(*directory).second) {
                found.push_back(*directory);
            }
        }
        return found;
    }

private:
    struct Preset {
        bool hidden = false;
        std::vector<std::string> inherits;
        std::string binary_dir;
    };

    void read(const std::string& path) {
        const Result<std::string> text = read_file(path);
        if (!text.ok() || !files_.insert(path).second) {
            return;
        }
        const Json json = Json::parse(*text, nullptr, false, true);
        if (!json.is_object()) {
            return;
        }
        for (const Json& included : json.value("include", Json::array())) {
            if (included.is_string() && included.get<std::string>().find('$') == std::string::npos) {
                const std::string name = included.get<std::string>();
                read(name.front() == '/' ? name : parent(path) + "/" + name);
            }
        }
        for (const Json& preset : json.value("configurePresets", Json::array())) {
            if (preset.is_object()) {
                add(preset, parent(path));
            }
        }
    }

    void add(const Json& json, const std::string& file_dir) {
        Preset preset;
        const auto hidden = json.find("hidden");
        preset.hidden = hidden != json.end() && *hidden == true;
        preset.binary_dir = text_of(json, "binaryDir");
        replace_all(preset.binary_dir, "${fileDir}", file_dir);  // The file of the macro, not of who inherits it.
        const Json inherits = json.value("inherits", Json::array());
        for (const Json& base : inherits.is_string() ? Json::array({inherits}) : inherits) {
            if (base.is_string()) {
                preset.inherits.push_back(base.get<std::string>());
            }
        }
        const std::string name = text_of(json, "name");
        if (presets_.insert_or_assign(name, std::move(preset)).second) {
            names_.push_back(name);
        }
    }

    // Returns the binaryDir of the preset or of the first that it inherits and that has one.
    [[nodiscard]] std::string binary_dir(const std::string& name, int depth) const {
        constexpr int kDeepest = 50;
        const auto preset = presets_.find(name);
        if (preset == presets_.end() || depth > kDeepest || !preset->second.binary_dir.empty()) {
            return preset == presets_.end() ? "" : preset->second.binary_dir;
        }
        for (const std::string& base : preset->second.inherits) {
            if (std::string found = binary_dir(base, depth + 1); !found.empty()) {
                return found;
            }
        }
        return "";
    }

    [[nodiscard]] std::optional<std::string> expanded(std::string text, const std::string& name) const {
        const std::map<std::string, std::string> macros{
            {"${sourceDir}", source_dir_},
            {"${sourceParentDir}", parent(source_dir_)},
            {"${sourceDirName}", source_dir_.substr(source_dir_.rfind('/') + 1)},
            {"${presetName}", name},
            {"${hostSystemName}", "Linux"},
            {"${pathListSep}", ":"}};
        for (const auto& [macro, value] : macros) {
            replace_all(text, macro, value);
        }
        if (text.empty() || text.find('$') != std::string::npos) {
            return std::nullopt;
        }
        return text.front() == '/' ? text : source_dir_ + "/" + text;
    }

    std::string source_dir_;
    std::set<std::string> files_;
    std::vector<std::string> names_;
    std::map<std::string, Preset> presets_;
};

}  // namespace

std::vector<std::string> preset_build_dirs(const std::string& source_dir) { return Presets(source_dir).build_dirs(); }

}  // namespace pf
