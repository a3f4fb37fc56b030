// Both ends of a session's connection, on real sockets: as a session hears what a client sends, and a client what a
// session sends. The first byte says which: 'g' the session's (Client), any other the client's (SessionConnection).
#include "runtime/session_connection.h"
#include "runtime/session_message.h"
#include "tests/fuzz/support/frames.h"
#include "tests/fuzz/support/packets.h"
#include "tool/process/loop.h"
#include "tool/serve/client.h"

using namespace pf;

namespace {

// Everything that was said to the writer until now.
std::string answers(const fuzz::Packets& packets) {
    std::string all;
    std::array<char, 4096> buffer{};
    ssize_t got = 0;
    while ((got = recv(packets.writer.get(), buffer.data(), buffer.size(), MSG_DONTWAIT)) > 0) {
        all.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return all;
}

// It gets its request, or is turned away with a word that says why, or is still waited for.
void hold_client(std::string_view stream) {
    const fuzz::Frames expected = fuzz::read_frames<ToSession>({stream});
    fuzz::Packets packets;
    Loop loop;
    Client client(loop, std::move(packets.reader));
    std::optional<SessionRequest> request;
    for (const std::string_view piece : fuzz::pieces(stream)) {
        if (request || client.state() != Client::State::receiving || !packets.send(piece)) {
            break;
        }
        loop.turn(0);
        request = client.take_request();
    }
    const std::string said = answers(packets);
    const fuzz::Frames words = fuzz::read_frames<FromSession>({said});
    if (request) {
        PF_HOLDS(!expected.frames.empty() && encode(ToSession(*request)) == expected.frames.front());
        PF_HOLDS(said.empty() && client.state() == Client::State::served);
    } else if (client.state() == Client::State::closed) {
        PF_HOLDS(expected.garbled || !expected.frames.empty());
        PF_HOLDS(words.frames.size() == 1 && words.complete && !words.garbled);
    } else {
        PF_HOLDS(client.state() == Client::State::receiving);
        PF_HOLDS(said.empty() && expected.frames.empty() && !expected.garbled);
    }
}

void hold_caller(std::string_view stream) {
    const fuzz::Frames expected = fuzz::read_frames<FromSession>({stream});
    fuzz::Packets packets;
    for (const std::string_view piece : fuzz::pieces(stream)) {
        PF_HOLDS(packets.send(piece));
    }
    packets.writer.reset();
    SessionConnection caller(std::move(packets.reader));
    std::vector<std::string> heard;
    auto said = caller.next();
    for (; said.ok(); said = caller.next()) {
        heard.push_back(encode(*said));
    }
    PF_IS_MESSAGE(said.error().message);
    PF_HOLDS(heard == expected.frames);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kLongest = 32768;  // What a socket takes without a reader.
    const std::string_view input = fuzz::text_of(data, size);
    if (!input.empty() && size < kLongest) {
        (input.front() == 'g' ? hold_client : hold_caller)(input.substr(1));
    }
    return 0;
}
