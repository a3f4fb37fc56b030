// What the session hears from the process of a linked fixture, on a real socket.
#include "tests/fuzz/support/frames.h"
#include "tests/fuzz/support/packets.h"
#include "tool/process/program_channel.h"

using namespace pf;

namespace {

class Listener : public ProgramListener {
public:
    fuzz::Frames heard;

private:
    void on_program(const FromProgram& message) override {
        PF_HOLDS(!heard.garbled);
        heard.frames.push_back(encode(message));
    }
    void on_garbled() override {
        PF_HOLDS(!heard.garbled);
        heard.garbled = true;
    }
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view stream = fuzz::text_of(data, size);
    const fuzz::Frames expected = fuzz::read_frames<FromProgram>({stream});
    fuzz::Packets packets;
    Loop loop;
    Listener listener;
    ProgramChannel channel(loop, listener, std::move(packets.reader));
    constexpr std::size_t kLongest = 16384;  // That the channel reads at once: more of a packet would be lost.
    for (const std::string_view piece : fuzz::pieces(stream)) {
        if (piece.size() > kLongest || !packets.send(piece)) {
            break;
        }
        loop.turn(0);
    }
    if (size <= kLongest) {
        PF_HOLDS(listener.heard.frames == expected.frames);
        PF_HOLDS(listener.heard.garbled == expected.garbled);
    }
    return 0;
}
