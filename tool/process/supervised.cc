#include "tool/process/supervised.h"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "runtime/platform.h"
#include "runtime/supervisor.h"

namespace pf {
namespace {

// How often one pipe is read before the others get their turn.
constexpr int kReadsPerTurn = 8;

// A quarter of the size of a pipe, in bytes.
constexpr std::size_t kMuchOutput = 16384;

std::string how_ended(int status) {
    if (WIFSIGNALED(status)) {
        return "killed by signal " + std::to_string(WTERMSIG(status));
    }
    return "ended with exit code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

struct Supervised::Ends {
    std::pair<Descriptor, Descriptor> control;  // Ours first.
    std::pair<Descriptor, Descriptor> output;
    std::pair<Descriptor, Descriptor> data;
};

Result<Supervised::Ends> Supervised::make_ends(Data data) {
    auto control = make_socket_pair();
    auto output = make_pipe();
    if (!control.ok() || !output.ok()) {
        return control.ok() ? output.error() : control.error();
    }
    Ends ends{std::move(*control), {std::move(output->read), std::move(output->write)}, {}};
    if (data == Data::pipe) {
        auto pipe = make_pipe();
        if (!pipe.ok()) {
            return pipe.error();
        }
        ends.data = {std::move(pipe->read), std::move(pipe->write)};
    } else if (data == Data::socket) {
        auto pair = make_socket_pair();
        if (!pair.ok()) {
            return pair.error();
        }
        ends.data = std::move(*pair);
    }
    return ends;
}

Result<std::unique_ptr<Supervised>> Supervised::start(Loop& loop, SupervisorListener& listener,
                                                      const Settings& settings) {
    auto ends = make_ends(settings.data);
    if (!ends.ok()) {
        return ends.error();
    }
    const pid_t pid = fork();
    if (pid < 0) {
        return system_error("cannot fork a supervisor", errno);
    }
    if (pid == 0) {
        SupervisorSetup setup;
        setup.control = ends->control.second.get();
        setup.output = ends->output.second.get();
        setup.data = ends->data.second.get();
        setup.environment = *settings.environment;
        setup.leak_grace_ms = settings.leak_grace_ms;
        setup.owner_group = settings.foreground ? getpgrp() : 0;
        supervise(std::move(setup));
    }
    std::unique_ptr<Supervised> supervised(new Supervised(loop, listener));
    supervised->pid_ = pid;
    supervised->take(*ends, settings.data);
    return supervised;
}

Result<std::unique_ptr<Supervised>> Supervised::start_in(const std::shared_ptr<ProgramChannel>& program, Loop& loop,
                                                         SupervisorListener& listener, const Settings& settings) {
    auto ends = make_ends(settings.data);
    if (!ends.ok()) {
        return ends.error();
    }
    std::unique_ptr<Supervised> supervised(new Supervised(loop, listener));
    supervised->program_ = program;
    supervised->number_ = program->next_number();
    std::vector<Descriptor> theirs;
    theirs.push_back(std::move(ends->control.second));
    theirs.push_back(std::move(ends->output.second));
    if (ends->data.second) {
        theirs.push_back(std::move(ends->data.second));
    }
    supervised->take(*ends, settings.data);
    program->send(ForkSupervisor{supervised->number_, settings.data != Data::none}, std::move(theirs));
    return supervised;
}

void Supervised::take(Ends& ends, Data data) {
    control_ = std::move(ends.control.first);
    output_ = std::move(ends.output.first);
    data_ = std::move(ends.data.first);
    for (const Descriptor* descriptor : {&control_, &output_, &data_}) {
        if (*descriptor) {
            (void)set_nonblocking(descriptor->get());  // Fails only for a descriptor that is not open.
        }
    }
    data_is_pipe_ = data == Data::pipe;
    watch_control();
    watch_pipes();
}

Supervised::~Supervised() {
    for (const Descriptor* descriptor : {&control_, &output_, &data_}) {
        if (*descriptor) {
            loop_.unwatch(descriptor->get());
        }
    }
    if (pid_ > 0) {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
}

void Supervised::watch_control() {
    const short events = outbox_.empty() ? POLLIN : POLLIN | POLLOUT;
    loop_.watch(control_.get(), events, [this](short ready) { on_control(ready); });
}

void Supervised::watch_pipes() {
    if (control_ && reads_while_running_ && !output_paused_) {
        loop_.watch(output_.get(), POLLIN, [this](short) { read_output(kReadsPerTurn); });
    } else {
        loop_.unwatch(output_.get());
    }
    if (data_is_pipe_ && reads_while_running_) {
        loop_.watch(data_.get(), POLLIN, [this](short) { read_data(); });
    } else if (data_is_pipe_) {
        loop_.unwatch(data_.get());
    }
}

void Supervised::pause_output(bool paused) {
    output_paused_ = paused;
    watch_pipes();
}

void Supervised::read_short_output_at_end() {
    short_output_at_end_ = true;
    read_while_running(false);
}

void Supervised::read_while_running(bool reads) {
    if (short_output_at_end_ && reads != reads_while_running_) {
        reads_while_running_ = reads;
        watch_pipes();
    }
}

void Supervised::send(const ToSupervisor& message) {
    if (!control_) {
        return;
    }
    if (std::holds_alternative<Leave>(message)) {
        read_while_running(true);  // Remaining processes may print, and no Ended follows.
    }
    const bool waiting = !outbox_.empty();
    outbox_ += encode(message);
    if (!waiting) {
        flush_outbox();
        if (!outbox_.empty()) {
            watch_control();
        }
    }
}

void Supervised::flush_outbox() {
    const ssize_t sent = ::send(control_.get(), outbox_.data(), outbox_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
        outbox_.erase(0, static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
        outbox_.clear();  // The supervisor has gone; on_gone follows.
    }
}

void Supervised::abandon() {
    if (pid_ > 0) {
        kill(pid_, SIGKILL);
    } else if (const auto program = program_.lock()) {
        program->send(KillSupervisor{number_});
    }
}

void Supervised::on_control(short events) {
    if ((events & POLLOUT) != 0) {
        flush_outbox();
        if (outbox_.empty()) {
            watch_control();
        }
    }
    if ((events & ~POLLOUT) == 0) {
        return;
    }
    std::array<char, 16384> buffer;
    const ssize_t got = recv(control_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) {
        reader_.append(buffer.data(), static_cast<std::size_t>(got));
        deliver_messages();
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        gone();
    }
}

void Supervised::deliver_messages() {
    while (true) {
        const auto message = reader_.next();
        if (!message.ok()) {
            abandon();  // Our own fork sends no such bytes; the stream cannot be trusted any more.
            return;
        }
        if (!message->has_value()) {
            return;
        }
        if (const auto* ended = std::get_if<Ended>(&**message)) {
            read_data();
            read_output_of(*ended);
            // The next command is likely to print as much, and a full pipe would stop it until Started.
            read_while_running(std::exchange(printed_, 0) > kMuchOutput);
        } else if (std::holds_alternative<Swept>(**message)) {
            read_data();
            read_output(kReadsAtEnd);
        } else if (std::holds_alternative<Started>(**message)) {
            read_while_running(true);
        }
        listener_->on_message(**message);
    }
}

template <typename HandOn>
void Supervised::read_pipe(const Descriptor& pipe, int limit, std::size_t most, HandOn hand_on) {
    static std::array<char, 65536> buffer;
    for (int reads = 0; pipe && reads < limit && most > 0; ++reads) {
        const std::size_t size = std::min(buffer.size(), most);
        const ssize_t got = read(pipe.get(), buffer.data(), size);
        if (got == 0) {
            loop_.unwatch(pipe.get());
        }
        if (got <= 0) {
            return;
        }
        hand_on(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
        most -= static_cast<std::size_t>(got);
        if (static_cast<std::size_t>(got) < size) {
            return;  // A pipe gives all that it has.
        }
    }
}

// The rest of what is in the pipe may be that of the next test.
void Supervised::read_output_of(const Ended& ended) {
    const bool known = ended.unread >= 0 && !reads_while_running_;
    read_output(kReadsAtEnd, known ? static_cast<std::size_t>(ended.unread) : SIZE_MAX);
}

void Supervised::read_output(int limit, std::size_t most) {
    read_pipe(output_, limit, most, [this](std::string_view bytes) {
        printed_ += bytes.size();
        listener_->on_output(bytes);
    });
}

void Supervised::read_data() {
    read_pipe(data_, kReadsAtEnd, SIZE_MAX, [this](std::string_view bytes) { listener_->on_data(bytes); });
}

void Supervised::gone() {
    loop_.unwatch(control_.get());
    control_.reset();
    std::string how = "gone";
    if (pid_ > 0) {
        // A supervisor whose socket is closed is about to end. It is killed because it may be stopped by a signal.
        kill(pid_, SIGKILL);
        int status = 0;
        waitpid(pid_, &status, 0);
        pid_ = -1;
        how = how_ended(status);
    }
    read_data();
    read_output(kReadsAtEnd);
    listener_->on_gone(how);
}

}  // namespace pf
