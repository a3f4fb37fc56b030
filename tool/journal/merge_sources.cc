#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <tuple>
#include <utility>

#include "tool/journal/journal_codec.h"
#include "tool/journal/merge_journals.h"
#include "tool/support/file.h"

namespace pf {
namespace {

namespace fs = std::filesystem;

std::string shard_text(const RunStarted& started) { return fmt::format("{}/{}", started.shard, started.shards); }

Result<RunStarted> first_line(const std::string& journal) {
    constexpr std::uint64_t kLongest = 1U << 20U;
    auto file = open_file(journal, O_RDONLY);
    if (!file) {
        return file.error();
    }
    std::string text(kLongest, '\0');
    const ssize_t size = ::pread(file->get(), text.data(), text.size(), 0);
    text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    text.resize(std::min(text.size(), text.find('\n')));
    auto line = decode_line(text);
    auto* const started = line ? std::get_if<RunStarted>(&line->event) : nullptr;
    if (started == nullptr || line->format > kJournalFormat) {
        return Error{journal + " is not the journal of a run, or one of a newer version"};
    }
    return std::move(*started);
}

Status check_division(const MergeSource& one, const MergeSource& other) {
    const auto what = [](const MergeSource& source) {
        return fmt::format("{} (shard {})", source.journal, shard_text(source.started));
    };
    if (one.started.shards != other.started.shards) {
        return Error{fmt::format("{} and {} are not of one run: the numbers of shards differ", what(one), what(other))};
    }
    if (one.started.digest != other.started.digest) {
        return Error{
            fmt::format("{} and {} do not belong together: they selected other tasks or divided them by other times. "
                        "Give all shards the same build, options and history",
                        what(one), what(other))};
    }
    return ok_status();
}

// Returns whether the shorter journal is the beginning of the longer one.
bool is_beginning(const std::string& shorter, const std::string& longer) {
    const auto one = read_file(shorter);
    const auto other = read_file(longer);
    return one && other && std::string_view(*other).starts_with(*one);
}

}  // namespace

Result<std::vector<MergeSource>> read_sources(const std::vector<std::string>& paths) {
    std::vector<MergeSource> sources;
    for (const std::string& path : paths) {
        std::error_code error;
        const bool is_directory = fs::is_directory(path, error);
        MergeSource source{is_directory ? path + "/journal.jsonl" : path,
                           is_directory ? path : fs::path(path).parent_path().string(),
                           {}};
        auto started = first_line(source.journal);
        if (!started) {
            return started.error();
        }
        source.started = std::move(*started);
        sources.push_back(std::move(source));
    }
    const auto key = [](const MergeSource& source) {
        // What names the tasks of all shards and has none itself is first, whatever its machine's clock says.
        const bool is_shard = source.started.shards == 0 || source.started.shard != 0;
        return std::make_tuple(is_shard, source.started.started, source.started.run_id, source.started.shard,
                               source.started.hostname);
    };
    const auto size = [](const MergeSource& source) {
        std::error_code error;
        return fs::file_size(source.journal, error);
    };
    std::sort(sources.begin(), sources.end(),
              [&](const auto& a, const auto& b) { return key(a) == key(b) ? size(a) > size(b) : key(a) < key(b); });
    const auto same = [&](const auto& a, const auto& b) {
        return key(a) == key(b) && is_beginning(b.journal, a.journal);
    };
    sources.erase(std::unique(sources.begin(), sources.end(), same), sources.end());
    const MergeSource* shard = nullptr;
    for (const MergeSource& source : sources) {
        if (source.started.shards == 0) {
            continue;
        }
        shard = shard == nullptr ? &source : shard;
        if (Status status = check_division(*shard, source); !status) {
            return status.error();
        }
    }
    return sources;
}

}  // namespace pf
