// A socket whose reader gets the bytes in the pieces in which they were sent.
#ifndef PARALLEL_FIXTURES_TESTS_FUZZ_SUPPORT_PACKETS_H
#define PARALLEL_FIXTURES_TESTS_FUZZ_SUPPORT_PACKETS_H

#include <sys/socket.h>

#include <array>
#include <string_view>

#include "runtime/descriptor.h"
#include "tests/fuzz/support/fuzz.h"

namespace pf::fuzz {

struct Packets {
    Packets() {
        std::array<int, 2> ends{};
        PF_HOLDS(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0);
        reader.reset(ends[0]);
        writer.reset(ends[1]);
    }

    // False: the reader has gone.
    [[nodiscard]] bool send(std::string_view piece) const {
        return ::send(writer.get(), piece.data(), piece.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(piece.size());
    }

    Descriptor reader;
    Descriptor writer;
};

}  // namespace pf::fuzz

#endif
