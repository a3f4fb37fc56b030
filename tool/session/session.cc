#include "tool/session/session.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <utility>

#include "runtime/environment.h"
#include "runtime/platform.h"
#include "tool/session/seed.h"

namespace pf {
namespace {

constexpr double kKillAgain = 1;  // Seconds until supervisors that were killed and have not gone are killed again.

std::string path_variable() {
    const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe)
    return path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
}

const std::vector<int>& watched_signals() {
    static const std::vector<int> signals{SIGINT,  SIGTERM, SIGHUP,   SIGQUIT, SIGTSTP,
                                          SIGCONT, SIGUSR1, SIGWINCH, SIGCHLD};
    return signals;
}

}  // namespace

void Session::keep_signals_back(bool foreground) {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : watched_signals()) {
        sigaddset(&set, number);
    }
    if (foreground) {
        sigaddset(&set, SIGTTOU);  // We may print while the task has the terminal.
    }
    sigprocmask(SIG_BLOCK, &set, nullptr);
}

Result<std::unique_ptr<Session>> Session::make(Plan& plan, SessionOptions options, SessionHost& host, EventSink& sink) {
    keep_signals_back(options.foreground);  // A signal must not leave the temporary directory behind.
    auto temporary = TemporaryDirectory::make("pf-" + std::to_string(getuid()) + "-");
    if (!temporary.ok()) {
        return temporary.error();
    }
    // A service that has changed its user must be able to reach its own files in it.
    chmod(temporary->path().c_str(), S_IRWXU | S_IXGRP | S_IXOTH);
    return std::unique_ptr<Session>(new Session(plan, std::move(options), host, sink, std::move(*temporary)));
}

Session::Session(Plan& plan, SessionOptions options, SessionHost& host, EventSink& sink, TemporaryDirectory temporary)
    : growing_plan_(plan),
      options_(std::move(options)),
      host_(host),
      temporary_(std::move(temporary)),
      context_(plan, path_variable(), options_.leak_grace_ms),
      scheduler_(plan, options_.schedule),
      publisher_(plan, sink, options_.schedule.default_timeout),
      costs_(plan.fixtures.size()),
      stacks_(context_, [this](WorkerId worker) { scheduler_.task_inspected(worker, context_.clock.now()); }),
      cores_(context_, [this](const CrashedTask& task, std::string stacks) {
          publisher_.send(TaskStacks{context_.clock.now(), task.id, task.attempt, std::move(stacks)});
      }) {
    stacks_.set_options(options_.stacks);
    context_.temporary = temporary_.path();
    context_.run_id = options_.run_id;
    context_.output_dir = options_.output_dir;
    context_.seed = options_.seed;
    context_.foreground = options_.foreground;
    context_.leases = options_.leases;
    context_.wrapper = options_.wrapper;
}

Session::~Session() {
    workers_.clear();
    fixtures_.clear();
    context_.to_delete.clear();
}

SessionResult Session::run(const std::vector<TaskId>& declared, const std::vector<TaskId>& ordered) {
    known_tasks_ = context_.plan.tasks.size();
    result_.declared = declared.size();
    watch_signals();
    publisher_.declare(declared, options_.request);
    platform::become_subreaper();
    scheduler_.begin(ordered, options_.request, context_.clock.now());
    loop_until_finished();
    return result();
}

const SessionResult& Session::result() {
    result_.setup_seconds = costs_.spent();
    result_.setup_seconds_saved = costs_.saved();
    result_.setups = costs_.setups();
    result_.setups_one_per_task = costs_.setups_one_per_task();
    result_.seconds = context_.clock.now();
    return result_;
}

void Session::watch_signals() {
    static_cast<void>(signal(SIGCHLD, SIG_DFL));  // If the caller ignored it, exit statuses would be lost.
    auto source = platform::open_signal_source(watched_signals());
    if (source.ok()) {
        signals_ = std::move(*source);
        context_.loop.watch(signals_.get(), POLLIN, [this](short) {
            for (auto next = platform::next_signal(signals_.get()); next.number != 0;
                 next = platform::next_signal(signals_.get())) {
                on_signal(next);
            }
        });
    }
}

void Session::loop_until_finished() {
    double leaving_since = -1;
    while (true) {
        perform_all();
        context_.to_delete.clear();
        context_.supervisors.collect();
        const double now = context_.clock.now();
        if (!host_.stays_open() && scheduler_.finished()) {
            context_.supervisors.release_idle();
            if (context_.supervisors.empty()) {
                return;
            }
            leaving_since = leaving_since < 0 ? now : leaving_since;
            if (now >= leaving_since + options_.leave_limit) {
                context_.supervisors.kill_leaving();
            }
        }
        const double flushed_for = host_.before_waiting(now);
        send_next_tasks();
        double limit = wait_limit();
        if (leaving_since >= 0) {
            const double kill_at = leaving_since + options_.leave_limit;
            limit = std::min(limit, now < kill_at ? kill_at : now + kKillAgain);
        }
        context_.loop.turn(std::min(flushed_for, limit - context_.clock.now()));
        for (auto next = context_.timed.begin(); next != context_.timed.end();) {
            (next++)->second->wake();  // It may be ready then, and removed.
        }
        scheduler_.tick(context_.clock.now());
    }
}

double Session::wait_limit() const {
    double limit = scheduler_.next_deadline();
    for (const auto& [id, fixture] : context_.timed) {
        limit = std::min(limit, fixture->next_wakeup());
    }
    return limit;
}

void Session::perform_all() {
    for (std::vector<Action> actions = scheduler_.take_actions(); !actions.empty();
         actions = scheduler_.take_actions()) {
        for (Action& action : actions) {
            std::visit([this](auto& a) { perform(a); }, action);
        }
    }
}

// A next task may begin unseen, so the journal says first that it may.
void Session::send_next_tasks() {
    for (const WorkerId id : std::exchange(to_hand_, {})) {
        if (const auto found = workers_.find(id); found != workers_.end()) {
            found->second->send_next();
        }
    }
}

void Session::on_signal(platform::PendingSignal next) {
    switch (next.number) {
        case SIGINT:
        case SIGTERM:
        case SIGHUP:
        case SIGQUIT:
            if (ending_signals_.counts(next.number, next.typed, context_.clock.now())) {
                stop_by_signal(next.number);
            }
            break;
        case SIGTSTP:
            pause();
            break;
        case SIGUSR1:
            show_status();
            break;
        case SIGWINCH:
            host_.terminal_resized();
            break;
        default:
            break;  // SIGCHLD: the socket of the supervisor reports the end. SIGCONT: pause() continues by itself.
    }
}

void Session::stop_by_signal(int number) {
    const bool again = result_.signal != 0;
    result_.signal = again ? result_.signal : number;
    result_.killed = again;
    const std::string reason = (again ? "killed by a second " : "interrupted by ") + signal_name(number);
    const double now = context_.clock.now();
    publisher_.send(Stopping{now, reason, scheduler_.running(), again});
    host_.ending();
    scheduler_.stop(again ? StopLevel::kill : StopLevel::terminate, reason, now);
}

void Session::pause() {
    context_.supervisors.pause_all(true);
    context_.clock.pause();
    host_.pausing(true);
    static_cast<void>(raise(SIGSTOP));
    context_.clock.resume();
    context_.supervisors.pause_all(false);
    host_.pausing(false);
}

void Session::show_status() {
    constexpr std::size_t kLastBytes = 2000;
    const double now = context_.clock.now();
    std::vector<RunningTask> tasks;
    for (const auto& [key, worker] : workers_) {
        if (worker->running()) {
            tasks.push_back({context_.plan.task_id(worker->current().task), worker->current().attempt,
                             now - worker->started(), worker->task_pid(),
                             std::string(worker->output_tail(kLastBytes))});
        }
    }
    std::vector<RunningFixture> fixtures;
    for (const auto& [id, fixture] : fixtures_) {
        fixtures.push_back({fixture->label(), fixture->state_text(), now - fixture->started()});
    }
    host_.show_status(now, tasks, fixtures);
}

WorkerRun& Session::worker(WorkerId id) {
    std::unique_ptr<WorkerRun>& run = workers_[id];
    if (!run) {
        run = std::make_unique<WorkerRun>(context_, static_cast<TaskHost&>(*this), id);
    }
    return *run;
}

std::string Session::label_of(const Instance& instance) const {
    const std::string name(context_.plan.fixtures[instance.fixture].name);
    if (instance.task != kNone) {
        return name + "[" + context_.plan.name_in_group(instance.task) + "]";
    }
    const WorkerId worker = instance.worker;
    return worker.number < 0 ? name
                             : name + "[" + std::string(context_.plan.groups[worker.group].name) + " worker " +
                                   std::to_string(worker.number) + "]";
}

void Session::set_worker(VariableList& list, WorkerId worker) const {
    list.set("PARALLEL_FIXTURES_GROUP", context_.plan.groups[worker.group].name);
    list.set("PARALLEL_FIXTURES_WORKER", std::to_string(worker.number));
    list.set("PARALLEL_FIXTURES_WORKERS", std::to_string(scheduler_.worker_count(worker.group)));
}

// Returns the environment of the commands of a fixture: what the fixtures below it hand down, and whom it is for.
std::vector<std::string> Session::fixture_environment(const Instance& instance) {
    VariableList list(context_.environment);
    for (const InstanceId below : scheduler_.chain_below(instance)) {
        list.append(fixtures_.at(below)->handed_down());
    }
    list.set("PARALLEL_FIXTURES_RUN_ID", context_.run_id);
    if (instance.worker.number >= 0) {
        set_worker(list, instance.worker);
    }
    if (instance.task != kNone) {
        list.set("PARALLEL_FIXTURES_TASK", context_.plan.task_id(instance.task));
    }
    return list.changes();
}

// Warns once in each group of names in ENVIRONMENT or in a command that no fixture hands down. In a command, such text
// may have another meaning, so a name must be like a known one.
void Session::warn_of_unknown_names(const StartTask& task, const VariableList& list, const char* where, Text text) {
    for (const std::string& what : list.unknown_names(text, std::string_view(where) == "COMMAND")) {
        std::string told(context_.plan.groups[task.worker.group].name);
        if (context_.told_names.insert(told.append("\n").append(what)).second) {
            publisher_.send(Message{context_.clock.now(), MessageLevel::warning,
                                    context_.plan.task_id(task.task) + ": " + where + ": " + what});
        }
    }
}

// Returns the variables of a task. Later ones win: the requester's, the fixtures' from outer to inner,
// PARALLEL_FIXTURES_*, the group's, the task's. The latter two cannot set reserved variables.
Result<VariableList> Session::variables_of(const StartTask& task, const std::string& private_dir) {
    const Plan& plan = context_.plan;
    const TaskOptions& options = plan.tasks[task.task].options();
    const std::string id = plan.task_id(task.task);
    VariableList list(context_.environment);
    if (task.request && task.request->environment) {
        list.append(environment_changes(context_.environment, *task.request->environment));
    }
    list.end_of_caller();
    for (const InstanceId instance : scheduler_.chain(task.worker)) {
        list.append(fixtures_.at(instance)->handed_down());
    }
    list.set("PARALLEL_FIXTURES_RUN_ID", context_.run_id);
    set_worker(list, task.worker);
    list.set("PARALLEL_FIXTURES_SLOT", std::to_string(task.slot));
    list.set("PARALLEL_FIXTURES_TASK", id);
    list.set("PARALLEL_FIXTURES_ATTEMPT", std::to_string(task.attempt));
    list.set("PARALLEL_FIXTURES_SEED", std::to_string(task_seed(context_.seed, id)));
    list.set("PARALLEL_FIXTURES_TMPDIR", private_dir);
    if (plan.groups[task.worker.group].private_tmpdir) {
        // TEST_TMPDIR is GoogleTest's, and std::filesystem::temp_directory_path() reads the others.
        for (const char* name : {"TEST_TMPDIR", "TMPDIR", "TMP", "TEMP", "TEMPDIR"}) {
            list.set(name, private_dir);
        }
    }
    for (const Text entry : plan.environment(task.task)) {
        if (!is_reserved_variable(entry)) {
            warn_of_unknown_names(task, list, "ENVIRONMENT", entry);
            const std::string text = list.expand(entry);
            list.set(Texts{text});
        }
    }
    const Status modified = list.modify(options.environment_modification);
    for (const Text word : plan.tasks[task.task].command) {
        warn_of_unknown_names(task, list, "COMMAND", word);
    }
    if (task.allocation) {
        list.append(resource_variables(*task.allocation));
    }
    return modified.ok() ? Result<VariableList>(std::move(list)) : modified.error();
}

}  // namespace pf
