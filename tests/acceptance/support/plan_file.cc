#include "tests/acceptance/support/plan_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace pf::acceptance {

Words child(const Words& words) {
    Words argv{PF_TEST_CHILD};
    argv.insert(argv.end(), words.begin(), words.end());
    return argv;
}

Record& Record::set(const std::string& key, const std::string& value) {
    entries_.emplace_back(key, value);
    return *this;
}

Record& Record::program(const std::string& key, const Words& argv) {
    for (const std::string& argument : argv) {
        set(key, argument);
    }
    return *this;
}

bool Record::has(const std::string& key) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry.first == key; });
}

std::string Record::text() const {
    std::string text = plan_entry(kind_, name_);
    for (const auto& [key, value] : entries_) {
        text += plan_entry(key, value);
    }
    return text;
}

Record& PlanFile::fixture(const std::string& name) {
    return records_.emplace_back("fixture", name).set("kind", "command");
}

Record& PlanFile::service(const std::string& name, const Words& words) {
    return records_.emplace_back("fixture", name).set("kind", "service").command("service", words);
}

Record& PlanFile::group(const std::string& name) { return records_.emplace_back("group", name); }

Record& PlanFile::group(const std::string& name, const std::string& fixture) { return group(name).set("on", fixture); }

Record& PlanFile::task(const std::string& group, const std::string& name, const Words& words) {
    return program(group, name, child(words));
}

Record& PlanFile::program(const std::string& group, const std::string& name, const Words& command) {
    return records_.emplace_back("task", group).set("name", name).program("arg", command);
}

Record& PlanFile::finish(const Words& words) {
    return records_.emplace_back("finish", "command").program("arg", child(words));
}

const Record* PlanFile::find_fixture(const std::string& name) const {
    const auto found = std::find_if(records_.begin(), records_.end(), [&](const Record& record) {
        return record.kind() == "fixture" && record.name() == name;
    });
    return found == records_.end() ? nullptr : &*found;
}

std::string PlanFile::part(const std::string& build_dir) const {
    std::string text = plan_entry("parallel-fixtures-part", "1");
    for (const Record& record : records_) {
        text += record.text();
        if (record.kind() != "task" && !record.has("bindir")) {
            text += plan_entry("bindir", build_dir);
        }
    }
    return text + plan_entry("end", std::to_string(records_.size()));
}

void PlanFile::write(const std::string& build_dir, const std::string& config) const {
    std::filesystem::create_directories(std::filesystem::path(plan_path(build_dir, config)).parent_path());
    write_file(part_path(build_dir, config), part(build_dir));
    write_file(plan_path(build_dir, config), plan_entry("parallel-fixtures-plan", "1") + plan_entry("config", config) +
                                                 plan_entry("part", "part-0") + plan_entry("end", "1"));
}

std::string plan_path(const std::string& build_dir, const std::string& config) {
    return build_dir + "/ParallelFixtures/" + (config.empty() ? "default" : config) + "/plan";
}

std::string part_path(const std::string& build_dir, const std::string& config) {
    return build_dir + "/ParallelFixtures/" + (config.empty() ? "default" : config) + "/part-0";
}

std::string plan_entry(const std::string& key, const std::string& value) { return key + "\x1f" + value + "\x1e\n"; }

void write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush()) {
        throw std::runtime_error("cannot write " + path);
    }
}

std::string read_file(const std::string& path) {
    const std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return file ? text.str() : "";
}

}  // namespace pf::acceptance
