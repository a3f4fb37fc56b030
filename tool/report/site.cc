#include "tool/report/site.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include "tool/report/report_text.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

// Returns the value of a line "Key: value" in CTest's configuration file, or "" if there is none.
std::string configured(const std::string& configuration, const std::string& key) {
    const std::string start = "\n" + key + ":";
    const std::size_t at = configuration.find(start);
    if (at == std::string::npos) {
        return "";
    }
    const std::size_t end = configuration.find('\n', at + 1);
    return std::string(trimmed(std::string_view(configuration).substr(at + start.size(), end - at - start.size())));
}

std::string default_build_name(const RunRecord& record) {
    utsname system{};
    const std::string name = ::uname(&system) == 0 ? static_cast<const char*>(system.sysname) : "unknown";
    return record.run().config.empty() ? name : name + "-" + record.run().config;
}

// Returns a stamp like "20261123-0510-Experimental" of the first two lines of Testing/TAG or, without these, of the
// run's start.
std::string build_stamp(const RunRecord& record, const std::string& tag) {
    const std::vector<std::string_view> lines = split(tag, '\n');
    if (lines.size() > 2 && !lines[0].empty()) {
        return fmt::format("{}-{}", lines[0], lines[1]);
    }
    const std::string time = iso_time(record.started());
    return fmt::format("{}{}{}-{}{}-Experimental", time.substr(0, 4), time.substr(5, 2), time.substr(8, 2),
                       time.substr(11, 2), time.substr(14, 2));
}

}  // namespace

Site site_of(const RunRecord& record) {
    const std::string& build_dir = record.run().build_dir;
    const auto file = read_file(build_dir + "/DartConfiguration.tcl");
    const auto tag = read_file(build_dir + "/Testing/TAG");
    const std::string configuration = file ? "\n" + *file : "";
    const auto or_else = [](const std::string& value, const std::string& other) {
        return value.empty() ? other : value;
    };
    return {or_else(configured(configuration, "Site"), record.run().hostname),
            or_else(configured(configuration, "BuildName"), default_build_name(record)),
            build_stamp(record, tag ? *tag : "")};
}

}  // namespace pf
