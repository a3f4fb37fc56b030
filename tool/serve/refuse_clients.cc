#include "tool/serve/refuse_clients.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "runtime/platform.h"
#include "runtime/signals.h"
#include "tool/process/loop.h"
#include "tool/serve/connections.h"

namespace pf {
namespace {

void answer(Client& client, const std::string& reason) {
    const auto request = client.take_request();
    if (!request) {
        return;
    }
    if (request->what == Asked::tear_down || request->what == Asked::end_group) {
        client.send_last(FixtureAnswer{true, false, "nothing was set up\n", {}});
    } else {
        client.send_last(Refused{reason});
    }
}

}  // namespace

void refuse_clients(Descriptor listener, const Descriptor& ctest, const std::string& reason) {
    const BlockedSignals blocked(kEndingSignals);
    const Result<Descriptor> signals = platform::open_signal_source(kEndingSignals);
    Loop loop;
    Connections connections;
    bool over = !ctest || !connections.open(loop, std::move(listener));
    for (const int fd : {ctest.get(), signals.ok() ? signals->get() : -1}) {
        if (fd >= 0) {
            loop.watch(fd, POLLIN, [&](short) { over = true; });
        }
    }
    while (!over) {
        loop.turn(std::numeric_limits<double>::infinity());
        for (const auto& client : connections.clients) {
            answer(*client, reason);
        }
        std::erase_if(connections.clients, [](const auto& client) { return client->state() == Client::State::closed; });
    }
    connections.close();
}

}  // namespace pf
