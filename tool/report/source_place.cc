#include "tool/report/source_place.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "tool/support/number.h"

namespace pf {
namespace {

std::string without_last_slash(std::string path) {
    while (path.size() > 1 && path.back() == '/') {
        path.pop_back();
    }
    return path;
}

std::string normal(const std::string& path) { return std::filesystem::path(path).lexically_normal().string(); }

}  // namespace

SourcePlace place_from(std::string_view source) {
    const std::size_t colon = source.rfind(':');
    const auto line = parse_number<int>(colon == std::string_view::npos ? "" : source.substr(colon + 1));
    return line && *line > 0 ? SourcePlace{std::string(source.substr(0, colon)), *line}
                             : SourcePlace{std::string(source), 0};
}

SourcePaths::SourcePaths(const RunStarted& run, std::string base)
    : base_(without_last_slash(std::move(base))), source_dir_(run.source_dir), build_dir_(run.build_dir) {}

std::string SourcePaths::shown(const std::string& file) const {
    if (file.empty()) {
        return file;
    }
    const bool from_build = file.starts_with("../");
    const std::string& from = from_build ? build_dir_ : source_dir_;
    const std::string path = normal(file.front() == '/' || from.empty() ? file : from + "/" + file);
    const bool inside = !base_.empty() && path.size() > base_.size() + 1 && path.starts_with(base_) &&
                        (path[base_.size()] == '/' || base_ == "/");
    return inside ? path.substr(base_.size() + (base_ == "/" ? 0 : 1)) : path;
}

SourcePlace place_of(const RunRecord& record, const TaskRecord& task, const Failures& failures) {
    const SourcePlace declared = place_from(record.sources[task.source]);
    const SourcePaths paths(record.run());
    const std::string file = paths.shown(declared.file);
    const auto first = std::find_if(failures.begin(), failures.end(), [&](const AssertionFailure& failure) {
        return !failure.file.empty() && (declared.line == 0 || paths.shown(failure.file) == file);
    });
    return first == failures.end() ? declared : SourcePlace{first->file, first->line};
}

}  // namespace pf
