#include "tool/command/ci_report.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "tool/report/ci_annotations.h"
#include "tool/report/markdown.h"
#include "tool/support/file.h"
#include "tool/support/text.h"

namespace pf {
namespace {

const char* variable(const char* name) { return std::getenv(name); }  // NOLINT(concurrency-mt-unsafe): one thread.

void print_note(const std::string& text) {
    static_cast<void>(std::printf("note: %s\n", without_github_commands(printable(text)).c_str()));
    static_cast<void>(std::fflush(stdout));
}

void note_failure(const char* what, const Status& status) {
    static_cast<void>(std::fflush(stdout));
    if (!status) {
        print_note(fmt::format("{} could not be written: {}", what, status.error().message));
    }
}

Status append(const Descriptor& file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = write(file.get(), text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return system_error("write", errno);
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return ok_status();
}

// Every step has a summary of its own, to which other commands of the step may have written.
Status append_summary(const RunRecord& record, const std::string& path) {
    constexpr std::size_t kLeast = 1024;
    // O_NONBLOCK: nobody may be reading a FIFO.
    const Result<Descriptor> file = open_file(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK);
    if (!file) {
        return file.error();
    }
    struct stat status {};
    if (fstat(file->get(), &status) != 0) {
        return system_error("fstat", errno);
    }
    const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
    if (size + kLeast > kLargestSummary) {
        return Error{fmt::format("{} has {} bytes, and GitHub takes {}", path, size, kLargestSummary)};
    }
    const Result<std::string> text = markdown_summary(record, kLargestSummary - size - 1);
    return text ? append(*file, "\n" + *text) : Status(text.error());
}

}  // namespace

void print_ci_groups(const RunRecord& record, CiSystem system) {
    if (system != CiSystem::none) {
        note_failure("the outputs", write_ci_groups(record, system, stdout));
    }
}

void annotate(const RunRecord& record, CiSystem system) {
    if (system != CiSystem::github) {
        return;
    }
    const char* const workspace = variable("GITHUB_WORKSPACE");
    note_failure("the annotations", write_github_annotations(record, workspace != nullptr ? workspace : "", stdout));
    const char* const summary = variable("GITHUB_STEP_SUMMARY");
    if (summary != nullptr && *summary != '\0') {
        note_failure("the summary of the step", append_summary(record, summary));
    }
}

void annotate(const std::string& run_directory, CiSystem system) {
    if (system != CiSystem::github) {
        return;
    }
    const Result<RunRecord> record = build_run_record(run_directory + "/journal.jsonl");
    if (record) {
        annotate(*record, system);
    } else {
        print_note("there are no annotations: " + record.error().message);
    }
}

// A task cannot guess the token, without which commands stay stopped.
GithubCommandsStopped::GithubCommandsStopped() {
    std::random_device random;
    for (int i = 0; i < 4; ++i) {
        token_ += fmt::format("{:08x}", random());
    }
    static_cast<void>(std::printf("::stop-commands::%s\n", token_.c_str()));
    static_cast<void>(std::fflush(stdout));
}

GithubCommandsStopped::~GithubCommandsStopped() {
    static_cast<void>(std::printf("\n::%s::\n", token_.c_str()));
    static_cast<void>(std::fflush(stdout));
}

}  // namespace pf
