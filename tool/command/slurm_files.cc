#include "tool/command/slurm_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "runtime/fnv1a.h"
#include "tool/command/shard_selection.h"
#include "tool/journal/history.h"
#include "tool/journal/journal_codec.h"
#include "tool/journal/journal_reader.h"
#include "tool/journal/lost_run.h"
#include "tool/journal/merge_journals.h"
#include "tool/session/publisher.h"
#include "tool/support/file.h"
#include "tool/support/number.h"
#include "tool/support/text.h"

namespace pf {
namespace {

namespace fs = std::filesystem;

// Hashes the lines that a journal would have.
class Hasher : public EventSink {
public:
    void handle(const Event& event) override {
        line_.clear();
        append_line(line_, event, 0);
        hash_.add(line_);
    }
    void add(const Texts& words) {
        for (const Text word : words) {
            hash_.add(word);
            hash_.add(kEnd);
        }
        hash_.add(kEnd);
    }
    void add(std::string_view text) { hash_.add(text); }
    [[nodiscard]] std::string text() const { return fmt::format("{:016x}", hash_.value()); }

private:
    static constexpr unsigned kEnd = 256;  // No byte has such a value.

    Fnv1a hash_;
    std::string line_;
};

std::uint32_t round_of(const MergeSource& source) {
    const std::string name = fs::path(source.directory).filename().string();
    return parse_number<std::uint32_t>(name.substr(0, name.find('.'))).value_or(0);
}

// Returns whether the journal ends with the end of its run. One by a signal is none.
bool has_end(const std::string& journal) {
    constexpr std::uint64_t kTail = std::uint64_t{64} << 10U;
    std::error_code error;
    const std::uint64_t size = fs::file_size(journal, error);
    auto file = open_file(journal, O_RDONLY);
    if (error || !file.ok()) {
        return false;
    }
    std::string tail(std::min(size, kTail), '\0');
    const ssize_t read = pread(file->get(), tail.data(), tail.size(), static_cast<off_t>(size - tail.size()));
    tail.resize(read < 0 ? 0 : static_cast<std::size_t>(read));
    const std::vector<std::string_view> lines = split_lines(tail);
    return std::any_of(lines.begin(), lines.end(), [](std::string_view text) {
        const auto line = decode_line(text);
        const auto* ended = line ? std::get_if<RunEnded>(&line->event) : nullptr;
        return ended != nullptr && !LostRun::is_interruption(line->event);
    });
}

// Returns whether the command itself was asked to end.
bool was_stopped(const SlurmFiles& files) {
    bool stopped = false;
    static_cast<void>(read_journal(files.own() + "/journal.jsonl", [&](Event& event, std::int64_t, Span) {
        stopped = stopped || std::holds_alternative<Stopping>(event);
    }));
    return stopped;
}

// Returns the parts that have begun, round by round. A part whose journal has no first line yet has done nothing.
Result<std::vector<MergeSource>> read_parts(const SlurmFiles& files) {
    std::vector<std::string> paths;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(files.nodes(), error)) {
        if (entry.is_directory(error) && read_sources({entry.path().string()}).ok()) {
            paths.push_back(entry.path().string());
        }
    }
    if (error) {
        return Error{fmt::format("cannot read {}: {}", files.nodes(), error.message())};
    }
    auto sources = read_sources(paths);
    if (!sources.ok()) {
        return sources.error();
    }
    std::stable_sort(sources->begin(), sources->end(),
                     [](const MergeSource& a, const MergeSource& b) { return round_of(a) < round_of(b); });
    const bool stopped = was_stopped(files);
    for (MergeSource& source : *sources) {
        if (round_of(source) > 0 && !stopped && !has_end(source.journal)) {
            source.lost = lost_text(source.started.hostname);
        }
    }
    return sources;
}

}  // namespace

std::string lost_text(const std::string& node) {
    return fmt::format("node {} was lost, or its helper was ended", node);
}

std::string SlurmFiles::part(SlurmPart part) const { return file(fmt::format("{}.{}", part.round, part.number)); }

std::string SlurmFiles::part_id(SlurmPart part) const {
    return fmt::format("{}.{}.{}", fs::path(run_).filename().string(), part.round, part.number);
}

std::string tree_digest(const SelectedPlan& selected, std::uint32_t shards) {
    Hasher hasher;
    const Plan& plan = selected.plan;
    Publisher(plan, hasher, 0).declare(selected.selection.tasks, nullptr);
    for (const PlannedFixture& fixture : plan.fixtures) {
        for (const Texts* words : {&fixture.setup, &fixture.teardown, &fixture.service, &fixture.environment}) {
            hasher.add(*words);
        }
    }
    hasher.add(divide_selected(selected, shards).digest);
    return hasher.text();
}

Status merge_slurm(const SlurmFiles& files, const std::string& build_dir) {
    const auto sources = read_parts(files);
    if (!sources.ok()) {
        return sources.error();
    }
    if (Status merged = merge_journals(*sources, files.run()); !merged.ok()) {
        return merged;
    }
    HistoryRecorder recorder;
    const auto read =
        read_journal(files.run() + "/journal.jsonl", [&](Event& event, std::int64_t, Span) { recorder.handle(event); });
    if (!read.ok()) {
        return read.error();
    }
    static_cast<void>(recorder.save(build_dir));  // A run without history is in another order, and as good.
    return ok_status();
}

}  // namespace pf
