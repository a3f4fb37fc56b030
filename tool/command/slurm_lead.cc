#include "tool/command/slurm_lead.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "runtime/directory.h"
#include "runtime/platform.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/run_files.h"
#include "tool/command/summary_signals.h"
#include "tool/command/terminal_style.h"
#include "tool/journal/run_record.h"
#include "tool/process/reader_child.h"
#include "tool/report/write_reports.h"
#include "tool/session/publisher.h"
#include "tool/session/verdict.h"
#include "tool/support/file.h"
#include "tool/support/text.h"
#include "tool/terminal/format.h"

namespace pf {
namespace {

constexpr double kBetweenReads = 0.05;     // Seconds, of a few journals.
constexpr double kPatience = 60;           // Seconds for a command of Slurm to end.
constexpr double kForEachJournal = 0.001;  // Seconds more for each journal.

const std::vector<int>& watched_signals() {
    static const std::vector<int> signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH};
    return signals;
}

}  // namespace

std::string shell_line(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) {
        line += (line.empty() ? "" : " ") + shell_quoted(word);
    }
    return line;
}

SlurmLead::SlurmLead(const SlurmOptions& options, SelectedPlan& selected, std::vector<std::string> command_line)
    : options_(options),
      selected_(selected),
      command_line_(std::move(command_line)),
      terminal_(STDOUT_FILENO, style_for(options.run.display, STDOUT_FILENO, selected.plan.build_dir)) {}

Status SlurmLead::open(std::uint32_t shards, int jobs) {
    auto directory = RunDirectory::create(selected_.plan.build_dir);
    if (!directory.ok()) {
        return directory.error();
    }
    directory_ = std::move(*directory);
    files_.emplace(directory_->path());
    for (const std::string& path : {files_->nodes(), files_->own()}) {
        if (mkdir(path.c_str(), 0777) != 0) {
            return system_error("cannot make " + path, errno);
        }
    }
    if (Status saved = selected_.history.save_file(files_->history()); !saved.ok()) {
        return saved;
    }
    auto journal = JournalWriter::open(files_->own() + "/journal.jsonl", getpid());
    if (!journal.ok()) {
        return journal.error();
    }
    journal_ = std::move(*journal);
    view_ = std::make_unique<SlurmView>(selected_.plan, *files_, terminal_);
    whole_ = divide_selected(selected_, shards);
    digest_ = tree_digest(selected_, shards);
    RunFiles files;
    started_ = files.started(selected_.plan, command_line_);
    started_.run_id = directory_->run_id();
    started_.jobs = jobs;
    started_.seed = options_.run.seed.value_or(random_seed());
    started_.shuffled = options_.run.schedule_random;
    started_.flaky_fails = options_.run.flaky_fails;
    started_.shards = shards;
    started_.digest = whole_.digest;
    declare();
    return ok_status();
}

void SlurmLead::announce() {
    RunStarted shown = started_;
    shown.shards = 0;  // All of the tasks are shown.
    terminal_.handle(shown);
    Publisher(selected_.plan, terminal_, options_.run.timeout.value_or(0)).declare(selected_.selection.tasks, nullptr);
}

// Writes to the journal which shard has which tasks.
void SlurmLead::declare() {
    journal_->handle(started_);
    for (std::uint32_t shard = 1; shard <= started_.shards; ++shard) {
        for (const ShardDeclared& declared : declarations(selected_.plan, whole_.partition[shard - 1], shard)) {
            journal_->handle(declared);
        }
    }
    journal_->handle(PlanEnded{0});
    journal_->flush();
}

std::vector<std::string> SlurmLead::node_command(const std::string& what, std::uint32_t round) const {
    std::vector<std::string> words{platform::own_executable(),
                                   "slurm-node",
                                   selected_.plan.build_dir,
                                   "--what",
                                   what,
                                   "--slurm-dir",
                                   files_->run(),
                                   "--round",
                                   std::to_string(round),
                                   "--shards",
                                   std::to_string(started_.shards),
                                   "--digest",
                                   digest_};
    words.insert(words.end(), options_.passed.begin(), options_.passed.end());
    words.insert(words.end(), {"--seed", std::to_string(started_.seed)});
    return words;
}

Result<std::string> SlurmLead::ask(const std::vector<std::string>& words) const {
    const std::string log = files_->file("slurm.log");
    auto child = ReaderChild::start(shell_line(words) + " >" + shell_quoted(log) + " 2>&1");
    if (!child.ok()) {
        return child.error();
    }
    const std::string problem = (*child)->finish(kPatience);
    auto text = read_file(log);
    if (text.ok() && !problem.empty()) {
        return Error{fmt::format("{}: {}", words.front(), text->empty() ? problem : one_line(*text))};
    }
    return text;
}

void SlurmLead::say(MessageLevel level, const std::string& text) {
    const Message message{now(), level, text};
    journal_->handle(message);
    journal_->flush();
    terminal_.handle(message);
}

void SlurmLead::wait(const std::function<bool()>& done, const std::function<void(int signal, int requests)>& stop) {
    if (!signals_) {
        if (auto source = platform::open_signal_source(watched_signals()); source.ok()) {
            signals_ = std::move(*source);
        }
    }
    for (bool over = false; !over && !left_;) {
        over = done();  // Before the journals are read, so that they are read once more.
        view_->read(now());
        terminal_.tick(now());
        const double seconds = over ? 0 : kBetweenReads + kForEachJournal * static_cast<double>(view_->parts().size());
        constexpr double kMilli = 1000;
        pollfd waits{signals_.get(), POLLIN, 0};
        if (poll(&waits, 1, static_cast<int>(seconds * kMilli)) > 0) {
            take_signals(stop);
        }
    }
}

void SlurmLead::take_signals(const std::function<void(int signal, int requests)>& stop) {
    for (auto next = platform::next_signal(signals_.get()); next.number != 0;
         next = platform::next_signal(signals_.get())) {
        if (next.number == SIGWINCH) {
            const TerminalFacts facts = terminal_facts(STDOUT_FILENO);
            terminal_.resize(facts.columns, facts.rows);
        } else if (next.number == SIGHUP && may_leave_) {
            left_ = true;
        } else if (repeated_.counts(next.number, next.typed, now())) {
            on_request(next.number, stop);
        }
    }
}

void SlurmLead::on_request(int number, const std::function<void(int signal, int requests)>& stop) {
    ++requests_;
    view_->stop();
    const bool again = requests_ > 1;
    signal_ = signal_ == 0 ? number : signal_;
    const Stopping stopping{now(), (again ? "killed by a second " : "interrupted by ") + signal_name(number),
                            view_->running(), again};
    if (requests_ <= 2) {
        journal_->handle(stopping);
        journal_->flush();
        terminal_.handle(stopping);
        terminal_.tick(now());
    }
    // A helper takes two of one signal within half a second for one, because only a terminal sends one for each key.
    const int other = number == SIGTERM ? SIGINT : SIGTERM;
    stop(again && number == signal_ ? other : number, requests_);
}

void SlurmLead::end_journal(int code) {
    RunEnded ended;
    ended.at = now();
    ended.exit_code = code;
    journal_->handle(ended);
    journal_->flush();
}

int SlurmLead::conclude(bool merge, int code) {
    if (merge) {
        end_journal(signal_ != 0 ? kExitSignal + signal_ : code);
    }
    terminal_.finish();
    unblock_signals(signal_);
    const Status merged = merge ? merge_slurm(*files_, selected_.plan.build_dir) : ok_status();
    if (!merged.ok()) {
        return fail(kExitIncomplete, merged.error().message);
    }
    ReportOptions report;
    report.runs = {files_->run() + "/"};
    report.output_junit = options_.run.output_junit;
    report.output_junit_ci = options_.run.output_junit_ci;
    report.annotations = options_.run.annotations;
    report.display = options_.run.display;
    const int result = report_command(report);
    if (merge) {
        note_merged(result);
    }
    return signal_ != 0 ? first_exit_code(kExitSignal + signal_, result) : result;
}

// From now on the run may be pruned.
void SlurmLead::note_merged(int code) const {
    static_cast<void>(write_file_atomically(files_->merged(), std::to_string(code) + "\n"));
}

int SlurmLead::leave(const std::string& why) {
    say(MessageLevel::note, why);
    terminal_.finish();
    return kExitSignal + SIGHUP;
}

int SlurmLead::give_up(const std::string& why) {
    const int code = signal_ != 0 ? kExitSignal + signal_ : kExitUsage;
    journal_->handle(Message{now(), MessageLevel::error, why});
    end_journal(code);
    if (merge_slurm(*files_, selected_.plan.build_dir).ok()) {
        static_cast<void>(write_reports(files_->run()));
        note_merged(code);
    }
    return fail(code, why);
}

}  // namespace pf
