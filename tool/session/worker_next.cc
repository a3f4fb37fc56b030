// The next task of a worker, which its supervisor begins by itself.
#include <algorithm>
#include <utility>

#include "tool/session/worker_run.h"

namespace pf {

bool WorkerRun::take_next(const StartTask& next) {
    const bool possible = running_ && !next_ && !early_end_ && unit_ == nullptr && number_ != 0 && supervisor_ &&
                          supervisor_->takes_next();
    if (!possible) {
        return false;
    }
    const Result<VariableList> variables = host_.variables_of(next, private_dir_);
    if (!variables.ok()) {
        return false;  // It fails when it is started.
    }
    Next handed;
    handed.start = next;
    next_ = std::move(handed);
    next_->test = ForkedTest::order_of(context_, next, directory_of(next.task), *variables);
    next_->test.private_dir = private_dir_;
    next_->test.number = ++last_number_;
    next_->test.next = true;
    return true;
}

void WorkerRun::send_next() {
    if (next_ && !std::exchange(next_->sent, true)) {
        supervisor_->send(next_->test);
    }
}

void WorkerRun::take_next_back() {
    if (next_ && next_->sent) {
        supervisor_->send(TakeNextBack{});
    } else if (next_) {
        lose_next();
    }
}

// If the supervisor has not answered for the next task, it had not received it when this one ended. Its answer follows.
void WorkerRun::process_ended(const Ended& ended) {
    if (next_ && next_->sent && ended.next == NextState::none) {
        early_end_ = ended;
    } else {
        task_process_ended(ended);
    }
}

// The next task has begun, although its predecessor had ended before it came.
void WorkerRun::next_began(const Began& began) {
    if (std::optional<Ended> ended = std::exchange(early_end_, std::nullopt)) {
        ended->next = NextState::begins;
        ended->next_at = began.at;
        task_process_ended(*ended);
    }
}

// If a current task could not be started, the next one is known to be lost before the supervisor says so.
void WorkerRun::next_handed_back(const HandedBack& message) {
    if (next_ && next_->sent && next_->test.number == message.number) {
        lose_next();
    }
}

void WorkerRun::lose_next() {
    if (const std::optional<Ended> ended = std::exchange(early_end_, std::nullopt)) {
        task_process_ended(*ended);
    } else if (std::exchange(next_, std::nullopt)) {
        host_.next_handed_back(*this);
    }
}

// Makes the next task the current one. Returns when it began.
std::optional<double> WorkerRun::begin_next(std::uint64_t at) {
    if (!next_) {
        return std::nullopt;
    }
    const double began = std::clamp(context_.clock.at(at), started_, std::max(started_, context_.clock.now()));
    const std::uint32_t number = next_->test.number;
    begin(StartTask(next_->start), began);
    run_ = make_run(true);
    number_ = number;
    return began;
}

}  // namespace pf
