// The session's side of a supervisor (runtime/supervisor.h): forks it or has it forked, talks to it, hears its
// commands' output.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_SUPERVISED_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_SUPERVISED_H

#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/message.h"
#include "runtime/result.h"
#include "tool/process/loop.h"
#include "tool/process/program_channel.h"

namespace pf {

// Hears what a supervisor and its commands say. Calls come from Loop::turn() only, and must not delete the Supervised.
class SupervisorListener {
public:
    SupervisorListener() = default;
    SupervisorListener(const SupervisorListener&) = delete;
    SupervisorListener& operator=(const SupervisorListener&) = delete;
    virtual ~SupervisorListener() = default;

    // Everything that a command printed before its Ended was delivered before this.
    virtual void on_message(const FromSupervisor& message) = 0;
    // stdout and stderr in the order written.
    virtual void on_output(std::string_view bytes) = 0;
    // stdout of a command with separate_stdout.
    virtual void on_data(std::string_view bytes) = 0;
    // It has gone and was reaped; `how` says how ("killed by signal 9"). The last call. After Leave this is expected.
    virtual void on_gone(const std::string& how) = 0;
};

class Supervised {
public:
    enum class Data { none, pipe, socket };

    struct Settings {
        const std::vector<std::string>* environment = nullptr;  // K=V; for the whole run.
        Data data = Data::none;
        int leak_grace_ms = 200;
        bool foreground = false;  // Its commands have our descriptors 0 to 2, and our terminal (supervisor.h).
    };

    // Forks one. `loop` and `listener` must outlive it. The calling process must have one thread.
    static Result<std::unique_ptr<Supervised>> start(Loop& loop, SupervisorListener& listener,
                                                     const Settings& settings);

    // Asks the process of a linked fixture for one, forked from its state.
    static Result<std::unique_ptr<Supervised>> start_in(const std::shared_ptr<ProgramChannel>& program, Loop& loop,
                                                        SupervisorListener& listener, const Settings& settings);

    Supervised(const Supervised&) = delete;
    Supervised& operator=(const Supervised&) = delete;
    // Kills it when it has not gone; what it had below it is then ours to kill (kill_strays).
    ~Supervised();

    // Never blocks; what the socket does not take now waits in memory.
    void send(const ToSupervisor& message);

    // SIGKILL for the supervisor itself, when it does not answer; on_gone follows.
    void abandon();

    // What its commands print waits in the pipe meanwhile; it is read all the same when one of them has ended.
    void pause_output(bool paused);

    // What a command prints is heard when it has ended, or once it has been running for a moment (Started). A short one
    // then wakes us once instead of with every line. After one that printed much the next one is heard at once.
    void hear_short_ones_at_end();

    // From now on this one hears it.
    void set_listener(SupervisorListener& listener) { listener_ = &listener; }

    // Hands on what was printed and not read yet.
    void catch_up() { read_output(kReadsAtEnd); }

    // Our end of the data socket (Data::socket), once.
    Descriptor take_data() { return std::move(data_); }

    [[nodiscard]] bool has_gone() const { return !control_; }
    // -1 for one in a linked program, and once it has gone.
    [[nodiscard]] pid_t pid() const { return pid_; }

private:
    struct Ends;

    // Output read before an answer is handed on: a command's leftovers could go on writing for ever.
    static constexpr int kReadsAtEnd = 64;

    Supervised(Loop& loop, SupervisorListener& listener) : loop_(loop), listener_(&listener) {}

    static Result<Ends> make_ends(Data data);
    void take(Ends& ends, Data data);
    void watch_control();
    void watch_pipes();
    void hear_meanwhile(bool heard);
    void on_control(short events);
    void deliver_messages();
    void read_output(int limit);
    void flush_outbox();
    void read_data();
    void gone();

    Loop& loop_;
    SupervisorListener* listener_;
    pid_t pid_ = -1;
    std::weak_ptr<ProgramChannel> program_;  // Whose process forked it; else none.
    std::uint32_t number_ = 0;               // Its number there.
    Descriptor control_;
    Descriptor output_;
    Descriptor data_;
    bool data_is_pipe_ = false;
    bool output_paused_ = false;
    bool short_ones_at_end_ = false;
    bool heard_meanwhile_ = true;  // While a command runs.
    std::size_t printed_ = 0;      // Since the last command ended.
    std::string outbox_;
    FrameReader<FromSupervisor> reader_;
};

}  // namespace pf

#endif
