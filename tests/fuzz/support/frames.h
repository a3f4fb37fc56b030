// Messages as their frames, so that they can be compared.
#ifndef PARALLEL_FIXTURES_TESTS_FUZZ_SUPPORT_FRAMES_H
#define PARALLEL_FIXTURES_TESTS_FUZZ_SUPPORT_FRAMES_H

#include <string>
#include <string_view>
#include <vector>

#include "runtime/wire.h"
#include "tests/fuzz/support/fuzz.h"

namespace pf::fuzz {

struct Frames {
    std::vector<std::string> frames;
    bool garbled = false;  // After these.
    bool complete = true;  // Nothing was left over.

    bool operator==(const Frames&) const = default;
};

// What a reader makes of the pieces.
template <typename Message>
Frames read_frames(const std::vector<std::string_view>& pieces) {
    FrameReader<Message> reader;
    Frames read;
    for (const std::string_view piece : pieces) {
        reader.append(piece.data(), piece.size());
        auto message = reader.next();
        for (; message.ok() && message->has_value(); message = reader.next()) {
            read.frames.push_back(encode(**message));
        }
        if (!message.ok()) {
            PF_IS_MESSAGE(message.error().message);
            read.garbled = true;
            break;
        }
    }
    read.complete = reader.empty();
    return read;
}

}  // namespace pf::fuzz

#endif
