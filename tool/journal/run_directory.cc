#include "tool/journal/run_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "runtime/directory.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr int kTries = 100;
constexpr std::time_t kMonth = std::time_t{30} * 24 * 60 * 60;  // Seconds.

// A run that may be pruned, with the time at which it was created.
struct Run {
    std::time_t seconds;
    long nanoseconds;
    std::string path;

    bool operator<(const Run& other) const {
        return std::tie(seconds, nanoseconds, path) < std::tie(other.seconds, other.nanoseconds, other.path);
    }
};

std::string lock_path(const std::string& run) { return run + "/lock"; }

// Creates a directory. Returns whether it did not exist before.
Result<bool> make_directory(const std::string& path) {
    if (::mkdir(path.c_str(), 0777) == 0) {
        return true;
    }
    return errno == EEXIST ? Result<bool>(false) : system_error("make the directory " + path, errno);
}

}  // namespace

Status make_results_root(const std::string& build_dir) {
    for (const std::string& path : {build_dir + "/Testing", results_root(build_dir)}) {
        if (const auto made = make_directory(path); !made) {
            return made.error();
        }
    }
    return ok_status();
}

namespace {

// Refuses a symbolic link, with which another user could redirect everything that we write.
Status require_real_directory(const std::string& path) {
    struct stat there {};
    if (::lstat(path.c_str(), &there) != 0) {
        return system_error("look at " + path, errno);
    }
    if (!S_ISDIR(there.st_mode)) {
        return Error{"cannot use " + path + ": it is a link or a file, not a directory; remove it"};
    }
    return ok_status();
}

struct Made {
    std::string run_id;
    bool fresh = false;
};

// Creates a directory with a new id. Two processes can have the same number if containers share a build tree, so the
// directory must not exist yet.
Result<Made> make_new(const std::string& root) {
    const std::string wanted = make_run_id(std::time(nullptr), ::getpid());
    for (int i = 1; i <= kTries; ++i) {
        const std::string run_id = i == 1 ? wanted : fmt::format("{}-{}", wanted, i);
        const auto made = make_directory(fmt::format("{}/{}", root, run_id));
        if (!made) {
            return made.error();
        }
        if (*made) {
            return Made{run_id, true};
        }
    }
    return Error{"make the directory " + root + "/" + wanted + ": it exists, and so do those with a number after it"};
}

Result<Made> make_or_join(const std::string& root, const std::string& run_id) {
    if (safe_file_name(run_id) != run_id || run_id == "latest" || run_id.starts_with("history")) {
        return Error{"cannot use the run id \"" + utf8_text(run_id) + "\": it is no name for a directory of results"};
    }
    const std::string path = root + "/" + run_id;
    const auto made = make_directory(path);
    const Status usable = !made ? Status(made.error()) : *made ? ok_status() : require_real_directory(path);
    return usable ? Result<Made>(Made{run_id, *made}) : usable.error();
}

// Makes `latest` point to the run. The link is created under another name and renamed, so that `latest` always exists.
Status point_latest(const std::string& root, const std::string& run_id) {
    const std::string aside = fmt::format("{}/.latest.{}", root, ::getpid());
    ::unlink(aside.c_str());
    if (::symlink(run_id.c_str(), aside.c_str()) != 0) {
        return system_error("make " + aside, errno);
    }
    if (::rename(aside.c_str(), (root + "/latest").c_str()) != 0) {
        const int number = errno;
        ::unlink(aside.c_str());
        return system_error("make " + root + "/latest point to " + run_id, number);
    }
    return ok_status();
}

// Returns every directory with a lock file of ours, in the order in which they were created.
std::vector<Run> runs_below(const std::string& root) {
    std::vector<Run> runs;
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(root.c_str()), ::closedir);
    const dirent* entry = nullptr;
    while (directory && (entry = ::readdir(directory.get())) != nullptr) {
        const std::string path = root + "/" + static_cast<const char*>(entry->d_name);
        struct stat there {};
        struct stat lock {};
        if (entry->d_name[0] != '.' && ::lstat(path.c_str(), &there) == 0 && S_ISDIR(there.st_mode) &&
            ::lstat(lock_path(path).c_str(), &lock) == 0 && S_ISREG(lock.st_mode)) {
            runs.push_back({lock.st_mtim.tv_sec, lock.st_mtim.tv_nsec, path});
        }
    }
    std::sort(runs.begin(), runs.end());
    return runs;
}

// Returns whether an array of jobs may still write to the run. Its command, which has the lock, may have left. Jobs
// that have not ended after a month are taken for cancelled.
bool has_jobs(const Run& run) {
    const std::string nodes = run.path + "/nodes/";
    return access((nodes + "array.sh").c_str(), F_OK) == 0 && access((nodes + "merged").c_str(), F_OK) != 0 &&
           std::time(nullptr) - run.seconds < kMonth;
}

void prune(const std::string& root, const std::string& own) {
    std::vector<Run> others = runs_below(root);
    std::erase_if(others, [&own](const Run& run) { return run.path == own; });
    const std::size_t too_many = others.size() - std::min(others.size(), RunDirectory::kKept - 1);
    for (std::size_t i = 0; i < too_many; ++i) {
        const auto unused = FileLock::take(lock_path(others[i].path), FileLock::Kind::exclusive, FileLock::Wait::no);
        if (unused && !has_jobs(others[i])) {
            remove_tree(others[i].path);
        }
    }
}

}  // namespace

std::string make_run_id(std::time_t now, std::int64_t pid) {
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z-{}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                       utc.tm_hour, utc.tm_min, utc.tm_sec, pid);
}

std::string results_root(const std::string& build_dir) { return build_dir + "/Testing/ParallelFixtures"; }

Result<RunDirectory> RunDirectory::create(const std::string& build_dir, const std::string& run_id) {
    const std::string root = results_root(build_dir);
    const Status rooted = make_results_root(build_dir);
    if (!rooted) {
        return rooted.error();
    }
    for (int i = 0; i < kTries; ++i) {
        const auto made = run_id.empty() ? make_new(root) : make_or_join(root, run_id);
        if (!made) {
            return made.error();
        }
        const std::string path = root + "/" + made->run_id;
        auto lock = FileLock::take(lock_path(path), FileLock::Kind::shared, FileLock::Wait::yes);
        if (lock && !lock->is_at(lock_path(path))) {
            continue;  // Another process was pruning it.
        }
        if (!lock) {
            return lock.error();
        }
        RunDirectory run(path, made->run_id, std::move(*lock));
        if (made->fresh) {
            const Status latest = point_latest(root, made->run_id);
            run.warning_ = latest ? "" : latest.error().message;
            prune(root, path);
        }
        return run;
    }
    return Error{"cannot make a directory for the run in " + root + ": something removes it again and again"};
}

Result<RunDirectory> RunDirectory::create_part(const std::string& path, const std::string& run_id) {
    const auto made = make_directory(path);
    if (!made) {
        return made.error();
    }
    RunDirectory part(path, run_id, std::nullopt);
    struct stat journal {};
    const bool prepared = ::lstat(part.journal_path().c_str(), &journal) == 0 && journal.st_size == 0;
    return *made || prepared ? Result<RunDirectory>(std::move(part))
                             : Error{"cannot run a part of a run in " + path + ": it exists already"};
}

Status RunDirectory::prepare_part(const std::string& path) {
    if (::mkdir(path.c_str(), 0777) != 0) {
        return system_error("make the directory " + path, errno);
    }
    const auto journal = open_file(path + "/journal.jsonl", O_WRONLY | O_CREAT | O_EXCL);
    return journal.ok() ? ok_status() : Status(journal.error());
}

bool is_in_use(const std::string& run_directory) {
    return access(lock_path(run_directory).c_str(), F_OK) == 0 &&
           !FileLock::take(lock_path(run_directory), FileLock::Kind::exclusive, FileLock::Wait::no).ok();
}

Status wait_until_unused(const std::string& run_directory) {
    const auto lock = FileLock::take(lock_path(run_directory), FileLock::Kind::exclusive, FileLock::Wait::yes);
    return lock.ok() ? ok_status() : Status(lock.error());
}

Result<FileLock> lock_reports(const std::string& run_directory) {
    return FileLock::take(run_directory + "/reports.lock", FileLock::Kind::exclusive, FileLock::Wait::yes);
}

}  // namespace pf
