// All messages between processes. The first byte of an input says whose they are (the order of kTargets), the rest is
// the stream.
#include <array>

#include "runtime/linked_message.h"
#include "runtime/message.h"
#include "runtime/session_message.h"
#include "tests/fuzz/support/frames.h"

using namespace pf;

namespace {

template <typename Message>
void hold_stream(std::string_view stream) {
    const fuzz::Frames whole = fuzz::read_frames<Message>({stream});
    fuzz::Frames in_pieces = fuzz::read_frames<Message>(fuzz::pieces(stream));
    in_pieces.complete = whole.complete || !whole.garbled ? in_pieces.complete : whole.complete;
    PF_HOLDS(in_pieces == whole);
    std::vector<std::string_view> frames(whole.frames.begin(), whole.frames.end());
    const fuzz::Frames again = fuzz::read_frames<Message>(frames);
    PF_HOLDS(again.frames == whole.frames && again.complete && !again.garbled);
}

void hold_order(std::string_view bytes) {
    static TestOrder order;  // As a supervisor has it: what there was before must not show.
    const Status understood = decode_order(std::string(bytes), order);
    if (!understood.ok()) {
        PF_IS_MESSAGE(understood.error().message);
        return;
    }
    PF_HOLDS(encode_order(order) == bytes);
}

constexpr std::array kTargets{hold_stream<ToSupervisor>,
                              hold_stream<FromSupervisor>,
                              hold_stream<ToProgram>,
                              hold_stream<FromProgram>,
                              hold_stream<ToSession>,
                              hold_stream<FromSession>,
                              hold_order};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input = fuzz::text_of(data, size);
    const std::size_t which = input.empty() ? kTargets.size() : static_cast<std::size_t>(input.front() - '0');
    if (which < kTargets.size()) {
        kTargets[which](input.substr(1));
    }
    return 0;
}
