// Shared memory through which a test process reports its result when the test has closed or replaced the descriptor for
// it.
#ifndef PARALLEL_FIXTURES_RUNTIME_MAILBOX_H
#define PARALLEL_FIXTURES_RUNTIME_MAILBOX_H

#include <cstddef>
#include <string>

namespace pf {

// Memory that a worker shares with the test processes that it forks. Closed descriptors, resource limits and a change
// of user do not affect it. One process writes at a time; the worker reads after the test has ended.
class Mailbox {
public:
    static constexpr std::size_t kCapacity = std::size_t{1} << 20;

    // Maps the memory. If that fails, put() always returns false.
    Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;
    ~Mailbox();

    // Replaces the content. Returns false and changes nothing if `frame` is longer than kCapacity or there is no
    // memory.
    [[nodiscard]] bool put(const std::string& frame);

    // Returns and removes the content; "" if there is none.
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
