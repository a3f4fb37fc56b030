#include "tool/session/supervisors.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "runtime/directory.h"
#include "runtime/platform.h"
#include "runtime/process_tree.h"

namespace pf {

void ReleaseSupervised::operator()(Supervised* supervised) const { supervisors->release(supervised); }

Supervisors::Supervisors(Loop& loop, const std::vector<std::string>& environment, int leak_grace_ms)
    : loop_(loop),
      settings_{&environment, Supervised::Data::none, leak_grace_ms},
      not_ours_(platform::children_of(getpid())) {}

Supervisors::~Supervisors() {
    release_idle();
    leaving_.clear();
    kill_orphans();
}

Result<SupervisorHandle> Supervisors::start(SupervisorListener& listener, Supervised::Data data, bool foreground) {
    Supervised::Settings settings = settings_;
    settings.data = data;
    settings.foreground = foreground;
    return keep(Supervised::start(loop_, listener, settings));
}

Result<SupervisorHandle> Supervisors::start_in(const std::shared_ptr<ProgramChannel>& program,
                                               SupervisorListener& listener, Supervised::Data data) {
    Supervised::Settings settings = settings_;
    settings.data = data;
    return keep(Supervised::start_in(program, loop_, listener, settings));
}

Result<SupervisorHandle> Supervisors::keep(Result<std::unique_ptr<Supervised>> started) {
    if (!started.ok()) {
        return started.error();
    }
    Supervised* supervised = started->release();
    alive_.insert(supervised);
    return SupervisorHandle(supervised, ReleaseSupervised{this});
}

void Supervisors::release(Supervised* supervised) {
    alive_.erase(supervised);
    supervised->set_listener(null_listener_);
    supervised->send(Leave{});
    leaving_.emplace_back(supervised);
    null_listener_.some_have_gone = null_listener_.some_have_gone || supervised->has_gone();
}

void Supervisors::keep_idle(IdleSupervisor idle) {
    idle.handle->set_listener(null_listener_);
    idle_.push_back(std::move(idle));
    if (idle_.size() > kMostIdle) {
        release_first_idle();
    }
}

std::optional<IdleSupervisor> Supervisors::take_idle(SupervisorListener& listener) {
    while (!idle_.empty()) {
        IdleSupervisor taken = std::move(idle_.back());
        idle_.pop_back();
        if (!taken.handle->has_gone()) {
            taken.handle->set_listener(listener);
            return taken;
        }
        remove_tree(taken.private_dir);  // Somebody has killed it.
    }
    return std::nullopt;
}

void Supervisors::release_idle() {
    while (!idle_.empty()) {
        release_first_idle();
    }
}

void Supervisors::release_first_idle() {
    idle_.front().handle->send(Leave{idle_.front().discard_dir, false});
    idle_.erase(idle_.begin());
}

void Supervisors::pause_all(bool paused) {
    for (Supervised* supervised : alive_) {
        supervised->send(Pause{paused});
    }
}

std::vector<std::string> Supervisors::kill_orphans() {
    std::vector<pid_t> known = not_ours_;
    for (Supervised* supervised : alive_) {
        known.push_back(supervised->pid());
    }
    for (const auto& supervised : leaving_) {
        known.push_back(supervised->pid());
    }
    return kill_strays(known);
}

void Supervisors::collect() {
    if (!std::exchange(null_listener_.some_have_gone, false)) {
        return;
    }
    leaving_.erase(std::remove_if(leaving_.begin(), leaving_.end(),
                                  [](const std::unique_ptr<Supervised>& gone) { return gone->has_gone(); }),
                   leaving_.end());
}

void Supervisors::kill_leaving() {
    for (const auto& supervised : leaving_) {
        supervised->abandon();
    }
}

}  // namespace pf
