#include "tool/journal/merge_journals.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "tool/journal/journal_codec.h"
#include "tool/journal/journal_reader.h"
#include "tool/journal/lost_run.h"
#include "tool/support/file.h"

namespace pf {
namespace {

namespace fs = std::filesystem;

constexpr int kIncomplete = 5;  // The exit code of a run without all results (docs/results.md).

// A shard that has no run, or none that declared all of its tasks.
struct Missing {
    std::uint32_t shard = 0;
    std::vector<std::pair<std::string, std::string>> tasks;  // Groups and ids, as another shard has declared them.
    bool named = false;                                      // A source names its tasks.
};

// A task that a lost run has not finished.
struct Unfinished {
    std::string group;
    std::size_t source = 0;  // The number of that run.
};

class Merger {
public:
    Merger(const std::vector<MergeSource>& sources, std::string directory)
        : sources_(sources), directory_(std::move(directory)) {}

    Status write(std::FILE* file) {
        file_ = file;
        for (std::size_t number = 0; number < sources_.size(); ++number) {
            if (Status status = copy(number); !status) {
                return status;
            }
        }
        return complete();
    }

private:
    // What is remembered of a source while it is read.
    struct Reading {
        std::size_t number = 0;
        std::unordered_map<std::int64_t, std::int64_t> segments;  // By segment of the source: that of the result.
        bool planned = false;
        std::vector<std::string> declared;  // Until `planned`.
        std::optional<LostRun> lost;        // Of a source that may have no end.
        double lived_until = 0;             // Of such a source: LostRun::lived_until() at its end.
        Status status = ok_status();
    };

    Status copy(std::size_t number) {
        Reading reading;
        reading.number = number;
        if (!sources_[number].lost.empty()) {
            reading.lost.emplace();
            if (Status status = find_life(reading); !status) {
                return status;
            }
        }
        const auto problems =
            read_journal(sources_[number].journal,
                         [&](Event& event, std::int64_t segment, Span /*span*/) { take(reading, event, segment); });
        if (!problems) {
            return problems.error();
        }
        for (const JournalProblem& problem : problems->first) {
            say(fmt::format("{}, byte {}: {}", sources_[number].journal, problem.offset, problem.what));
        }
        close(reading);
        const std::uint32_t shard = sources_[number].started.shard;
        if (shard != 0 && reading.planned) {
            whole_.insert(shard);
        } else if (shard != 0) {
            declared_[shard].insert(reading.declared.begin(), reading.declared.end());
        }
        return reading.status;
    }

    // Notes until when a lost run is known to have lived: an event that may be due to the loss comes before what proves
    // that it is not.
    Status find_life(Reading& reading) const {
        LostRun run;
        const auto read = read_journal(sources_[reading.number].journal,
                                       [&](Event& event, std::int64_t /*segment*/, Span /*span*/) { run.take(event); });
        reading.lived_until = run.lived_until();
        return read ? ok_status() : Status(read.error());
    }

    // Ends a run that was lost, and notes what it has not finished.
    void close(const Reading& reading) {
        if (!reading.lost || reading.lost->ended() || reading.segments.empty()) {
            return;
        }
        const MergeSource& source = sources_[reading.number];
        for (const Event& event : reading.lost->closing(source.lost)) {
            put(event, last_segment_);
        }
        for (const auto& [id, group] : reading.lost->unfinished()) {
            unfinished_[id] = {group, reading.number};
        }
        lost_shards_[source.started.shard] = source.lost;
    }

    void take(Reading& reading, Event& event, std::int64_t segment) {
        if (std::holds_alternative<ShardDeclared>(event)) {
            return;
        }
        if (reading.lost) {
            LostRun::correct(event);
            reading.lost->take(event);
            const auto* died = std::get_if<FixtureDied>(&event);
            if (LostRun::is_interruption(event) || (died != nullptr && died->at >= reading.lived_until)) {
                return;
            }
        }
        if (const auto* declared = std::get_if<TaskDeclared>(&event); declared != nullptr && !unfinished_.empty()) {
            unfinished_.erase(declared->id);
        }
        if (const auto* started = std::get_if<RunStarted>(&event)) {
            reading.segments.erase(segment);
            const MergeSource& source = sources_[reading.number];
            if (started->shard != source.started.shard && reading.status) {
                reading.status = Error{fmt::format(
                    "merge: {} has several shards already; name the runs of which it was made", source.journal)};
            }
        }
        const auto [place, is_new] = reading.segments.try_emplace(segment, last_segment_ + 1);
        last_segment_ += is_new ? 1 : 0;
        if (std::holds_alternative<PlanEnded>(event)) {
            reading.planned = true;
            reading.declared.clear();
        } else if (const auto* declared = std::get_if<TaskDeclared>(&event); declared != nullptr && !reading.planned) {
            reading.declared.push_back(declared->id);
        }
        std::visit(
            [&](auto& told) {
                if constexpr (requires { told.output.file; }) {
                    if (!told.output.file.empty() && reading.status) {
                        reading.status = take_output(reading.number, told.output.file);
                    }
                }
            },
            event);
        put(event, place->second);
    }

    // Copies the file of an output and changes its name to that of the copy. A file that is not there any more, because
    // only the journal was kept, has no name.
    Status take_output(std::size_t number, std::string& name) {
        const std::string& from = sources_[number].directory;
        const fs::path relative = fs::path(name).lexically_normal();
        std::error_code error;
        if (from.empty() || relative.is_absolute() || *relative.begin() == ".." ||
            !fs::is_regular_file(fs::path(from) / relative, error)) {
            name.clear();
            return ok_status();
        }
        if (from.starts_with(directory_ + "/")) {  // It stays where it is.
            name = (fs::path(from.substr(directory_.size() + 1)) / relative).string();
            return ok_status();
        }
        const std::string folder = fmt::format("output/{}", number + 1);
        const std::string copy = folder + "/" + relative.filename().string();
        fs::create_directories(fs::path(directory_) / folder, error);
        fs::copy_file(fs::path(from) / relative, fs::path(directory_) / copy, fs::copy_options::overwrite_existing,
                      error);
        if (error) {
            return Error{fmt::format("cannot copy {} to {}/{}: {}", name, directory_, copy, error.message())};
        }
        name = copy;
        return ok_status();
    }

    void put(const Event& event, std::int64_t segment) {
        line_.clear();
        append_line(line_, event, segment);
        static_cast<void>(std::fwrite(line_.data(), 1, line_.size(), file_));
    }

    void say(const std::string& problem) { put(Message{0, MessageLevel::error, problem}, last_segment_); }

    // Adds what the sources do not have.
    Status complete() {
        const auto some = std::find_if(sources_.begin(), sources_.end(),
                                       [](const MergeSource& source) { return source.started.shards != 0; });
        if (some == sources_.end()) {
            add_unfinished();
            return ok_status();
        }
        std::map<std::uint32_t, Missing> missing;
        for (std::uint32_t shard = 1; shard <= some->started.shards; ++shard) {
            if (whole_.count(shard) == 0) {
                missing[shard].shard = shard;
            }
        }
        // A journal that belongs to no shard may name the tasks of all. Otherwise shard 1 does, and all others name
        // those of shard 1.
        for (const MergeSource& source : sources_) {
            if (Status status = missing.empty() ? ok_status() : find_tasks(source, missing); !status) {
                return status;
            }
        }
        for (const MergeSource& source : sources_) {
            const bool elsewhere = source.started.shards == 0 && !missing.empty();
            if (Status status = elsewhere ? find_elsewhere(source) : ok_status(); !status) {
                return status;
            }
        }
        for (const auto& [shard, one] : missing) {
            add_missing(some->started, one);
        }
        add_unfinished();
        return ok_status();
    }

    // Adds the tasks of missing shards that the source names, unless another source has done so.
    static Status find_tasks(const MergeSource& source, std::map<std::uint32_t, Missing>& missing) {
        std::map<std::uint32_t, Missing> found;
        const auto read = read_journal(source.journal, [&](Event& event, std::int64_t /*segment*/, Span /*span*/) {
            const auto* declared = std::get_if<ShardDeclared>(&event);
            const auto wanted = declared == nullptr ? missing.end() : missing.find(declared->shard);
            if (wanted != missing.end() && !wanted->second.named) {
                for (const std::string& task : declared->tasks) {
                    found[declared->shard].tasks.emplace_back(declared->group, task);
                }
            }
        });
        for (auto& [shard, one] : found) {
            missing[shard].tasks = std::move(one.tasks);
            missing[shard].named = true;
        }
        return read ? ok_status() : Status(read.error());
    }

    // Notes the tasks of a source that is no shard: nobody misses their results.
    Status find_elsewhere(const MergeSource& source) {
        const auto read = read_journal(source.journal, [&](Event& event, std::int64_t /*segment*/, Span /*span*/) {
            if (const auto* declared = std::get_if<TaskDeclared>(&event)) {
                elsewhere_.insert(declared->id);
            }
        });
        return read ? ok_status() : Status(read.error());
    }

    void add_missing(const RunStarted& some, const Missing& missing) {
        const bool begun = declared_.count(missing.shard) != 0;
        const auto lost = lost_shards_.find(missing.shard);
        const std::string name = fmt::format("shard {}/{}", missing.shard, some.shards);
        const std::string why = lost != lost_shards_.end() ? lost->second
                                : begun ? name + " was killed before it had declared all of its tasks"
                                        : name + " has no results";
        std::vector<std::pair<std::string, std::string>> added;
        for (const auto& task : missing.tasks) {
            if (declared_[missing.shard].count(task.second) == 0 && elsewhere_.count(task.second) == 0) {
                added.push_back(task);
            }
        }
        if (missing.named && added.empty() && (!begun || lost != lost_shards_.end())) {
            return;  // All were run elsewhere, or are among those that the lost run has not finished.
        }
        RunStarted started = some;
        started.run_id = fmt::format("missing-shard-{}", missing.shard);
        started.shard = missing.shard;
        add_not_run(started, added, lost == lost_shards_.end() ? Cause::shard_missing : Cause::node_lost, why);
        say(why + (added.empty() && !begun ? ", and no other run names tasks of it" : ""));
        end_not_run();
    }

    // Adds a segment in which these tasks, given as groups and ids, end without having been run.
    void add_not_run(RunStarted started, const std::vector<std::pair<std::string, std::string>>& tasks, Cause cause,
                     const std::string& why) {
        const std::int64_t segment = ++last_segment_;
        started.hostname.clear();
        started.command.clear();
        put(started, segment);
        for (const auto& [group, id] : tasks) {
            TaskDeclared task;
            task.id = id;
            task.group = group;
            put(task, segment);
        }
        put(PlanEnded{tasks.size()}, segment);
        for (const auto& [group, id] : tasks) {
            TaskEnded ended;
            ended.id = id;
            ended.outcome = Outcome::not_run;
            ended.cause = cause;
            ended.reason = why;
            put(ended, segment);
        }
    }

    void end_not_run() {
        RunEnded ended;
        ended.exit_code = kIncomplete;
        put(ended, last_segment_);
    }

    // Adds the tasks that lost runs have not finished and that no later run has run.
    void add_unfinished() {
        std::map<std::size_t, std::vector<std::pair<std::string, std::string>>> by_source;
        for (const auto& [id, task] : unfinished_) {
            by_source[task.source].emplace_back(task.group, id);
        }
        for (const auto& [number, tasks] : by_source) {
            RunStarted started = sources_[number].started;
            started.run_id += "-lost";
            add_not_run(started, tasks, Cause::node_lost, sources_[number].lost);
            end_not_run();
        }
    }

    const std::vector<MergeSource>& sources_;
    std::string directory_;
    std::FILE* file_ = nullptr;
    std::string line_;
    std::int64_t last_segment_ = 0;
    std::set<std::uint32_t> whole_;  // Shards of which a run has declared all tasks.
    // By shard that is not whole: the tasks that it has declared.
    std::map<std::uint32_t, std::unordered_set<std::string>> declared_;
    std::unordered_set<std::string> elsewhere_;  // If shards are missing: the tasks of sources that are no shards.
    std::map<std::uint32_t, std::string> lost_shards_;  // By shard whose latest run was lost: why.
    std::map<std::string, Unfinished> unfinished_;      // By id.
};

}  // namespace

Status merge_journals(const std::vector<MergeSource>& sources, const std::string& directory) {
    Merger merger(sources, directory);
    return write_file_atomically(directory + "/journal.jsonl", [&](std::FILE* file) { return merger.write(file); });
}

}  // namespace pf
