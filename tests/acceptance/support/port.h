// A listener on a loopback port of the kernel's choice: somebody else's server, for tests of ports.
#ifndef PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_PORT_H
#define PARALLEL_FIXTURES_TESTS_ACCEPTANCE_SUPPORT_PORT_H

namespace pf::acceptance {

class Port {
public:
    explicit Port(int number = 0);  // 0: any. Throws std::runtime_error when it is taken.
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;
    ~Port() { close(); }

    [[nodiscard]] int number() const { return number_; }
    void close();  // Frees the number, for a service to take.

private:
    int fd_ = -1;
    int number_ = 0;
};

}  // namespace pf::acceptance

#endif
