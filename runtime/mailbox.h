// Shared memory through which a test process reports its result.
#ifndef PARALLEL_FIXTURES_RUNTIME_MAILBOX_H
#define PARALLEL_FIXTURES_RUNTIME_MAILBOX_H

#include <cstddef>
#include <string>

namespace pf {

// Memory that a worker shares with the test processes that it forks. Closed descriptors, resource limits and a change
// of user do not affect it, and a report in it costs no system call. One process writes at a time; the worker reads
// after the test has ended.
class Mailbox {
public:
    // Maps the memory, whose pages exist only once they are written to. If that fails, put() always returns false.
    Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;
    ~Mailbox();

    // Replaces the content. Returns false and changes nothing if `frame` does not fit, which it does up to 63 MiB where
    // the limit of address space permits, and up to 1 MiB otherwise.
    [[nodiscard]] bool put(const std::string& frame);

    // Removes the content.
    void clear();

    // Sets `frame` to the content, and removes it; "" if there is none.
    void take(std::string& frame);

private:
    [[nodiscard]] std::size_t capacity() const { return mapped_ - sizeof *size_; }
    [[nodiscard]] char* bytes() const { return reinterpret_cast<char*>(size_ + 1); }

    std::size_t* size_ = nullptr;  // The beginning of the memory; the bytes of the content follow.
    std::size_t mapped_ = 0;       // The size of the memory.
};

}  // namespace pf

#endif
