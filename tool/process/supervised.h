// The session's side of a supervisor (runtime/supervisor.h): starts it, exchanges messages with it, and reads the
// output of its commands.
#ifndef PARALLEL_FIXTURES_TOOL_PROCESS_SUPERVISED_H
#define PARALLEL_FIXTURES_TOOL_PROCESS_SUPERVISED_H

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/descriptor.h"
#include "runtime/message.h"
#include "runtime/result.h"
#include "tool/process/loop.h"
#include "tool/process/program_channel.h"
#include "tool/support/interface.h"

namespace pf {

// Is told what a supervisor and its commands do. Calls come from Loop::turn() only, and must not delete the Supervised.
class SupervisorListener : public Interface {
public:
    // All output of a command is delivered before its Ended.
    virtual void on_message(const FromSupervisor& message) = 0;
    // Bytes of stdout and stderr, in the order in which they were written.
    virtual void on_output(std::string_view bytes) = 0;
    // Bytes of the data pipe: the stdout of a command with separate_stdout.
    virtual void on_data(std::string_view bytes) = 0;
    // The supervisor has ended and was reaped; `how` says how ("killed by signal 9"). This is the last call.
    virtual void on_gone(const std::string& how) = 0;
};

class Supervised {
public:
    enum class Data { none, pipe, socket };

    struct Settings {
        const std::vector<std::string>* environment = nullptr;  // K=V; must outlive the run.
        Data data = Data::none;
        int leak_grace_ms = 200;
        bool foreground = false;  // Its commands get our descriptors 0 to 2 and our terminal (supervisor.h).
    };

    // Forks a supervisor. `loop` and `listener` must outlive it. The calling process must have one thread.
    static Result<std::unique_ptr<Supervised>> start(Loop& loop, SupervisorListener& listener,
                                                     const Settings& settings);

    // Asks the process of a linked fixture to fork a supervisor from its state.
    static Result<std::unique_ptr<Supervised>> start_in(const std::shared_ptr<ProgramChannel>& program, Loop& loop,
                                                        SupervisorListener& listener, const Settings& settings);

    Supervised(const Supervised&) = delete;
    Supervised& operator=(const Supervised&) = delete;
    // Kills the supervisor if it has not gone. Its descendants are then children of this process (kill_strays).
    ~Supervised();

    // Sends a message. Never blocks: what the socket does not take now waits in memory.
    void send(const ToSupervisor& message);

    // Kills the supervisor, which does not answer; on_gone follows.
    void abandon();

    // While output is paused, it stays in the pipe. It is read all the same when a command has ended.
    void pause_output(bool paused);

    // From now on the output of a command is read when the command has ended, or once it has been running for a moment
    // (Started), so that a short command wakes this process once instead of with every line. After a command with much
    // output that of the next one is read at once.
    void read_short_output_at_end();

    // Returns whether a next test (message.h) may be sent. Otherwise what it prints could be taken for the output of
    // the test before it.
    [[nodiscard]] bool takes_next() const { return control_ && !reads_while_running_; }

    // Replaces the listener.
    void set_listener(SupervisorListener& listener) { listener_ = &listener; }

    // Reads and hands on the output that is in the pipe.
    void catch_up() { read_output(kReadsAtEnd); }

    // Returns our end of the data socket (Data::socket). May be called once.
    Descriptor take_data() { return std::move(data_); }

    [[nodiscard]] bool has_gone() const { return !control_; }
    // Returns -1 for one that a linked program has forked, and once it has gone.
    [[nodiscard]] pid_t pid() const { return pid_; }

private:
    struct Ends;

    // How often output is read before an answer is handed on. There is a limit, because processes that a command has
    // left behind may write for ever.
    static constexpr int kReadsAtEnd = 64;

    Supervised(Loop& loop, SupervisorListener& listener) : loop_(loop), listener_(&listener) {}

    static Result<Ends> make_ends(Data data);
    void take(Ends& ends, Data data);
    void watch_control();
    void watch_pipes();
    void read_while_running(bool reads);
    void on_control(short events);
    void deliver_messages();
    template <typename HandOn>
    void read_pipe(const Descriptor& pipe, int limit, std::size_t most, HandOn hand_on);
    void read_output(int limit, std::size_t most = SIZE_MAX);
    void read_output_of(const Ended& ended);
    void flush_outbox();
    void read_data();
    void gone();

    Loop& loop_;
    SupervisorListener* listener_;
    pid_t pid_ = -1;
    std::weak_ptr<ProgramChannel> program_;  // Of the process that has forked it; empty: this one.
    std::uint32_t number_ = 0;               // Its number in that process.
    Descriptor control_;
    Descriptor output_;
    Descriptor data_;
    bool data_is_pipe_ = false;
    bool output_paused_ = false;
    bool short_output_at_end_ = false;
    bool reads_while_running_ = true;
    std::size_t printed_ = 0;  // Since the last command ended.
    std::string outbox_;
    FrameReader<FromSupervisor> reader_;
};

}  // namespace pf

#endif
