// Brings what a test came to home when the test has closed or replaced its process's descriptors.
#ifndef PARALLEL_FIXTURES_RUNTIME_MAILBOX_H
#define PARALLEL_FIXTURES_RUNTIME_MAILBOX_H

#include <cstddef>
#include <string>

namespace pf {

// Memory that a worker shares with the processes that it forks. Neither descriptors nor limits nor a change of user
// affect it. One writer at a time; the worker reads when the writer has ended its test.
class Mailbox {
public:
    static constexpr std::size_t kCapacity = std::size_t{1} << 20;

    // Maps the memory. If the system has none, put() always returns false.
    Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;
    ~Mailbox();

    // Replaces what is in it. False: `frame` is longer than kCapacity, or there is no memory; nothing has changed.
    [[nodiscard]] bool put(const std::string& frame);

    // What was put into it since the last call; "": nothing.
    std::string take();

private:
    struct Content {
        std::size_t size;
        char bytes[kCapacity];
    };

    Content* content_ = nullptr;
};

}  // namespace pf

#endif
