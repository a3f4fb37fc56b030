#include "tool/serve/refusal.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "tool/process/ending_signals.h"
#include "tool/process/loop.h"
#include "tool/serve/reception.h"

namespace pf {
namespace {

void answer(Guest& guest, const std::string& reason) {
    const auto request = guest.take_request();
    if (!request) {
        return;
    }
    if (request->what == Asked::tear_down || request->what == Asked::end_group) {
        guest.say_last(FixtureAnswer{true, false, "nothing was set up\n", {}});
    } else {
        guest.say_last(Refused{reason});
    }
}

}  // namespace

void refuse_all(Descriptor listener, const Descriptor& ctest, const std::string& reason) {
    const EndingSignalsHeld held;
    const Result<Descriptor> signals = open_ending_signals();
    Loop loop;
    Reception reception;
    bool over = !ctest || !reception.open(loop, std::move(listener));
    for (const int fd : {ctest.get(), signals.ok() ? signals->get() : -1}) {
        if (fd >= 0) {
            loop.watch(fd, POLLIN, [&](short) { over = true; });
        }
    }
    while (!over) {
        loop.turn(std::numeric_limits<double>::infinity());
        for (const auto& guest : reception.guests) {
            answer(*guest, reason);
        }
        std::erase_if(reception.guests, [](const auto& guest) { return guest->state() == Guest::State::gone; });
    }
    reception.close();
}

}  // namespace pf
